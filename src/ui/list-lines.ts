import { present } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { firstVisibleIndex } from './layout.ts'
import { LISTS, type Row } from './lists.ts'
import type { ListPane } from './pane.ts'
import { addStyle, fitLine, type Line, span } from './span.ts'
import { listSelection, type ViewState } from './view-state.ts'

/** Everything that a pane needs to draw its lines. */
export interface PaneInput {
  readonly view: LiveView
  readonly state: ViewState
  readonly width: number
  /** Lines, without the heading. */
  readonly height: number
}

/** Cells before each row, for the mark of the selected one. */
const MARK_WIDTH = 2

/**
 * Draws the visible rows of a list, and only those: a list may hold thousands of entries. `draw`
 * gets the width that is left beside the mark. `placeholder` is shown for an empty list.
 */
export function listLines<Pane extends ListPane>(
  pane: Pane,
  { view, state, width, height }: PaneInput,
  draw: (row: Row<Pane>, width: number) => Line,
  placeholder: string,
): readonly Line[] {
  const { rows, index } = listSelection(pane, state, view)
  if (rows.length === 0) {
    const { filter } = state.lists[pane]
    const text = filter === '' ? placeholder : `Nothing contains “${filter}”.`
    return [[span(`  ${text}`, 'dim')]]
  }
  const top = firstVisibleIndex(rows.length, height, index)
  return rows.slice(top, top + height).map((row, offset) => {
    const isSelected = top + offset === index && pane === state.activeList
    const line: Line = [span(isSelected ? '> ' : '  ', 'bold'), ...draw(row, width - MARK_WIDTH)]
    return isSelected && pane === state.pane && state.overlay === undefined
      ? invertLine(fitLine(line, width))
      : line
  })
}

/** Bars are not inverted: the full part would look empty. */
const invertLine = (line: Line): Line =>
  line.flatMap((piece) => (/^[▁-█]+$/.test(piece.text) ? [piece] : addStyle([piece], 'inverse')))

/** Text for the heading of a list: filter, sort order, and the number of the selected entry. */
export function listPosition(pane: ListPane, view: LiveView, state: ViewState): Line {
  const { rows, index } = listSelection(pane, state, view)
  const { filter, sort } = state.lists[pane]
  const { sorts } = LISTS[pane]
  const { label } = sorts[sort % sorts.length] ?? sorts[0]
  const position = `${formatNumber(index + 1)}/${formatNumber(rows.length)}`
  const texts = present([sort === 0 ? undefined : label, rows.length === 0 ? undefined : position])
  return present([
    filter === '' ? undefined : span(`/${filter} `, 'bold', 'yellow'),
    texts.length === 0 ? undefined : span(texts.join(' · '), 'dim'),
  ])
}
