import { findLocalOffset, momentWithLocalTime } from '../model/answer/affected-users.ts'
import { minutes } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { toIsoTime } from '../model/moment.ts'
import { blank, type Line, span } from './span.ts'

/** From this width of a pane on, the rows of its list show local time beside UTC. */
const COLUMNS_FOR_LOCAL_TIME = 66

/**
 * Formats a time of day in UTC: `08:31:07`, or `09-19 08:31` if it is on another day than `now`.
 * Both in milliseconds UTC.
 */
export function clockText(at: number, now: number): string {
  const [day = '', time = ''] = toIsoTime(at).split('T')
  return toIsoTime(now).startsWith(day) ? time.slice(0, 8) : `${day.slice(5)} ${time.slice(0, 5)}`
}

/** The time of day of the user: `10:31:07`; undefined where it is not known, or the same as UTC. */
export function localClockText(
  at: number,
  view: Pick<LiveView, 'now' | 'report'>,
): string | undefined {
  const offset = findLocalOffset(view.report)
  return offset === undefined || offset === 0
    ? undefined
    : clockText(at + minutes(offset), view.now + minutes(offset))
}

/** `2016-09-20 08:31:07 UTC (10:31:07 local time)`; UTC only where local time is not known. */
export const momentText = (at: number, { report }: Pick<LiveView, 'report'>): string =>
  momentWithLocalTime(at, findLocalOffset(report))

/** The time of a row, in UTC, and in a wide pane the local time too. */
export function rowTime(at: number, view: LiveView, width: number): Line {
  const utc = span(clockText(at, view.now), 'dim')
  const local = width < COLUMNS_FOR_LOCAL_TIME ? undefined : localClockText(at, view)
  return local === undefined
    ? [utc, blank(2)]
    : [utc, span(` UTC  ${local} local`, 'dim'), blank(2)]
}
