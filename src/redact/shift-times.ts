import { toIsoTime } from '../model/moment.ts'

/**
 * A day and a time, as reports and ISO 8601 write them; the zone stays as it is. A span may name
 * the second day or not.
 */
const TIME = new RegExp(
  String.raw`(?<![\d-])(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)` +
    String.raw`(?: – (\d\d:\d\d:\d\d)(?= UTC))?`,
  'g',
)
/**
 * `02/03/2016|10:11:12.123`, `02/03/2016-10:11:12.123`: as logs of the client and of servers write
 * it, the month first unless it cannot be one.
 */
const LOG_TIME = /(?<![\d/])(\d\d)([/.-])(\d\d)\2(\d{4})([|-])(\d\d:\d\d:\d\d)(\.\d+)?/g
/** `2021/04/13-09:22:48.297449100` */
const YEAR_FIRST = /(?<![\d/])(\d{4})\/(\d\d)\/(\d\d)-(\d\d:\d\d:\d\d)(\.\d+)?/g
/** `Tue, 14 Jun 2016 08:11:12 GMT` */
const HTTP_DATE = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g

/**
 * Moves all times that carry their day by so many milliseconds, a whole number of seconds. Days
 * alone (of a fix, of a deadline) stay.
 */
export function shiftTimes(text: string, by: number): string {
  if (!/\d:\d\d/.test(text)) return text
  return text
    .replace(
      TIME,
      (whole, day: string, between: string, clock: string, until: string | undefined) => {
        const moved = movedText(day, clock, by)
        if (moved === undefined) return whole
        const start = `${moved.slice(0, 10)}${between}${moved.slice(11)}`
        if (until === undefined) return start
        const end = movedText(day, until, by) ?? ''
        return `${start} – ${end.slice(0, 10) === moved.slice(0, 10) ? end.slice(11) : end.replace('T', ' ')}`
      },
    )
    .replace(
      LOG_TIME,
      (
        whole,
        first: string,
        mark: string,
        second: string,
        year: string,
        bar: string,
        clock: string,
        rest = '',
      ) => {
        const dayFirst = Number(first) > 12
        const [month, day] = dayFirst ? [second, first] : [first, second]
        const moved = movedText(`${year}-${month}-${day}`, clock, by)
        if (moved === undefined) return whole
        const [y = '', m = '', d = ''] = moved.slice(0, 10).split('-')
        return `${(dayFirst ? [d, m, y] : [m, d, y]).join(mark)}${bar}${moved.slice(11)}${rest}`
      },
    )
    .replace(
      YEAR_FIRST,
      (whole, year: string, month: string, day: string, clock: string, rest = '') => {
        const moved = movedText(`${year}-${month}-${day}`, clock, by)
        return moved === undefined
          ? whole
          : `${moved.slice(0, 10).replaceAll('-', '/')}-${moved.slice(11)}${rest}`
      },
    )
    .replace(HTTP_DATE, (whole) => {
      const at = Date.parse(whole)
      return Number.isNaN(at) ? whole : new Date(at + by).toUTCString()
    })
}

/**
 * `2016-06-14` and `10:11` or `10:11:12.123` as `2016-06-13T08:11:12.123`, with as many digits;
 * undefined where there is no such time.
 */
function movedText(day: string, clock: string, by: number): string | undefined {
  const [whole = '', fraction] = clock.split('.')
  const at = Date.parse(`${day}T${whole}Z`)
  if (Number.isNaN(at)) return undefined
  const moved = toIsoTime(at + by).slice(0, whole.length === 5 ? 16 : 19)
  return fraction === undefined ? moved : `${moved}.${fraction}`
}
