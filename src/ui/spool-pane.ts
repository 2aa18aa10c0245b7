import { present } from '../model/defined.ts'
import { formatBytes, formatDuration, formatNumber, minutes } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { bar, sparkline } from './charts.ts'
import { ageOf, STATE_STYLES, stateCounts, stateOf } from './item-state.ts'
import { listLines, type PaneBody, type PaneInput } from './list-lines.ts'
import type { Row } from './lists.ts'
import { blank, cell, type Line, lineWidth, rightCell, span } from './span.ts'

/** From this width on, rows show size and user, and one line holds both sparklines. */
const WIDE_COLUMNS = 66
/** Cells reserved for the name of an item. */
const NAME_WIDTH = 18
/** In a lower pane, the items need all lines. */
const MIN_ROWS_FOR_FLOW = 5
const MIN_ROWS_FOR_TWO_FLOW_LINES = 12
/** Widths of ` 12.3/min` and of `  oldest 23 h 59 min`. */
const [RATE_WIDTH, OLDEST_WIDTH] = [9, 20]

/** Draws the items in the spool, the oldest first, each with a bar that is full when it is stuck. */
export function spoolPane(input: PaneInput): PaneBody {
  const { view, width, height } = input
  const flow = height >= MIN_ROWS_FOR_FLOW ? flowLines(view, width, height) : []
  const placeholder =
    view.folders.length === 0
      ? 'No History Spooler yet; still looking for it.'
      : 'The spool is empty.'
  const showUser = view.users.length > 1
  const list = listLines(
    'spool',
    { ...input, height: height - flow.length },
    (row, rowWidth) => itemLine(row, view, rowWidth, showUser),
    placeholder,
  )
  return {
    ...list,
    lines: [...flow, ...list.lines],
    keys: [...flow.map(() => undefined), ...list.keys],
  }
}

function itemLine({ entry }: Row<'spool'>, view: LiveView, width: number, showUser: boolean): Line {
  const state = stateOf(entry, view)
  const age = ageOf(entry, view)
  const ageStyle = state === 'stuck' ? STATE_STYLES.stuck : []
  const isWide = width >= WIDE_COLUMNS
  const size = isWide ? [...rightCell(formatBytes(entry.bytes), 8, 'dim'), blank(2)] : []
  const user =
    isWide && showUser ? [...cell(entry.user ?? '', Math.floor(width / 5)), blank(2)] : []
  const details = [...size, ...user]
  const barWidth = Math.max(8, Math.min(36, width - 8 - 12 - 2 - lineWidth(details) - NAME_WIDTH))
  return [
    ...cell(state, 8, ...STATE_STYLES[state]),
    ...bar(age / view.stuckAfter, barWidth, STATE_STYLES[state]),
    ...rightCell(formatDuration(age), 12, ...ageStyle),
    blank(2),
    ...details,
    span(entry.name),
  ]
}

/**
 * Draws arrivals and departures as sparklines with their rates, and the age of the oldest item.
 * Uses two lines in a high, narrow pane, else one.
 */
function flowLines(view: LiveView, width: number, height: number): readonly Line[] {
  const { arrivals, departures, span: spanMs } = view.flow
  const maxCount = Math.max(...arrivals, ...departures)
  const [first] = view.items
  const oldest =
    first === undefined ? [] : [span('  oldest ', 'dim'), span(formatDuration(ageOf(first, view)))]
  const flow = (
    label: string,
    counts: readonly number[],
    room: number,
    color: 'yellow' | 'green',
  ): Line => [
    span(label, 'dim'),
    ...sparkline(counts, Math.max(0, Math.min(counts.length, room)), maxCount, color),
    span(` ${rateText(counts, spanMs)}`),
  ]
  if (height >= MIN_ROWS_FOR_TWO_FLOW_LINES && width < WIDE_COLUMNS) {
    const shownOldest = width < 2 * OLDEST_WIDTH + 14 ? [] : oldest
    const oldestWidth = shownOldest.length === 0 ? 0 : OLDEST_WIDTH
    const room = width - 2 - 'out '.length - RATE_WIDTH - oldestWidth
    return [
      [blank(2), ...flow('in  ', arrivals, room, 'yellow'), ...shownOldest],
      [blank(2), ...flow('out ', departures, room, 'green')],
    ]
  }
  // In a narrow pane, the first row of the list already shows the age of the oldest item.
  const shownOldest = width < WIDE_COLUMNS ? [] : oldest
  const oldestWidth = shownOldest.length === 0 ? 0 : OLDEST_WIDTH
  const room = Math.floor((width - 2 - 'in  out '.length - 2 * RATE_WIDTH - 2 - oldestWidth) / 2)
  return [
    [
      blank(2),
      ...flow('in ', arrivals, room, 'yellow'),
      blank(2),
      ...flow('out ', departures, room, 'green'),
      ...shownOldest,
    ],
  ]
}

/** Formats a rate per minute; `spanMs` is the length of the time span of each count. */
function rateText(countsPerSpan: readonly number[], spanMs: number): string {
  const moved = countsPerSpan.reduce((sum, count) => sum + count, 0)
  const rate = (moved / Math.max(countsPerSpan.length * spanMs, 1)) * minutes(1)
  const isWhole = rate >= 10 || Number.isInteger(rate)
  return `${isWhole ? formatNumber(Math.round(rate)) : rate.toFixed(1)}/min`
}

/** `2 stuck · 1 waiting · 2 new`, without the states that no item is in. */
export function spoolCounts(view: LiveView): Line {
  if (view.items.length === 0) return [span('empty', 'green')]
  const counts = stateCounts(view)
  const states = (['stuck', 'waiting', 'new'] as const).filter((state) => counts[state] > 0)
  return states.flatMap((state, index) =>
    present([
      index === 0 ? undefined : span(' · ', 'dim'),
      span(`${formatNumber(counts[state])} ${state}`, ...STATE_STYLES[state]),
    ]),
  )
}
