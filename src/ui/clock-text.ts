import { toIsoTime } from '../model/moment.ts'

/**
 * Formats a time of day in UTC: `08:31:07`, or `09-19 08:31` if it is on another day than `now`.
 * Both in milliseconds UTC.
 */
export function clockText(at: number, now: number): string {
  const [day = '', time = ''] = toIsoTime(at).split('T')
  return toIsoTime(now).startsWith(day) ? time.slice(0, 8) : `${day.slice(5)} ${time.slice(0, 5)}`
}
