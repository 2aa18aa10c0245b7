import type { DateOrder } from '../../model/parser.ts'
import { utcMidnight } from './digits.ts'

/** AM designators of Windows cultures, in lower case, without dots and blanks. */
const AM_MARKERS = new Set([
  'am',
  'a',
  'vm',
  'fm',
  'de',
  'sa',
  'pd',
  'öö',
  'пп',
  'πμ',
  'ص',
  'قظ',
  '上午',
  '午前',
  '오전',
])
/** PM designators, in the same form. */
const PM_MARKERS = new Set([
  'pm',
  'p',
  'nm',
  'em',
  'du',
  'ch',
  'md',
  'ös',
  'μμ',
  'م',
  'بظ',
  '下午',
  '午後',
  '오후',
])
/**
 * Words beside a date or time that do not change its value: Bulgarian year and hour, *klo*, *Uhr*.
 */
const NEUTRAL_WORDS = new Set(['', 'г', 'ч', 'kl', 'klo', 'uhr', 'h'])

interface SplitDate {
  readonly parts: readonly [number, number, number]
  readonly yearFirst: boolean
  readonly hasDots: boolean
  readonly time: string
}

/** 7.9.23 2:23 · 2016. 06. 14. 14:10 · 9/7/2023 2:23:28 PM */
const DATE = /^(\d{1,4})[./-] ?(\d{1,2})[./-] ?(\d{1,4})\.?(?:T|,? +)(.{4,40})$/u
/** 2:23 · 下午 2:23:28 · 14.23.28,5 · 2:23:28 p. m. */
const TIME = /^(\D{0,12}?)(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,9}))?)?(\D{0,12})$/u

const BEYOND_ASCII = /[\u0080-\uffff]/

/**
 * Parses a date and time as a Windows culture prints it, without a zone. Returns milliseconds since
 * the epoch as if the time were UTC. Returns undefined when the text has another form or the date
 * does not exist in this order. A leading four-digit year overrides `order`.
 */
export function parseCultureTime(text: string, order: DateOrder): number | undefined {
  const day = splitDate(text)
  if (!day) return undefined
  const [first, second, third] = day.parts
  const effectiveOrder = day.yearFirst ? 'ymd' : order
  const partsByOrder = {
    ymd: [first, second, third],
    mdy: [third, first, second],
    dmy: [third, second, first],
  } as const
  // A date that ends in its year cannot be year first. Every culture that mixes the two forms
  // writes the day first.
  const isYearLast = effectiveOrder === 'ymd' && !day.yearFirst && third > 99
  const [year, month, date] = partsByOrder[isYearLast ? 'dmy' : effectiveOrder]
  const midnight = utcMidnight(year < 100 ? 2000 + year : year, month, date)
  const timeOfDay = parseTimeOfDay(day.time)
  return Number.isNaN(midnight) || timeOfDay === undefined ? undefined : midnight + timeOfDay
}

/**
 * Infers the order of day, month and year from a leading year, from dots, or from a number above
 * 12. `ambiguous` is true when dates were found but prove no order or contradict each other.
 */
export function inferDateOrder(texts: Iterable<string>): {
  readonly order?: DateOrder
  readonly ambiguous: boolean
} {
  const proven = new Set<DateOrder>()
  let found = false
  for (const text of texts) {
    const day = splitDate(text)
    if (!day || parseTimeOfDay(day.time) === undefined) continue
    found = true
    const [first, second, third] = day.parts
    if (day.yearFirst) proven.add('ymd')
    else if (day.hasDots) proven.add('dmy')
    else if (second > 12 && first <= 12) proven.add('mdy')
    else if (first > 12 && first <= 31 && second <= 12 && third > 31) proven.add('dmy')
  }
  const [order] = proven
  return proven.size === 1 && order !== undefined
    ? { order, ambiguous: false }
    : { ambiguous: found }
}

function splitDate(text: string): SplitDate | undefined {
  // Windows puts direction marks and non-breaking blanks between the parts of a date.
  const plain = BEYOND_ASCII.test(text)
    ? text
        .replace(/[\u200b-\u200f\u202a-\u202e]/g, '')
        .replace(/[\u00a0\u202f]/g, ' ')
        .trim()
    : text.trim()
  const match = DATE.exec(plain)
  if (!match) return undefined
  const [, first = '', second = '', third = '', time = ''] = match
  const yearFirst = first.length === 4
  if (first.length === 3 || third.length === 3 || (yearFirst && third.length > 2)) return undefined
  return {
    parts: [Number(first), Number(second), Number(third)],
    yearFirst,
    hasDots: plain[first.length] === '.',
    time,
  }
}

/**
 * Milliseconds since midnight. Undefined for an hour up to 12 beside an unknown word, because that
 * word may mean AM or PM.
 */
function parseTimeOfDay(text: string): number | undefined {
  const match = TIME.exec(text)
  if (!match) return undefined
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const [first, last] = [normalizeWord(match[1]), normalizeWord(match[6])]
  const before = AM_MARKERS.has(first) || AM_MARKERS.has(last)
  const after = PM_MARKERS.has(first) || PM_MARKERS.has(last)
  if (hour >= 1 && hour <= 12 && !(isKnownWord(first) && isKnownWord(last))) return undefined
  if (ZONE_CHARACTER.test(first) || ZONE_CHARACTER.test(last)) return undefined
  const hour24 = before || after ? (hour % 12) + (after ? 12 : 0) : hour
  const milliseconds = match[5] === undefined ? 0 : Math.floor(Number(`0.${match[5]}`) * 1000)
  // From 13 o'clock on, an AM or PM word does not matter.
  return (((hour > 12 ? hour : hour24) * 60 + minute) * 60 + second) * 1000 + milliseconds
}

/** A word beside a time in the form in which the sets above list it. */
const normalizeWord = (text = ''): string =>
  text === '' ? '' : text.replace(/[\s.]/g, '').toLowerCase()
const isKnownWord = (word: string): boolean =>
  NEUTRAL_WORDS.has(word) || AM_MARKERS.has(word) || PM_MARKERS.has(word)
const ZONE_CHARACTER = /[+zZ-]/
