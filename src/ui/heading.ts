import { blank, fitLine, type Line, lineWidth, type Span, span } from './span.ts'

/** Cells of a heading before its title. */
export const TITLE_OFFSET = 3

/**
 * Draws the title line of a pane. The focused pane has a double line, so that it is recognizable
 * without color too. `rights` are variants of the right part: the first that fits is drawn.
 */
export function heading(
  title: Line,
  rights: readonly Line[],
  width: number,
  focused: boolean,
): Line {
  const [stroke, style] = focused ? (['═', 'cyan'] as const) : (['─', 'dim'] as const)
  const rule = (length: number): Span => span(stroke.repeat(Math.max(length, 0)), style)
  const roomBeside = (right: Line) => width - lineWidth(title) - lineWidth(rightPart(right)) - 6
  const right = rightPart(rights.find((variant) => roomBeside(variant) >= 0) ?? [])
  const room = width - lineWidth(title) - lineWidth(right) - 6
  return fitLine([rule(2), blank(1), ...title, blank(1), rule(room), ...right, rule(2)], width)
}

const rightPart = (right: Line): Line => (right.length === 0 ? [] : [blank(1), ...right, blank(1)])
