import { present } from '../model/defined.ts'
import type { LiveView } from '../model/live-view.ts'
import { detailLines, detailParts } from './detail/detail.ts'
import { diagnosisPane } from './diagnosis/diagnosis-pane.ts'
import { eventsPane } from './events-pane.ts'
import { heading, TITLE_OFFSET } from './heading.ts'
import { journeyPane } from './journey-pane.ts'
import {
  COLUMN_GAP,
  type Column,
  HEADER_ROWS,
  layoutColumns,
  type Size,
  type Slot,
} from './layout.ts'
import { listPosition, type PaneBody, type PaneInput } from './list-lines.ts'
import { notCheckedPane } from './not-checked-pane.ts'
import { type FrameBody, scrollPosition, scrollWindow } from './overlay.ts'
import { PANE_TITLES, type Pane, SHORT_PANE_TITLES } from './pane.ts'
import type { Region } from './region.ts'
import { highlightText } from './search/highlight.ts'
import { fitLine, type Line, lineWidth, type Span, span } from './span.ts'
import { spoolCounts, spoolPane } from './spool-pane.ts'
import { verdictCounts, verdictsPane } from './verdicts-pane.ts'
import type { ViewState } from './view-state.ts'

/** From this width on, the heading names the grades of verdicts in words instead of marks. */
const COUNT_LABELS_COLUMNS = 90

/** A slot as it is drawn: all of its lines, and where its parts are. */
interface DrawnSlot {
  readonly lines: readonly Line[]
  readonly region: Region
}

/** Draws all panes in the columns that the size allows. */
export function panesBody(view: LiveView, state: ViewState, size: Size): FrameBody {
  const columns = layoutColumns(size)
  let left = 0
  const drawn = columns.map((column) => {
    const slots = drawColumn(column, left, view, state)
    left += column.width + COLUMN_GAP
    return slots
  })
  const columnLines = drawn.map((slots) => slots.flatMap(({ lines }) => lines))
  const lines = (columnLines[0] ?? []).map((_, row) =>
    columns.flatMap(({ width }, index) =>
      present([
        index === 0 ? undefined : span(' │ '.padEnd(COLUMN_GAP), 'dim'),
        ...fitLine(columnLines[index]?.[row] ?? [], width),
      ]),
    ),
  )
  const regions = drawn.flatMap((slots) => slots.map(({ region }) => region))
  const focused = regions.find(({ pane }) => pane === state.pane)
  return {
    lines,
    continuations: new Set(),
    pageSize: Math.max(1, (focused?.height ?? 2) - 1),
    top: focused?.top ?? 0,
    maxTop: focused?.maxTop ?? 0,
    regions,
  }
}

function drawColumn(
  { width, slots }: Column,
  left: number,
  view: LiveView,
  state: ViewState,
): readonly DrawnSlot[] {
  let row = HEADER_ROWS
  return slots.map((slot) => {
    const drawn = drawSlot(slot, { left, row, width }, view, state)
    row += slot.height
    return drawn
  })
}

function drawSlot(
  { panes, height }: Slot,
  { left, row, width }: Pick<Region, 'left' | 'row' | 'width'>,
  view: LiveView,
  state: ViewState,
): DrawnSlot {
  const pane = state.recentPanes.find((recent) => panes.includes(recent)) ?? panes[0] ?? 'spool'
  const isShared = panes.length > 1
  const counts = paneCounts(pane, view, width)
  // The heading of a shared slot has no room for counts: they get a line of their own.
  const countLines: readonly Line[] = isShared && counts.length > 0 ? [[span('  '), ...counts]] : []
  const bodyHeight = height - 1 - countLines.length
  const { body, rights } = drawPane(pane, { view, state, width, height: bodyHeight })
  const query = state.search?.query ?? ''
  const bodyLines = [...countLines, ...body.lines.map((line) => highlightText(line, query))]
  const { title, titles } = isShared
    ? sharedTitle(pane, panes, width)
    : { title: titleWithCounts(pane, counts), titles: [] }
  return {
    lines: [
      heading(title, rights, width, state.pane === pane),
      ...Array.from({ length: height - 1 }, (_, index) => bodyLines[index] ?? []),
    ],
    region: {
      pane,
      left,
      row,
      width,
      height,
      titles: titles.map((place) => ({ ...place, left: left + TITLE_OFFSET + place.left })),
      keys: [undefined, ...countLines.map(() => undefined), ...body.keys],
      top: body.top,
      maxTop: body.maxTop,
    },
  }
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
function sharedTitle(
  pane: Pane,
  panes: readonly Pane[],
  width: number,
): { readonly title: Line; readonly titles: Region['titles'] } {
  for (const names of [PANE_TITLES, SHORT_PANE_TITLES]) {
    const title: Span[] = []
    const titles: Region['titles'][number][] = []
    for (const other of panes) {
      if (title.length > 0) title.push(span(' '))
      const name = other === pane ? span(`[${names[other]}]`, 'bold') : span(names[other], 'dim')
      titles.push({ pane: other, left: lineWidth(title), width: name.width })
      title.push(name)
    }
    if (lineWidth(title) + 2 * TITLE_OFFSET <= width) return { title, titles }
  }
  const number = `${panes.indexOf(pane) + 1} of ${panes.length} panes`
  return { title: [span(PANE_TITLES[pane], 'bold'), span(`  ${number}`, 'dim')], titles: [] }
}

/** Draws a pane: its lines, and variants of the right part of its heading. */
function drawPane(
  pane: Pane,
  input: PaneInput,
): { readonly body: PaneBody; readonly rights: readonly Line[] } {
  const { view, state, width, height } = input
  if (pane === 'detail') {
    const text = detailLines(detailParts(state, view), width)
    const body = scrollWindow(text, height, state, view)
    return { body, rights: [scrollPosition(body.top, body.maxTop)] }
  }
  return { body: LIST_PANE_BODIES[pane](input), rights: listPosition(pane, view, state) }
}

const LIST_PANE_BODIES = {
  diagnosis: diagnosisPane,
  spool: spoolPane,
  verdicts: verdictsPane,
  journey: journeyPane,
  events: eventsPane,
  'not-checked': notCheckedPane,
}
