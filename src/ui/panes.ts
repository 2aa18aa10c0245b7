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

const COUNT_LABELS_COLUMNS = 90

/** The panes side by side and below each other. */
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
  const slots = columns.flatMap(({ slots: all, width }) => all.map((slot) => ({ ...slot, width })))
  const mine = slots.find(({ panes }) => panes.includes(state.pane))
  const page = Math.max(1, (mine?.height ?? 2) - 1)
  const most =
    state.pane === 'detail' && mine
      ? Math.max(0, detailLines(detailParts(state, view), mine.width).length - page)
      : 0
  return { lines, continuations: new Set(), pageSize: page, maxScroll: most }
}

const columnLines = ({ width, slots }: Column, view: LiveView, state: ViewState): readonly Line[] =>
  slots.flatMap((slot) => slotLines(slot, width, view, state))

function slotLines(
  { panes, height }: Slot,
  width: number,
  view: LiveView,
  state: ViewState,
): readonly Line[] {
  const pane = state.recentPanes.find((one) => panes.includes(one)) ?? panes[0] ?? 'spool'
  const shared = panes.length > 1
  const figures =
    pane === 'spool'
      ? spoolCounts(view)
      : pane === 'verdicts'
        ? verdictCounts(view, width < COUNT_LABELS_COLUMNS)
        : []
  // A heading with the names of those that share the place has no room for figures: they get a line
  // of their own.
  const own: readonly Line[] = shared && figures.length > 0 ? [[span('  '), ...figures]] : []
  const { lines, right } = paneLines(pane, { view, state, width, height: height - 1 - own.length })
  const body = [...own, ...lines]
  const title = shared
    ? sharedTitle(pane, panes, width)
    : [span(PANE_TITLES[pane], 'bold'), ...(figures.length === 0 ? [] : [span('  '), ...figures])]
  return [
    heading(title, right, width, state.pane === pane),
    ...Array.from({ length: height - 1 }, (_, index) => body[index] ?? []),
  ]
}

/** The pane that is shown among the names of those that share its place, where they fit. */
function sharedTitle(pane: Pane, panes: readonly Pane[], width: number): Line {
  const names = panes.flatMap((one, index) =>
    present([
      index === 0 ? undefined : span(' '),
      one === pane ? span(`[${PANE_TITLES[one]}]`, 'bold') : span(PANE_TITLES[one], 'dim'),
    ]),
  )
  if (lineWidth(names) + 6 <= width) return names
  return [
    span(PANE_TITLES[pane], 'bold'),
    span(`  ${panes.indexOf(pane) + 1} of ${panes.length} panes`, 'dim'),
  ]
}

function paneLines(
  pane: Pane,
  input: PaneInput,
): { readonly lines: readonly Line[]; readonly right: Line } {
  const { view, state, width, height } = input
  if (pane === 'detail') {
    const text = detailLines(detailParts(state, view), width)
    const { lines, most, top } = scrollWindow(text, height, state, view)
    return { lines, right: scrollPosition(top, most) }
  }
  return { lines: LIST_LINES[pane](input), right: listPosition(pane, view, state) }
}

const LIST_LINES = {
  spool: spoolPane,
  verdicts: verdictsPane,
  journey: journeyPane,
  events: eventsPane,
  'not-checked': notCheckedPane,
}
