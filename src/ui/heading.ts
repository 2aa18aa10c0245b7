import { blank, fitLine, type Line, lineWidth, type Span, span } from './span.ts'

/**
 * Draws the title line of a pane. The focused pane has a double line, so that it is recognizable
 * without color too. `right` is left out where both do not fit.
 */
export function heading(title: Line, right: Line, width: number, focused: boolean): Line {
  const [stroke, style] = focused ? (['═', 'cyan'] as const) : (['─', 'dim'] as const)
  const rule = (length: number): Span => span(stroke.repeat(Math.max(length, 0)), style)
  const rightPart = right.length === 0 ? [] : [blank(1), ...right, blank(1)]
  const room = width - lineWidth(title) - lineWidth(rightPart) - 6
  if (room < 0 && right.length > 0) return heading(title, [], width, focused)
  return fitLine([rule(2), blank(1), ...title, blank(1), rule(room), ...rightPart, rule(2)], width)
}
