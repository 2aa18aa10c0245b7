import { KEYS } from './keys.ts'
import type { KeyContext } from './pane.ts'
import { fitLine, type Line, lineWidth, type Span, span } from './span.ts'
import { keyContextOf, type ViewState } from './view-state.ts'

const HINT_GAP = 2

/**
 * What was said last, the filter that is being typed, or what the keys do here: as many as there is
 * room for, whole.
 */
export function footerLine(state: ViewState, width: number): Line {
  const { filter } = state.lists[state.activeList]
  const typed: Line = [span('filter: ', 'bold', 'yellow'), span(filter), span('█  ')]
  if (state.typing)
    return fitLine([...typed, ...keyHints('filter', width - lineWidth(typed))], width)
  if (state.said !== undefined) return fitLine([span(state.said, 'bold')], width)
  return fitLine(keyHints(keyContextOf(state), width), width)
}

function keyHints(place: KeyContext, width: number): Line {
  const hints: Span[][] = []
  let room = width
  for (const { label: shown, hint: brief, contexts: places } of KEYS) {
    if (brief === undefined || !places.includes(place)) continue
    const hint = [
      span(shown.split('  ')[0] ?? shown, 'bold', 'cyan'),
      span(` ${brief}`, 'dim'),
      span(' '.repeat(HINT_GAP)),
    ]
    room -= lineWidth(hint)
    if (room + HINT_GAP < 0) break
    hints.push(hint)
  }
  return hints.flat()
}
