import { KEYS } from './keys.ts'
import type { Place } from './pane.ts'
import { fitted, type Line, lineWidth, type Span, span } from './span.ts'
import { placeOf, type ViewState } from './view-state.ts'

const APART = 2

/**
 * What was said last, the filter that is being typed, or what the keys do here: as many as there is
 * room for, whole.
 */
export function footerLine(state: ViewState, width: number): Line {
  const { filter } = state.lists[state.about]
  const typed: Line = [span('filter: ', 'bold', 'yellow'), span(filter), span('█  ')]
  if (state.typing)
    return fitted([...typed, ...keyHints('filter', width - lineWidth(typed))], width)
  if (state.said !== undefined) return fitted([span(state.said, 'bold')], width)
  return fitted(keyHints(placeOf(state), width), width)
}

function keyHints(place: Place, width: number): Line {
  const hints: Span[][] = []
  let room = width
  for (const { shown, brief, places } of KEYS) {
    if (brief === undefined || !places.includes(place)) continue
    const hint = [
      span(shown.split('  ')[0] ?? shown, 'bold', 'cyan'),
      span(` ${brief}`, 'dim'),
      span(' '.repeat(APART)),
    ]
    room -= lineWidth(hint)
    if (room + APART < 0) break
    hints.push(hint)
  }
  return hints.flat()
}
