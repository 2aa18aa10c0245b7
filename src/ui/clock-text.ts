import { toIsoTime } from '../model/moment.ts'

/** `08:31:07`, or with its day where that is another than the one shown: `09-19 08:31`. */
export function clockText(at: number, now: number): string {
  const [day = '', time = ''] = toIsoTime(at).split('T')
  return toIsoTime(now).startsWith(day) ? time.slice(0, 8) : `${day.slice(5)} ${time.slice(0, 5)}`
}
