import { present } from '../model/defined.ts'
import type { LiveView } from '../model/live-view.ts'
import { detailLines, detailParts } from './detail.ts'
import { eventsPane } from './events-pane.ts'
import { heading } from './heading.ts'
import { journeyPane } from './journey-pane.ts'
import { COLUMN_GAP, type Column, layoutColumns, type Size, type Slot } from './layout.ts'
import { listPosition, type PaneInput } from './list-lines.ts'
import { notCheckedPane } from './not-checked-pane.ts'
import { type FrameBody, scrollPosition, scrollWindow } from './overlay.ts'
import { PANE_TITLES, type Pane } from './pane.ts'
import { fitLine, type Line, lineWidth, span } from './span.ts'
import { spoolCounts, spoolPane } from './spool-pane.ts'
import { verdictCounts, verdictsPane } from './verdicts-pane.ts'
import type { ViewState } from './view-state.ts'

/** From this width on, the heading names the grades of verdicts in words instead of marks. */
const COUNT_LABELS_COLUMNS = 90

/** Draws all panes in the columns that the size allows. */
export function panesBody(view: LiveView, state: ViewState, size: Size): FrameBody {
  const columns = layoutColumns(size)
  const drawn = columns.map((column) => columnLines(column, view, state))
  const lines = (drawn[0] ?? []).map((_, row) =>
    columns.flatMap(({ width }, index) =>
      present([
        index === 0 ? undefined : span(' │ '.padEnd(COLUMN_GAP), 'dim'),
        ...fitLine(drawn[index]?.[row] ?? [], width),
      ]),
    ),
  )
  const slots = columns.flatMap(({ slots: inColumn, width }) =>
    inColumn.map((slot) => ({ ...slot, width })),
  )
  const focused = slots.find(({ panes }) => panes.includes(state.pane))
  const pageSize = Math.max(1, (focused?.height ?? 2) - 1)
  const maxScroll =
    state.pane === 'detail' && focused
      ? Math.max(0, detailLines(detailParts(state, view), focused.width).length - pageSize)
      : 0
  return { lines, continuations: new Set(), pageSize, maxScroll }
}

const columnLines = ({ width, slots }: Column, view: LiveView, state: ViewState): readonly Line[] =>
  slots.flatMap((slot) => slotLines(slot, width, view, state))

function slotLines(
  { panes, height }: Slot,
  width: number,
  view: LiveView,
  state: ViewState,
): readonly Line[] {
  const pane = state.recentPanes.find((recent) => panes.includes(recent)) ?? panes[0] ?? 'spool'
  const isShared = panes.length > 1
  const counts = paneCounts(pane, view, width)
  // The heading of a shared slot has no room for counts: they get a line of their own.
  const countLines: readonly Line[] = isShared && counts.length > 0 ? [[span('  '), ...counts]] : []
  const bodyHeight = height - 1 - countLines.length
  const { lines, right } = paneLines(pane, { view, state, width, height: bodyHeight })
  const body = [...countLines, ...lines]
  const title = isShared ? sharedTitle(pane, panes, width) : titleWithCounts(pane, counts)
  return [
    heading(title, right, width, state.pane === pane),
    ...Array.from({ length: height - 1 }, (_, index) => body[index] ?? []),
  ]
}

function paneCounts(pane: Pane, view: LiveView, width: number): Line {
  if (pane === 'spool') return spoolCounts(view)
  return pane === 'verdicts' ? verdictCounts(view, width < COUNT_LABELS_COLUMNS) : []
}

function titleWithCounts(pane: Pane, counts: Line): Line {
  const title = span(PANE_TITLES[pane], 'bold')
  return counts.length === 0 ? [title] : [title, span('  '), ...counts]
}

/** Names all panes of a shared slot and marks the visible one; else its number. */
function sharedTitle(pane: Pane, panes: readonly Pane[], width: number): Line {
  const titles = panes.flatMap((other, index) =>
    present([
      index === 0 ? undefined : span(' '),
      other === pane ? span(`[${PANE_TITLES[other]}]`, 'bold') : span(PANE_TITLES[other], 'dim'),
    ]),
  )
  if (lineWidth(titles) + 6 <= width) return titles
  return [
    span(PANE_TITLES[pane], 'bold'),
    span(`  ${panes.indexOf(pane) + 1} of ${panes.length} panes`, 'dim'),
  ]
}

/** Draws a pane: its lines, and the right part of its heading. */
function paneLines(
  pane: Pane,
  input: PaneInput,
): { readonly lines: readonly Line[]; readonly right: Line } {
  const { view, state, width, height } = input
  if (pane === 'detail') {
    const text = detailLines(detailParts(state, view), width)
    const { lines, maxScroll, top } = scrollWindow(text, height, state, view)
    return { lines, right: scrollPosition(top, maxScroll) }
  }
  return { lines: LIST_PANE_LINES[pane](input), right: listPosition(pane, view, state) }
}

const LIST_PANE_LINES = {
  spool: spoolPane,
  verdicts: verdictsPane,
  journey: journeyPane,
  events: eventsPane,
  'not-checked': notCheckedPane,
}
