import { present } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { firstVisibleIndex } from './layout.ts'
import { LISTS, type Row } from './lists.ts'
import type { ListPane } from './pane.ts'
import { listSelection } from './selection.ts'
import { addStyle, fitLine, type Line, span } from './span.ts'
import type { ViewState } from './view-state.ts'

/** Everything that a pane needs to draw its lines. */
export interface PaneInput {
  readonly view: LiveView
  readonly state: ViewState
  readonly width: number
  /** Lines, without the heading. */
  readonly height: number
}

/** The lines of a pane below its heading. */
export interface PaneBody {
  readonly lines: readonly Line[]
  /** The key of the entry that each line shows; undefined for other lines. */
  readonly keys: readonly (string | undefined)[]
  /** Scroll position, and the greatest one: entries of a list, or lines of a text. */
  readonly top: number
  readonly maxTop: number
}

/** Cells before each row, for the mark of the selected one. */
export const MARK_WIDTH = 2

/**
 * Draws the visible rows of a list, and only those: a list may hold thousands of entries. `draw`
 * gets the width that is left beside the mark. `placeholder` is shown for an empty list.
 */
export function listLines<Pane extends ListPane>(
  pane: Pane,
  input: PaneInput,
  draw: (row: Row<Pane>, width: number) => Line,
  placeholder: string,
): PaneBody {
  const { view, state, width, height } = input
  const { rows, index } = listSelection(pane, state, view)
  if (rows.length === 0) return emptyListBody(pane, state, placeholder)
  const maxTop = Math.max(0, rows.length - height)
  const top = Math.min(
    state.lists[pane].top ?? firstVisibleIndex(rows.length, height, index),
    maxTop,
  )
  const visible = rows.slice(top, top + height)
  return {
    lines: visible.map((row, offset) =>
      markLine(draw(row, width - MARK_WIDTH), pane, input, top + offset === index, true),
    ),
    keys: visible.map(({ key }) => key),
    top,
    maxTop,
  }
}

export function emptyListBody(pane: ListPane, state: ViewState, placeholder: string): PaneBody {
  const { filter } = state.lists[pane]
  const text = filter === '' ? placeholder : `Nothing contains “${filter}”.`
  return { lines: [[span(`  ${text}`, 'dim')]], keys: [], top: 0, maxTop: 0 }
}

/** Puts the mark before a line of an entry, and inverts it if its pane receives the keys. */
export function markLine(
  content: Line,
  pane: ListPane,
  { state, width }: PaneInput,
  isSelected: boolean,
  isFirst: boolean,
): Line {
  const isMarked = isSelected && pane === state.activeList
  const line: Line = [span(isMarked && isFirst ? '> ' : '  ', 'bold'), ...content]
  return isMarked && pane === state.pane && state.overlay === undefined
    ? invertLine(fitLine(line, width))
    : line
}

/** Bars are not inverted: the full part would look empty. */
const invertLine = (line: Line): Line =>
  line.flatMap((piece) => (/^[▁-█]+$/.test(piece.text) ? [piece] : addStyle([piece], 'inverse')))

/**
 * Texts for the heading of a list, the most detailed first: filter, sort order, and the number of
 * the selected entry.
 */
export function listPosition(pane: ListPane, view: LiveView, state: ViewState): readonly Line[] {
  const { rows, index } = listSelection(pane, state, view)
  const { filter, sort } = state.lists[pane]
  const { sorts } = LISTS[pane]
  const { label } = sorts[sort % sorts.length] ?? sorts[0]
  const position =
    rows.length === 0 ? undefined : `${formatNumber(index + 1)}/${formatNumber(rows.length)}`
  const filterSpan = filter === '' ? undefined : span(`/${filter} `, 'bold', 'yellow')
  const line = (...texts: readonly (string | undefined)[]): Line => {
    const text = present(texts).join(' · ')
    return present([filterSpan, text === '' ? undefined : span(text, 'dim')])
  }
  // The order of a single entry says nothing.
  const order = rows.length > 1 && sorts.length > 1 ? label : undefined
  return [line(order, position), line(order), line(position)]
}
