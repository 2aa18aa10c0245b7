import { present } from '../model/defined.ts'
import { formatCount, formatNumber } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { KEYS } from './keys.ts'
import { commandPosition } from './overlay.ts'
import type { KeyContext } from './pane.ts'
import { blank, fitLine, type Line, lineWidth, type Span, span } from './span.ts'
import { keyContextOf, searchCount, type ViewState } from './view-state.ts'

const HINT_GAP = 2
/** Keys of a search that is kept, named first because they are about what the line says. */
const SEARCH_HINTS: ReadonlySet<string> = new Set(['next', 'previous'])

/**
 * Draws the last line of the screen: what is being typed, else the current notice, else what the
 * keys do. Hints that do not fit are left out whole.
 */
export function footerLine(state: ViewState, view: LiveView, width: number): Line {
  if (state.prompt !== undefined) {
    const typed = promptLine(state, view)
    return fitLine([...typed, ...keyHints(state.prompt, width - lineWidth(typed), false)], width)
  }
  if (state.notice !== undefined) return fitLine([span(state.notice, 'bold')], width)
  const context = keyContextOf(state)
  const position = commandPosition(state, view)
  const searched: Line =
    state.search === undefined || state.overlay === 'help'
      ? []
      : [span(`/${state.search.query}`, 'bold', 'yellow'), span(`  ${searchText(state, view)}  `)]
  const shown = position === undefined ? searched : [span(`${position}  `, 'bold')]
  const hints = keyHints(context, width - lineWidth(shown), searched.length > 0)
  return fitLine([...shown, ...hints], width)
}

function promptLine(state: ViewState, view: LiveView): Line {
  const isSearch = state.prompt === 'search'
  const text = isSearch ? (state.search?.query ?? '') : state.lists[state.activeList].filter
  const count = isSearch && text !== '' ? `${searchText(state, view)}  ` : ''
  return present([
    span(isSearch ? 'search: ' : 'filter: ', 'bold', 'yellow'),
    span(text),
    span('█  '),
    count === '' ? undefined : span(count),
  ])
}

/** `3 of 7`, or `7 hits` if the selected entry is none of them. */
export function searchText(state: ViewState, view: LiveView): string {
  const { selected, hits } = searchCount(state, view)
  if (hits === 0) return 'no hit'
  if (selected === undefined) return formatCount(hits, 'hit')
  const position = `${formatNumber(selected)} of ${formatNumber(hits)}`
  const end = state.search?.continuedAt
  return end === undefined ? position : `${position}, continued at the ${end}`
}

function keyHints(context: KeyContext, width: number, isSearching: boolean): Line {
  const hints: Span[][] = []
  let room = width
  const isSearchHint = (hint: string | undefined) => SEARCH_HINTS.has(hint ?? '')
  const keys = isSearching
    ? KEYS.toSorted(
        (left, right) => Number(isSearchHint(right.hint)) - Number(isSearchHint(left.hint)),
      )
    : KEYS.filter(({ hint }) => !isSearchHint(hint))
  for (const { label, hint, contexts } of keys) {
    if (hint === undefined || !contexts.includes(context)) continue
    const spans = [
      // The first of several keys, such as q of `q  Ctrl-C`.
      span(label.split('  ')[0] ?? label, 'bold', 'cyan'),
      span(` ${hint}`, 'dim'),
    ]
    room -= lineWidth(spans)
    if (room < 0) break
    room -= HINT_GAP
    hints.push(spans)
  }
  return hints.flatMap((spans, index) => (index === 0 ? spans : [blank(HINT_GAP), ...spans]))
}
