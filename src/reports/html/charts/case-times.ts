import { defined, present } from '../../../model/defined.ts'
import { formatDuration } from '../../../model/duration.ts'
import type { CaseReport } from '../../../model/report.ts'
import type { Timeline, TimelineMark } from '../../../model/timeline.ts'
import { parseMoment } from '../parse-moment.ts'
import type { TimeRange } from './time-axis.ts'

/** The timeline with moments in milliseconds UTC, without what has no moment. */
export interface CaseTimes {
  readonly logs: readonly (TimeRange & {
    readonly path: string
    readonly gaps: readonly TimeRange[]
  })[]
  readonly marks: readonly (Omit<TimelineMark, 'at'> & { readonly at: number })[]
  readonly spooled: readonly SpooledItem[]
  readonly asOf?: number
  readonly stuckAfter: number
  readonly omitted: Timeline['omitted']
}

export interface SpooledItem {
  readonly name: string
  readonly user?: string
  readonly since: number
  /** Until when it is known to have waited; absent where nobody knows. */
  readonly until?: number
}

export function caseTimes(timeline: Timeline, asOf: CaseReport['asOf']): CaseTimes {
  const end = parseMoment(asOf?.time)
  return {
    logs: timeline.logs.flatMap(({ path, from, to, gaps }) =>
      stretch(from, to).map((whole) => ({
        path,
        ...whole,
        gaps: gaps.flatMap((gap) => stretch(gap.from, gap.to)),
      })),
    ),
    marks: timeline.marks.flatMap((mark) => placed(mark.at, (at) => ({ ...mark, at }))),
    spooled: timeline.spooled.flatMap(({ name, user, since, seen }) => {
      const until = parseMoment(seen) ?? end
      return placed(since, (at) => ({
        name,
        since: at,
        ...defined({ user, until }),
      }))
    }),
    ...defined({ asOf: end }),
    stuckAfter: timeline.stuckAfter,
    omitted: timeline.omitted,
  }
}

function placed<T>(time: string, as: (at: number) => T): T[] {
  const at = parseMoment(time)
  return at === undefined ? [] : [as(at)]
}

function stretch(from: string, to: string): TimeRange[] {
  const [start, end] = [parseMoment(from), parseMoment(to)]
  return start === undefined || end === undefined || end < start ? [] : [{ from: start, to: end }]
}

/** From the first to the last of it, with a little room; undefined where nothing has a time. */
export function fullTimeRange({ logs, marks, spooled, asOf }: CaseTimes): TimeRange | undefined {
  const moments = present([
    ...logs.flatMap(({ from, to }) => [from, to]),
    ...marks.map(({ at }) => at),
    ...spooled.map(({ since }) => since),
    asOf === undefined ? undefined : asOf,
  ])
  if (moments.length === 0) return undefined
  return roomy({ from: Math.min(...moments), to: Math.max(...moments) })
}

/**
 * The time in which messages waited, where it is so small a part of the whole that it would hardly
 * be seen.
 */
export function closeUpTimeRange(
  { spooled, asOf, stuckAfter }: CaseTimes,
  whole: TimeRange,
): TimeRange | undefined {
  const waiting = spooled.filter(({ since }) => asOf !== undefined && since < asOf)
  if (asOf === undefined || waiting.length === 0) return undefined
  const from = Math.min(...waiting.map(({ since }) => since))
  const near = roomy({ from, to: Math.max(asOf, from + stuckAfter) })
  return (near.to - near.from) * 4 < whole.to - whole.from ? near : undefined
}

function roomy({ from, to }: TimeRange): TimeRange {
  const room = Math.max((to - from) * 0.03, 30_000)
  return { from: from - room, to: to + room }
}

/** How long an item has waited, in words. */
export const waitedText = ({ since, until }: SpooledItem): string =>
  until === undefined
    ? 'for an unknown time'
    : since > until
      ? 'written later than the case is judged at'
      : formatDuration(until - since)
