import { toIsoTime } from '../model/moment.ts'

/**
 * Date and time in ISO 8601 and in reports. The zone does not change. In a time span, the second
 * date may be missing.
 */
const TIME = new RegExp(
  String.raw`(?<![\d-])(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)` +
    String.raw`(?: – (\d\d:\d\d:\d\d)(?= UTC))?`,
  'g',
)
/**
 * `02/03/2016|10:11:12.123` in client logs, `02/03/2016-10:11:12.123` in server logs. The first
 * number is the month, unless it exceeds 12.
 */
const LOG_TIME = /(?<![\d/])(\d\d)([/.-])(\d\d)\2(\d{4})([|-])(\d\d:\d\d:\d\d)(\.\d+)?/g
/** `2021/04/13-09:22:48.297449100` */
const YEAR_FIRST = /(?<![\d/])(\d{4})\/(\d\d)\/(\d\d)-(\d\d:\d\d:\d\d)(\.\d+)?/g
/** `Tue, 14 Jun 2016 08:11:12 GMT` */
const HTTP_DATE = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g

/**
 * Shifts all times that have a date. `by` is in milliseconds and must be whole seconds. Dates
 * without a time, such as release dates, do not change.
 */
export function shiftTimes(text: string, by: number): string {
  if (!/\d:\d\d/.test(text)) return text
  return text
    .replace(
      TIME,
      (whole, day: string, between: string, clock: string, until: string | undefined) => {
        const shifted = shiftText(day, clock, by)
        if (shifted === undefined) return whole
        const start = `${shifted.slice(0, 10)}${between}${shifted.slice(11)}`
        if (until === undefined) return start
        const end = shiftText(day, until, by) ?? ''
        const isSameDay = end.slice(0, 10) === shifted.slice(0, 10)
        return `${start} – ${isSameDay ? end.slice(11) : end.replace('T', ' ')}`
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
        const shifted = shiftText(`${year}-${month}-${day}`, clock, by)
        if (shifted === undefined) return whole
        const [y = '', m = '', d = ''] = shifted.slice(0, 10).split('-')
        return `${(dayFirst ? [d, m, y] : [m, d, y]).join(mark)}${bar}${shifted.slice(11)}${rest}`
      },
    )
    .replace(
      YEAR_FIRST,
      (whole, year: string, month: string, day: string, clock: string, rest = '') => {
        const shifted = shiftText(`${year}-${month}-${day}`, clock, by)
        return shifted === undefined
          ? whole
          : `${shifted.slice(0, 10).replaceAll('-', '/')}-${shifted.slice(11)}${rest}`
      },
    )
    .replace(HTTP_DATE, (whole) => {
      const at = Date.parse(whole)
      return Number.isNaN(at) ? whole : new Date(at + by).toUTCString()
    })
}

/**
 * Shifts a date and time, keeping the number of digits: `2016-06-13T08:11:12.123`. Undefined if the
 * time does not exist.
 */
function shiftText(day: string, clock: string, by: number): string | undefined {
  const [whole = '', fraction] = clock.split('.')
  const at = Date.parse(`${day}T${whole}Z`)
  if (Number.isNaN(at)) return undefined
  const shifted = toIsoTime(at + by).slice(0, whole.length === 5 ? 16 : 19)
  return fraction === undefined ? shifted : `${shifted}.${fraction}`
}
