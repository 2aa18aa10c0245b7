/**
 * A moment to 100 ns without losing precision to doubles: whole milliseconds since the epoch (UTC)
 * and 100 ns ticks beyond.
 */
export interface Moment {
  readonly at: number
  /** 100 ns units beyond `at`, 0 to 9999. */
  readonly ticks?: number
}

/** ISO 8601 in UTC: milliseconds, or seven digits when the moment carries 100 ns ticks. */
export function toIsoTime(at: number, ticks?: number): string {
  const iso = new Date(at).toISOString()
  return ticks ? `${iso.slice(0, -1)}${String(ticks).padStart(4, '0')}Z` : iso
}

/** The same with seven digits always. */
export const toExactIsoTime = ({ at, ticks = 0 }: Moment): string =>
  `${new Date(at).toISOString().slice(0, -1)}${String(ticks).padStart(4, '0')}Z`

/** A moment as people read it: `2016-09-20 06:02:01 UTC`. */
export const formatMoment = (at: number): string => `${clockText(at)} UTC`

/** `2016-06-14 08:00:01 – 12:31:05 UTC`; the second day only where it is another. */
export function formatTimeSpan(from: number, to: number): string {
  const [start, end] = [clockText(from), clockText(to)]
  const [day] = start.split(' ')
  return `${start} – ${end.startsWith(`${day} `) ? end.slice(start.indexOf(' ') + 1) : end} UTC`
}

const clockText = (at: number): string =>
  toIsoTime(at)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '')

/**
 * Milliseconds since the epoch of an ISO 8601 time with a zone (`Z` or `±hh:mm`), or undefined. A
 * time without a zone is refused.
 */
export function parseIsoTime(text: string): number | undefined {
  // 2016-06-14T08:30Z
  const day = /^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.exec(text)?.[1]
  if (day === undefined || !inCalendar(day)) return undefined
  const at = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(at) ? undefined : at
}

/** Whether there is such a day: Date.parse alone makes March 1 of February 30. */
function inCalendar(day: string): boolean {
  const at = Date.parse(`${day}T00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** Minutes east of UTC of `+hh:mm`, `-hh:mm` or `Z`, or undefined. */
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
