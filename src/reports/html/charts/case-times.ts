import { defined, present } from '../../../model/defined.ts'
import { formatDuration } from '../../../model/duration.ts'
import { greatestOf, leastOf } from '../../../model/numbers/extremes.ts'
import type { CaseReport } from '../../../model/report.ts'
import type { Timeline, TimelineMark } from '../../../model/timeline.ts'
import { parseMoment } from '../parse-moment.ts'
import type { TimeRange } from './time-axis.ts'

/** A timeline with times in milliseconds UTC. Entries without a valid time are left out. */
export interface CaseTimes {
  readonly logs: readonly LogTimes[]
  readonly marks: readonly (Omit<TimelineMark, 'at'> & { readonly at: number })[]
  readonly spooled: readonly SpooledItem[]
  readonly asOf?: number
  /** Milliseconds after which an item is stuck. */
  readonly stuckAfter: number
  readonly omitted: Timeline['omitted']
}

interface LogTimes extends TimeRange {
  readonly path: string
  readonly gaps: readonly TimeRange[]
}

export interface SpooledItem {
  readonly name: string
  readonly user?: string
  readonly since: number
  /** The last moment at which it is known to have waited; absent when none is known. */
  readonly until?: number
}

export function caseTimes(timeline: Timeline, asOf: CaseReport['asOf']): CaseTimes {
  const end = parseMoment(asOf?.time)
  return {
    logs: present(
      timeline.logs.map(({ path, from, to, gaps }) => {
        const range = parseRange(from, to)
        const gapRanges = present(gaps.map((gap) => parseRange(gap.from, gap.to)))
        return range && { path, ...range, gaps: gapRanges }
      }),
    ),
    marks: present(
      timeline.marks.map((mark) => {
        const at = parseMoment(mark.at)
        return at === undefined ? undefined : { ...mark, at }
      }),
    ),
    spooled: present(
      timeline.spooled.map(({ name, user, since, seen: listedAt }) => {
        const start = parseMoment(since)
        const until = parseMoment(listedAt) ?? end
        return start === undefined ? undefined : { name, since: start, ...defined({ user, until }) }
      }),
    ),
    ...defined({ asOf: end }),
    stuckAfter: timeline.stuckAfter,
    omitted: timeline.omitted,
  }
}

/** Returns undefined for an invalid time, and for a range that ends before it begins. */
function parseRange(from: string, to: string): TimeRange | undefined {
  const [start, end] = [parseMoment(from), parseMoment(to)]
  return start === undefined || end === undefined || end < start
    ? undefined
    : { from: start, to: end }
}

/** Returns the range of all times, with a margin; undefined when there are no times. */
export function fullTimeRange({ logs, marks, spooled, asOf }: CaseTimes): TimeRange | undefined {
  const times = present([
    ...logs.flatMap(({ from, to }) => [from, to]),
    ...marks.map(({ at }) => at),
    ...spooled.map(({ since }) => since),
    asOf,
  ])
  const [from, to] = [leastOf(times), greatestOf(times)]
  return from === undefined || to === undefined ? undefined : withMargin({ from, to })
}

/**
 * Returns the range in which messages waited, if it takes less than a quarter of the full range and
 * would be hard to see there.
 */
export function closeUpTimeRange(
  { spooled, asOf, stuckAfter }: CaseTimes,
  fullRange: TimeRange,
): TimeRange | undefined {
  if (asOf === undefined) return undefined
  const starts = spooled.map(({ since }) => since).filter((since) => since < asOf)
  const from = leastOf(starts)
  if (from === undefined) return undefined
  const range = withMargin({ from, to: Math.max(asOf, from + stuckAfter) })
  return (range.to - range.from) * 4 < fullRange.to - fullRange.from ? range : undefined
}

function withMargin({ from, to }: TimeRange): TimeRange {
  const margin = Math.max((to - from) * 0.03, 30_000)
  return { from: from - margin, to: to + margin }
}

/** `waited 42 min`, or why the waiting time of an item is not known. */
export function waitedText({ since, until }: SpooledItem): string {
  if (until === undefined) return 'waited for an unknown time'
  if (since > until) return 'written after the time of the analysis'
  return `waited ${formatDuration(until - since)}`
}
