/**
 * A time with a resolution of 100 ns. A single double would lose precision, so milliseconds and
 * ticks are separate.
 */
export interface Moment {
  /** Whole milliseconds since the epoch, UTC. */
  readonly at: number
  /** Additional units of 100 ns, 0 to 9999. */
  readonly ticks?: number
}

/** The first and the last time that ISO 8601 writes with a year of four digits, as RFC 3339 asks. */
const [MIN_TIME_MS, MAX_TIME_MS] = [-62_167_219_200_000, 253_402_300_799_999]

/** Whether a time has a year of four digits. Others are damage: they mean nothing. */
export const isKnownTime = (at: number): boolean => at >= MIN_TIME_MS && at <= MAX_TIME_MS

/** The nearest time that has a year of four digits. */
const toKnownTime = (at: number): number =>
  at >= MIN_TIME_MS ? Math.min(at, MAX_TIME_MS) : MIN_TIME_MS

const toIsoText = (at: number): string => new Date(toKnownTime(at)).toISOString()

/**
 * Formats a time as ISO 8601 in UTC, with three decimals, or seven if `ticks` is given and not
 * zero. A time out of range becomes the nearest one that has a year of four digits.
 */
export function toIsoTime(at: number, ticks?: number): string {
  const iso = toIsoText(at)
  return ticks ? `${iso.slice(0, -1)}${String(ticks).padStart(4, '0')}Z` : iso
}

/** Formats a time as ISO 8601 in UTC, always with seven decimals. */
export const toExactIsoTime = ({ at, ticks = 0 }: Moment): string =>
  `${toIsoText(at).slice(0, -1)}${String(ticks).padStart(4, '0')}Z`

/** Formats a time for people: `2016-09-20 06:02:01 UTC`. */
export const formatMoment = (at: number): string => `${formatDateTime(at)} UTC`

/** `2016-06-14 08:00:01 – 12:31:05 UTC`. The second date is omitted if it is the same. */
export function formatTimeSpan(from: number, to: number): string {
  const [start, end] = [formatDateTime(from), formatDateTime(to)]
  const [day] = start.split(' ')
  return `${start} – ${end.startsWith(`${day} `) ? end.slice(start.indexOf(' ') + 1) : end} UTC`
}

const formatDateTime = (at: number): string =>
  toIsoTime(at)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '')

/**
 * Parses an ISO 8601 time with a zone (`Z` or `±hh:mm`) to milliseconds since the epoch. Returns
 * undefined if it is invalid or has no zone.
 */
export function parseIsoTime(text: string): number | undefined {
  // 2016-06-14T08:30Z
  const day = /^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.exec(text)?.[1]
  if (day === undefined || !isCalendarDate(day)) return undefined
  const at = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(at) ? undefined : at
}

/** Whether a date exists. Date.parse alone accepts February 30 as March 1. */
function isCalendarDate(day: string): boolean {
  const at = Date.parse(`${day}T00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** Parses `+hh:mm`, `-hh:mm` or `Z` to minutes east of UTC. Returns undefined if invalid. */
export function parseUtcOffset(text: string): number | undefined {
  if (/^(Z|UTC)$/i.test(text)) return 0
  const match = /^([+-])(\d{1,2}):?(\d\d)$/.exec(text)
  if (!match) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3])
  if (minutes > 14 * 60 || Number(match[3]) > 59) return undefined
  return match[1] === '-' ? -minutes : minutes
}

/** `+02:00` for 120. */
export function formatUtcOffset(minutes: number): string {
  const size = Math.abs(minutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`
}
