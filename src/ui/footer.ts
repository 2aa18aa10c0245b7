import { KEYS } from './keys.ts'
import type { KeyContext } from './pane.ts'
import { fitLine, type Line, lineWidth, type Span, span } from './span.ts'
import { keyContextOf, type ViewState } from './view-state.ts'

const HINT_GAP = 2

/**
 * Draws the last line of the screen: the filter being typed, else the current notice, else what
 * the keys do. Hints that do not fit are left out whole.
 */
export function footerLine(state: ViewState, width: number): Line {
  const { filter } = state.lists[state.activeList]
  const typed: Line = [span('filter: ', 'bold', 'yellow'), span(filter), span('█  ')]
  if (state.typing)
    return fitLine([...typed, ...keyHints('filter', width - lineWidth(typed))], width)
  if (state.notice !== undefined) return fitLine([span(state.notice, 'bold')], width)
  return fitLine(keyHints(keyContextOf(state), width), width)
}

function keyHints(context: KeyContext, width: number): Line {
  const hints: Span[][] = []
  let room = width
  for (const { label, hint, contexts } of KEYS) {
    if (hint === undefined || !contexts.includes(context)) continue
    const spans = [
      // The first of several keys, such as q of `q  Ctrl-C`.
      span(label.split('  ')[0] ?? label, 'bold', 'cyan'),
      span(` ${hint}`, 'dim'),
      span(' '.repeat(HINT_GAP)),
    ]
    room -= lineWidth(spans)
    if (room + HINT_GAP < 0) break
    hints.push(spans)
  }
  return hints.flat()
}
