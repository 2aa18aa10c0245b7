import { present } from '../model/defined.ts'
import { formatBytes, formatDuration, formatNumber, minutes } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { bar, sparkline } from './charts.ts'
import { ageOf, STATE_STYLES, stateCounts, stateOf } from './item-state.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import type { Row } from './lists.ts'
import { blank, cell, type Line, rightCell, span } from './span.ts'

const WIDE_COLUMNS = 66
/** Cells that are kept for a name. */
const NAME_WIDTH = 18
/** With fewer lines the items need them all. */
const MIN_ROWS_FOR_FLOW = 5
const MIN_ROWS_FOR_TWO_FLOW_LINES = 12
/** ` 12.3/min`, and `  oldest 23 h 59 min`. */
const [RATE_WIDTH, OLDEST_WIDTH] = [9, 20]

/** What waits, the oldest first, each with a bar that fills until it is stuck. */
export function spoolPane(input: PaneInput): readonly Line[] {
  const { view, width, height } = input
  const flow = height >= MIN_ROWS_FOR_FLOW ? flowLines(view, width, height) : []
  const nothing =
    view.folders.length === 0
      ? 'There is no History Spooler yet; it is looked for.'
      : 'Nothing waits: the spool is empty.'
  const several = view.users.length > 1
  const rows = listLines(
    'spool',
    { ...input, height: height - flow.length },
    (row, room) => itemLine(row, view, room, several),
    nothing,
  )
  return [...flow, ...rows]
}

function itemLine({ entry }: Row<'spool'>, view: LiveView, width: number, several: boolean): Line {
  const state = stateOf(entry, view)
  const age = ageOf(entry, view)
  const owner =
    several && width >= WIDE_COLUMNS
      ? [...cell(entry.user ?? '', Math.floor(width / 5)), blank(2)]
      : []
  const size =
    width >= WIDE_COLUMNS ? [...rightCell(formatBytes(entry.bytes), 8, 'dim'), blank(2)] : []
  const beside = [...size, ...owner].reduce((sum, { width: cells }) => sum + cells, 0)
  const length = Math.max(8, Math.min(36, width - 8 - 12 - 2 - beside - NAME_WIDTH))
  return [
    ...cell(state, 8, ...STATE_STYLES[state]),
    ...bar(age / view.stuckAfter, length, STATE_STYLES[state]),
    ...rightCell(formatDuration(age), 12, ...(state === 'stuck' ? STATE_STYLES.stuck : [])),
    blank(2),
    ...size,
    ...owner,
    span(entry.name),
  ]
}

/**
 * Arrivals and departures over the last spans, how fast both are, and the oldest: a line for each
 * where there are lines to spare.
 */
function flowLines(view: LiveView, width: number, height: number): readonly Line[] {
  const { arrivals, departures, span: length } = view.flow
  const most = Math.max(...arrivals, ...departures)
  const [first] = view.items
  const oldest =
    first === undefined ? [] : [span('  oldest ', 'dim'), span(formatDuration(ageOf(first, view)))]
  const part = (
    name: string,
    counts: readonly number[],
    room: number,
    color: 'yellow' | 'green',
  ): Line => [
    span(name, 'dim'),
    ...sparkline(counts, Math.max(0, Math.min(counts.length, room)), most, color),
    span(` ${rateText(counts, length)}`),
  ]
  if (height >= MIN_ROWS_FOR_TWO_FLOW_LINES && width < WIDE_COLUMNS) {
    const end = width < 2 * OLDEST_WIDTH + 14 ? [] : oldest
    const room = width - 2 - 'out '.length - RATE_WIDTH - (end.length === 0 ? 0 : OLDEST_WIDTH)
    return [
      [blank(2), ...part('in  ', arrivals, room, 'yellow'), ...end],
      [blank(2), ...part('out ', departures, room, 'green')],
    ]
  }
  // Where there is little room the first row says how old the oldest is.
  const last = width < WIDE_COLUMNS ? [] : oldest
  const room = Math.floor(
    (width - 2 - 'in  out '.length - 2 * RATE_WIDTH - 2 - (last.length === 0 ? 0 : OLDEST_WIDTH)) /
      2,
  )
  return [
    [
      blank(2),
      ...part('in ', arrivals, room, 'yellow'),
      blank(2),
      ...part('out ', departures, room, 'green'),
      ...last,
    ],
  ]
}

function rateText(counts: readonly number[], length: number): string {
  const rate =
    (counts.reduce((sum, count) => sum + count, 0) / Math.max(counts.length * length, 1)) *
    minutes(1)
  return `${rate >= 10 || Number.isInteger(rate) ? formatNumber(Math.round(rate)) : rate.toFixed(1)}/min`
}

/** `2 stuck · 1 waiting · 2 new`; what there is none of is left out. */
export function spoolCounts(view: LiveView): Line {
  if (view.items.length === 0) return [span('empty', 'green')]
  const counts = stateCounts(view)
  const parts = (['stuck', 'waiting', 'new'] as const).filter((state) => counts[state] > 0)
  return parts.flatMap((state, index) =>
    present([
      index === 0 ? undefined : span(' · ', 'dim'),
      span(`${formatNumber(counts[state])} ${state}`, ...STATE_STYLES[state]),
    ]),
  )
}
