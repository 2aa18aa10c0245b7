import { present } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { firstVisibleIndex } from './layout.ts'
import { LISTS, type Row } from './lists.ts'
import type { ListPane } from './pane.ts'
import { addStyle, fitLine, type Line, span } from './span.ts'
import { listSelection, type ViewState } from './view-state.ts'

/** What a pane is drawn from. */
export interface PaneInput {
  readonly view: LiveView
  readonly state: ViewState
  readonly width: number
  /** Without the heading. */
  readonly height: number
}

/** Before each row: where the selection stands. */
const MARK_WIDTH = 2

/**
 * The rows of a list that are to be seen, the only ones that are drawn; `draw` has the width left
 * beside the mark.
 */
export function listLines<Of extends ListPane>(
  pane: Of,
  { view, state, width, height }: PaneInput,
  draw: (row: Row<Of>, width: number) => Line,
  nothing: string,
): readonly Line[] {
  const { rows, index } = listSelection(pane, state, view)
  if (rows.length === 0) {
    const { filter } = state.lists[pane]
    return [[span(filter === '' ? `  ${nothing}` : `  Nothing contains “${filter}”.`, 'dim')]]
  }
  const top = firstVisibleIndex(rows.length, height, index)
  return rows.slice(top, top + height).map((row, place) => {
    const chosen = top + place === index && pane === state.activeList
    const line: Line = [span(chosen ? '> ' : '  ', 'bold'), ...draw(row, width - MARK_WIDTH)]
    return chosen && pane === state.pane && state.overlay === undefined
      ? invertLine(fitLine(line, width))
      : line
  })
}

/** A bar stays as it is: turned around it would be empty where it is full. */
const invertLine = (line: Line): Line =>
  line.flatMap((piece) => (/^[▁-█]+$/.test(piece.text) ? [piece] : addStyle([piece], 'inverse')))

/** Which of how many is selected, what the filter is, and the order: for the heading. */
export function listPosition(pane: ListPane, view: LiveView, state: ViewState): Line {
  const { rows, index } = listSelection(pane, state, view)
  const { filter, sort } = state.lists[pane]
  const { sorts } = LISTS[pane]
  const order = sorts[sort % sorts.length] ?? sorts[0]
  const place = rows.length === 0 ? [] : [`${formatNumber(index + 1)}/${formatNumber(rows.length)}`]
  const kept = filter === '' ? [] : [span(`/${filter} `, 'bold', 'yellow')]
  const words = present([sort === 0 ? undefined : order.label, ...place])
  return [...kept, span(words.join(' · '), 'dim')].filter(({ text }) => text !== '')
}
