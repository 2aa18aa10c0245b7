import { blank, fitLine, type Line, lineWidth, type Span, span } from './span.ts'

/**
 * The line that names a pane. The one that keys go to has a double line, told without colour too.
 */
export function heading(title: Line, right: Line, width: number, focused: boolean): Line {
  const [stroke, style] = focused ? (['═', 'cyan'] as const) : (['─', 'dim'] as const)
  const rule = (length: number): Span => span(stroke.repeat(Math.max(length, 0)), style)
  const behind = right.length === 0 ? [] : [blank(1), ...right, blank(1)]
  const room = width - lineWidth(title) - lineWidth(behind) - 6
  if (room < 0 && right.length > 0) return heading(title, [], width, focused)
  return fitLine([rule(2), blank(1), ...title, blank(1), rule(room), ...behind, rule(2)], width)
}
