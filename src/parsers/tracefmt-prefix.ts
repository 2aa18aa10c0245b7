import type { DateOrder } from '../model/parser.ts'
import { digits, type utcMidnight } from './digits.ts'

const LF = 10
const BLANK = 32
const COLON = 58

/** Where the parts of a prefix stand: `[1]5FEC.0E48::01/13/2024-23:31:07.097 [Provider] `. */
export interface TracefmtPlaces {
  /** Of the ids and of the date. */
  readonly ids: number
  readonly time: number
}

/** The places of a prefix that begins at `at`, or undefined: brackets, two hexadecimal ids, `::`, and a digit or a direction mark. */
export function tracefmtPlaces(bytes: Uint8Array, at: number, to: number): TracefmtPlaces | undefined {
  if (bytes[at] !== 0x5b) return undefined
  let place = at + 1
  while (place < to && bytes[place] !== 0x5d) {
    if (bytes[place] === LF) return undefined
    place += 1
  }
  const ids = place + 1
  const pid = hexEnd(bytes, ids, to)
  if (place === at + 1 || pid === ids || bytes[pid] !== 0x2e) return undefined
  const tid = hexEnd(bytes, pid + 1, to)
  if (tid === pid + 1 || bytes[tid] !== COLON || bytes[tid + 1] !== COLON) return undefined
  const first = bytes[tid + 2] as number
  return isDigit(first) || first === 0xe2 ? { ids, time: tid + 2 } : undefined
}

function hexEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && at < from + 8) {
    const byte = bytes[at] as number
    if (!isDigit(byte) && !(byte >= 65 && byte <= 70) && !(byte >= 97 && byte <= 102)) return at
    at += 1
  }
  return at
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

/**
 * Reads `2021/04/13-09:22:48.297449100`, `2026-09-11 09:48:55.1000000` or a date in the machine's own culture, with or without U+200E
 * marks, exact to 100 ns. One for a whole input: it remembers the last date, and holds what it read last.
 */
export class TracefmtTime {
  /** Milliseconds as if UTC, NaN when there is no time; ticks of 100 ns beyond; and the place behind it. */
  at = Number.NaN
  ticks = 0
  end = 0
  private readonly order: DateOrder
  private readonly midnight: typeof utcMidnight

  constructor(order: DateOrder, midnight: typeof utcMidnight) {
    this.order = order
    this.midnight = midnight
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    this.end = from
    this.at = Number.NaN
    if (this.readPlain(bytes, from)) {
      this.fraction(bytes, to)
      this.at += this.milliseconds
      return
    }
    const first = this.number(bytes, to)
    const yearFirst = first > 999
    const dotted = bytes[this.end] === 0x2e
    this.end += 1
    const second = this.number(bytes, to)
    this.end += 1
    const third = this.number(bytes, to)
    while (this.end < to && !isDigit(bytes[this.end] as number) && bytes[this.end] !== LF) this.end += 1
    const hour = this.number(bytes, to)
    const minute = this.part(bytes, to)
    const second60 = this.part(bytes, to)
    if (!(hour <= 23 && minute <= 59 && second60 <= 59)) return
    this.fraction(bytes, to)
    const dayFirst = dotted || this.order === 'dmy'
    const midnight = yearFirst
      ? this.midnight(first, second, third)
      : this.midnight(third, dayFirst ? second : first, dayFirst ? first : second)
    this.at = midnight + ((hour * 60 + minute) * 60 + second60) * 1000 + this.milliseconds
  }

  private milliseconds = 0

  /** The usual layout, up to the seconds: `2021/04/13-09:22:48`, its parts in their places. */
  private readPlain(bytes: Uint8Array, from: number): boolean {
    const year = digits(bytes, from, 4)
    if (year < 0 || bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return false
    const hour = digits(bytes, from + 11, 2)
    const minute = digits(bytes, from + 14, 2)
    const second = digits(bytes, from + 17, 2)
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false
    const midnight = this.midnight(year, digits(bytes, from + 5, 2), digits(bytes, from + 8, 2))
    this.at = midnight + ((hour * 60 + minute) * 60 + second) * 1000
    this.end = from + 19
    return true
  }

  /** Digits, and direction marks around them. Infinity when there are none. */
  private number(bytes: Uint8Array, to: number): number {
    this.skipMarks(bytes)
    let value = 0
    const from = this.end
    while (this.end < to && this.end < from + 5 && isDigit(bytes[this.end] as number)) {
      value = value * 10 + (bytes[this.end] as number) - 48
      this.end += 1
    }
    if (this.end === from) value = Number.POSITIVE_INFINITY
    this.skipMarks(bytes)
    return value
  }

  /** A number behind a colon. */
  private part(bytes: Uint8Array, to: number): number {
    if (bytes[this.end] !== COLON) return Number.POSITIVE_INFINITY
    this.end += 1
    return this.number(bytes, to)
  }

  /** 3 to 9 digits: the eighth and ninth are below 100 ns, and 0 in all samples. */
  private fraction(bytes: Uint8Array, to: number): void {
    let ticks = 0
    let counted = 0
    if (bytes[this.end] === 0x2e || bytes[this.end] === 0x2c) {
      this.end += 1
      for (; this.end < to && isDigit(bytes[this.end] as number); this.end += 1) {
        if (counted < 7) ticks = ticks * 10 + (bytes[this.end] as number) - 48
        counted += 1
      }
    }
    for (; counted < 7; counted += 1) ticks *= 10
    this.skipMarks(bytes)
    this.milliseconds = Math.floor(ticks / 10_000)
    this.ticks = ticks % 10_000
  }

  /** U+200E and U+200F. */
  private skipMarks(bytes: Uint8Array): void {
    while (bytes[this.end] === 0xe2 && bytes[this.end + 1] === 0x80 && ((bytes[this.end + 2] as number) & 0xfe) === 0x8e)
      this.end += 3
  }
}

/** Behind `[Provider]` and a blank, where the message begins; `provider` is the stretch between the brackets. */
export function tracefmtMessage(bytes: Uint8Array, timeEnd: number, end: number): { readonly from: number; readonly at: number } {
  let open = timeEnd
  while (open < end && bytes[open] === BLANK) open += 1
  if (bytes[open] !== 0x5b) return { from: -1, at: open }
  let close = open + 1
  while (close < end && bytes[close] !== 0x5d && bytes[close] !== LF) close += 1
  if (bytes[close] !== 0x5d) return { from: -1, at: open }
  return { from: open + 1, at: bytes[close + 1] === BLANK ? close + 2 : close + 1 }
}
