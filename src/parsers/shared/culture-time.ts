import { defined } from '../../model/defined.ts'
import type { DateOrder } from '../../model/parser.ts'
import { plainBlanks, removeDirectionMarks } from './blanks.ts'
import { monthsNamed, normalizeWord, weekdaysNamed } from './calendar-words.ts'
import { utcMidnight } from './digits.ts'

/**
 * AM designators of Windows cultures, in lower case, without accents, dots and blanks. A word in
 * both lists has another meaning in another language, so it tells nothing.
 */
const AM_MARKERS = new Set(
  'am a ap vm fm fh de sa pd oo pg dop prieksp priespiet проб дп пп пре претпл πμ ص قظ 上午 午前 오전'.split(
    ' ',
  ),
)
/** PM designators, in the same form. */
const PM_MARKERS = new Set(
  'pm p ip nm em eh du ch md os ptg odp pop pecp popiet слоб пп по попл μμ م بظ 下午 午後 오후'.split(
    ' ',
  ),
)
/**
 * The same words as consoles of Korea, Taiwan and China write them, read as windows-1252. No
 * language has such words, so they are certain without the code page.
 */
for (const word of '¿ÀÀü ¤W¤È ÉÏÎç'.split(' ')) AM_MARKERS.add(normalizeWord(word))
for (const word of '¿ÀÈÄ ¤U¤È ÏÂÎç'.split(' ')) PM_MARKERS.add(normalizeWord(word))
/** Words beside a time that do not change its value: *klo*, *Uhr*, *h*, the Bulgarian year. */
const NEUTRAL_WORDS = new Set(['', 'г', 'ч', 'kl', 'klo', 'uhr', 'h', 'um', 'at'])

/**
 * Larger two-digit years are of another calendar: Arabic ones are in the forties, Thai ones in the
 * sixties.
 */
const MAX_SHORT_YEAR = 39
/** Years of the Buddhist calendar, which Windows uses in Thailand. No other calendar has them. */
const BUDDHIST_YEARS = { first: 2443, last: 2743, ahead: 543 } as const

interface SplitDate {
  /** Numbers in the order printed. With a month name, its position holds 0. */
  readonly parts: readonly [number, number, number]
  /** Position of the number with four digits. */
  readonly yearAt?: 0 | 2
  readonly hasDots: boolean
  /** Position and possible months of a month name. */
  readonly named?: { readonly at: 0 | 1; readonly months: readonly number[] }
  /** Possible weekdays, 0 for Sunday. */
  readonly weekdays?: readonly number[]
  readonly time: string
}

/** 7.9.23 2:23 · 2016. 06. 14. 14:10 · 9/7/2023 2:23:28 PM */
const DATE = /^(\d{1,4})[./-] ?(\d{1,2})[./-] ?(\d{1,4})\.?(?:T|,? {1,9})(.{4,40})$/u
/** 2:23 · 下午 2:23:28 · 14.23.28,5 · 2:23:28 p. m. */
const TIME = /^(\D{0,20}?)(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,9}))?)?(\D{0,20})$/u

/**
 * Parses a date and time as a Windows culture prints it, without a zone. Returns milliseconds since
 * the epoch as if the time were UTC. Returns undefined when the text has another form, the date
 * does not exist in this order, or AM and PM cannot be told apart. A leading four-digit year, a
 * month name and a weekday override `order`.
 */
export function parseCultureTime(text: string, order: DateOrder): number | undefined {
  const day = splitDate(text)
  if (!day) return undefined
  const timeOfDay = parseTimeOfDay(day.time)
  const midnight = timeOfDay === undefined ? Number.NaN : midnightOf(day, order)
  return Number.isNaN(midnight) || timeOfDay === undefined ? undefined : midnight + timeOfDay
}

function midnightOf(day: SplitDate, order: DateOrder): number {
  const midnight = midnightInOrder(day, order)
  if (day.weekdays === undefined || isOnWeekday(midnight, day.weekdays)) return midnight
  // Another weekday is printed, so the date has another order. A word that fits no order was not a
  // weekday.
  const others = new Set(midnightsIn(day, day.weekdays).values())
  if (others.size === 0) return midnight
  return others.size === 1 ? ([...others][0] as number) : Number.NaN
}

/** Midnight UTC of the date. NaN when it does not exist in this order. */
function midnightInOrder({ parts, yearAt, named }: SplitDate, order: DateOrder): number {
  const [first, second, third] = parts
  if (named) {
    const [month] = named.months
    if (month === undefined || named.months.length > 1) return Number.NaN
    const isYearFirst = yearAt === 0 || (yearAt === undefined && order === 'ymd')
    const [year, date] =
      named.at === 0 ? [third, second] : isYearFirst ? [first, third] : [third, first]
    return midnightOfYear(year, month, date)
  }
  // A date that ends in its year cannot be year first. Every culture that mixes the two forms
  // writes the day first.
  const isYearFirst = order === 'ymd' || order === 'ydm'
  if (yearAt === 0 || (isYearFirst && yearAt === undefined))
    return order === 'ydm'
      ? midnightOfYear(first, third, second)
      : midnightOfYear(first, second, third)
  const effective = isYearFirst ? 'dmy' : order
  return effective === 'mdy'
    ? midnightOfYear(third, first, second)
    : midnightOfYear(third, second, first)
}

function midnightOfYear(year: number, month: number, date: number): number {
  if (year > MAX_SHORT_YEAR && year < 1970) return Number.NaN
  if (year <= MAX_SHORT_YEAR) return utcMidnight(2000 + year, month, date)
  const { first, last, ahead } = BUDDHIST_YEARS
  if (year >= first && year <= last) return utcMidnight(year - ahead, month, date)
  return year > 2199 ? Number.NaN : utcMidnight(year, month, date)
}

const isOnWeekday = (midnight: number, weekdays: readonly number[]): boolean =>
  !Number.isNaN(midnight) && weekdays.includes(new Date(midnight).getUTCDay())

/** Orders to try, by the position of a four-digit year. */
const ORDERS_BY_YEAR = {
  first: ['ymd', 'ydm'],
  last: ['dmy', 'mdy'],
  unknown: ['dmy', 'mdy', 'ymd'],
} as const satisfies Record<string, readonly DateOrder[]>

/** Midnight in each order in which the date exists and has the printed weekday. */
function possibleMidnights(day: SplitDate): ReadonlyMap<DateOrder, number> {
  const onWeekday = midnightsIn(day, day.weekdays)
  return onWeekday.size > 0 ? onWeekday : midnightsIn(day, undefined)
}

function midnightsIn(
  day: SplitDate,
  weekdays: SplitDate['weekdays'],
): ReadonlyMap<DateOrder, number> {
  const midnights = new Map<DateOrder, number>()
  const position = day.yearAt === undefined ? 'unknown' : day.yearAt === 0 ? 'first' : 'last'
  for (const order of ORDERS_BY_YEAR[position]) {
    // A name contains several months only where languages differ. The weekday may decide.
    const { named } = day
    for (const month of named?.months ?? [0]) {
      const candidate = named ? { ...day, named: { ...named, months: [month] } } : day
      const midnight = midnightInOrder(candidate, order)
      if (!Number.isNaN(midnight) && (!weekdays || isOnWeekday(midnight, weekdays)))
        midnights.set(order, midnights.has(order) ? Number.NaN : midnight)
    }
  }
  return midnights
}

/**
 * Infers the order of day, month and year from a leading year, from dots, from a number above 12
 * or from weekdays. `ambiguous` is true when dates were found but prove no order or contradict each
 * other.
 */
export function inferDateOrder(texts: Iterable<string>): {
  readonly order?: DateOrder
  readonly ambiguous: boolean
  /** The orders in which all dates exist, when more than one is left. */
  readonly possible?: readonly DateOrder[]
} {
  let found = false
  let hasDots = false
  let leading: ReadonlySet<DateOrder> | undefined
  let others: ReadonlySet<DateOrder> | undefined
  for (const text of texts) {
    const day = splitDate(text)
    if (!day || parseTimeOfDay(day.time) === undefined) continue
    const orders = new Set(possibleMidnights(day).keys())
    if (orders.size === 0) continue
    found = true
    if (day.named && day.yearAt !== undefined) continue
    if (day.yearAt === 0) leading = intersect(leading, orders)
    else {
      hasDots ||= day.hasDots
      others = intersect(others, orders)
    }
  }
  if (!found) return { ambiguous: false }
  // Four digits first are followed by the month everywhere, unless a date proves otherwise.
  const yearFirst = leading && ([...leading].find((order) => order === 'ymd') ?? [...leading][0])
  if (leading && yearFirst === undefined) return { ambiguous: true }
  if (!others) return { order: yearFirst ?? 'dmy', ambiguous: false }
  const [order] = others
  if (order === undefined) return { ambiguous: true }
  if (others.size === 1) return { order, ambiguous: false }
  if (hasDots && others.has('dmy')) return { order: 'dmy', ambiguous: false }
  return yearFirst
    ? { order: yearFirst, ambiguous: false }
    : { ambiguous: true, possible: [...others] }
}

const intersect = <T>(left: ReadonlySet<T> | undefined, right: ReadonlySet<T>): ReadonlySet<T> =>
  left ? new Set([...left].filter((element) => right.has(element))) : right

/** Zeros of the digits that cultures use instead of 0 to 9. */
const OTHER_ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10]
const OTHER_DIGIT =
  /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g

function toAsciiDigit(digit: string): string {
  const code = digit.charCodeAt(0)
  return String(code - (OTHER_ZEROS.find((zero) => code >= zero && code < zero + 10) ?? code))
}

const BEYOND_ASCII = /[\u0080-\uffff]/

function splitDate(text: string): SplitDate | undefined {
  const plain = BEYOND_ASCII.test(text)
    ? plainBlanks(removeDirectionMarks(text)).replace(OTHER_DIGIT, toAsciiDigit).trim()
    : text.trim()
  const match = DATE.exec(plain)
  if (!match) return splitWordedDate(plain)
  const [, first = '', second = '', third = '', time = ''] = match
  if (first.length === 3 || third.length === 3 || (first.length === 4 && third.length > 2))
    return undefined
  // 12.11.2024 Tue 10:36
  const word = /^\D+/.exec(time)?.[0]
  const worded =
    word !== undefined && !isKnownWord(normalizeMarker(word)) ? splitWordedDate(plain) : undefined
  if (worded) return worded
  return {
    parts: [Number(first), Number(second), Number(third)],
    ...yearPosition(first, third),
    hasDots: plain[first.length] === '.',
    time,
  }
}

function yearPosition(first: string, third: string): Pick<SplitDate, 'yearAt'> {
  if (first.length === 4) return { yearAt: 0 }
  return third.length === 4 ? { yearAt: 2 } : {}
}

/** 10:36 · 15 h 55 · 15時08分, anywhere; 10.36 only at the end of the text */
const CLOCK =
  /(?<![\d:.])\d{1,2}(?::\d\d| ?[h時时시] ?\d\d)|(?<=\s)\d{1,2}\.\d\d(?:\.\d\d)?(?=\D*$)/u
/**
 * No culture writes longer ones.
 * Limit: characters of a date.
 * Beyond: it is not taken for a date.
 */
const MAX_DATE_CHARACTERS = 80
/** A name, possibly with damaged letters. */
const WORD = /[\p{L}\p{M}?\ufffd][\p{L}\p{M}.’'?\ufffd]*/gu
/** Marks of year, month and day in Chinese, Japanese and Korean, and prepositions. */
const DATE_WORDS = new Set('年 月 日 년 월 일 de di del of den the г'.split(' '))

/** Splits a date with a month name, weekday or other words. */
function splitWordedDate(plain: string): SplitDate | undefined {
  if (plain.length > MAX_DATE_CHARACTERS) return undefined
  const clock = CLOCK.exec(plain)
  if (!clock) return undefined
  const date = plain.slice(0, clock.index)
  const numbers = [...date.matchAll(/\d+/g)]
  const [first, second, third] = numbers
  const last = third ?? second
  if (!first || !second || !last || numbers.length > 3) return undefined
  if (numbers.some(({ 0: digits }) => digits.length === 3 || digits.length > 4)) return undefined
  const lastEnd = last.index + last[0].length
  const words = [...date.matchAll(WORD)].map(({ 0: text, index }) => ({ text, index }))
  const isKnown = ({ text }: { text: string }) => DATE_WORDS.has(normalizeWord(text))
  // Behind the numbers, only a weekday or a mark of the day belongs to the date. Any other word
  // may be AM or PM.
  const behind = words.filter(({ index }) => index >= lastEnd)
  const before = words.filter((word) => word.index < lastEnd && !isKnown(word))
  const month = third
    ? undefined
    : before.findLast(({ text, index }) => index < second.index && monthsNamed(text).length > 0)
  if (!third && !month) return undefined
  const others = before.filter((word) => word !== month)
  const weekdayWords = [...others, ...behind].filter(
    (word) => !isKnown(word) && weekdaysNamed(word.text).length > 0,
  )
  const hasUnknownWord = others.some((word) => !weekdayWords.includes(word))
  const yearAt = yearPosition(first[0], last[0])
  // A word of an unknown meaning may be an era, which counts its years from another beginning.
  if (hasUnknownWord && yearAt.yearAt === undefined) return undefined
  if (yearAt.yearAt === 0 && last[0].length > 2) return undefined
  if (third && second[0].length > 2) return undefined
  const markers = behind
    .filter((word) => isDayPeriod(word.text) || !(isKnown(word) || weekdayWords.includes(word)))
    .map(({ text }) => text)
  const at: 0 | 1 = month && month.index < first.index ? 0 : 1
  const named = month && { at, months: monthsNamed(month.text) }
  const parts: SplitDate['parts'] = third
    ? [Number(first[0]), Number(second[0]), Number(third[0])]
    : at === 0
      ? [0, Number(first[0]), Number(second[0])]
      : [Number(first[0]), 0, Number(second[0])]
  const [weekdayWord] = weekdayWords
  const time = plain.slice(clock.index)
  return {
    parts,
    ...(at === 0 && month ? { yearAt: 2 } : yearAt),
    hasDots: !month && date[first.index + first[0].length] === '.',
    ...defined({ named, weekdays: weekdayWord && weekdaysNamed(weekdayWord.text) }),
    time: `${markers.join(' ')} ${time}`.trim(),
  }
}

/**
 * Milliseconds since midnight. Undefined for an hour up to 12 beside an unknown word, because that
 * word may mean AM or PM.
 */
function parseTimeOfDay(text: string): number | undefined {
  const match = TIME.exec(text) ?? TIME.exec(withColons(text))
  if (!match) return undefined
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const [first, last] = [normalizeMarker(match[1]), normalizeMarker(match[6])]
  if (ZONE_CHARACTER.test(first) || ZONE_CHARACTER.test(last)) return undefined
  const before = AM_MARKERS.has(first) || AM_MARKERS.has(last)
  const after = PM_MARKERS.has(first) || PM_MARKERS.has(last)
  // From 13 o'clock on, an AM or PM word does not matter.
  if (hour <= 12 && !(isKnownWord(first) && isKnownWord(last))) return undefined
  if (hour <= 12 && before && after) return undefined
  const hour24 = hour <= 12 && (before || after) ? (hour % 12) + (after ? 12 : 0) : hour
  // Sa is AM in Vietnamese and Saturday in German: the same, except at noon.
  if (hour24 !== hour && (isWeekdayToo(first) || isWeekdayToo(last))) return undefined
  const milliseconds = match[5] === undefined ? 0 : Math.floor(Number(`0.${match[5]}`) * 1000)
  return ((hour24 * 60 + minute) * 60 + second) * 1000 + milliseconds
}

/** 15 h 55 · 15時08分 · 3시 08분 */
const withColons = (text: string): string =>
  text
    .replace(/(\d) ?[h時时시] ?(\d\d) ?[分분]?/u, '$1:$2')
    .replace(/(:\d\d) ?(\d\d) ?[秒초]/u, '$1:$2')

/**
 * A word beside a time in the form in which the sets above list it. A blank that does not break is
 * a question mark in `p.?m.` when the code page lacks it.
 */
const normalizeMarker = (text = ''): string =>
  text === '' ? '' : normalizeWord(LOST_BLANK.test(text) ? text.replace(LOST_BLANK, '') : text)
/** The question mark of `p.?m.` */
const LOST_BLANK = /(?<=\.)[?\ufffd\u00ff](?=\p{L})/u
const isKnownWord = (word: string): boolean =>
  NEUTRAL_WORDS.has(word) || AM_MARKERS.has(word) || PM_MARKERS.has(word)
const isDayPeriod = (word: string): boolean => {
  const marker = normalizeMarker(word)
  return AM_MARKERS.has(marker) || PM_MARKERS.has(marker)
}
const UNAMBIGUOUS_MARKERS = new Set(['am', 'pm', 'a', 'p'])
const isWeekdayToo = (word: string): boolean =>
  !UNAMBIGUOUS_MARKERS.has(word) && AM_MARKERS.has(word) && weekdaysNamed(word).length > 0
const ZONE_CHARACTER = /[+zZ-]/
