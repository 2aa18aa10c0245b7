import type { DateOrder } from '../../model/parser.ts'
import { isDigit, parseDigits, parseTwoDigits, type utcMidnight } from '../shared/digits.ts'

const LF = 10
const BLANK = 32
const COLON = 58

/**
 * Position of the time in the prefix at `at`, or -1 when there is no prefix. A prefix has brackets,
 * two hexadecimal ids, `::`, and a digit or direction mark: `[1]5FEC.0E48::01/13/2024-23:31:07.097
 * [Provider] `.
 */
export function findTracefmtTime(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] !== 0x5b) return -1
  let place = at + 1
  while (place < to && bytes[place] !== 0x5d) {
    if (bytes[place] === LF) return -1
    place += 1
  }
  const ids = place + 1
  const pid = findHexEnd(bytes, ids, to)
  if (place === at + 1 || pid === ids || bytes[pid] !== 0x2e) return -1
  const tid = findHexEnd(bytes, pid + 1, to)
  if (tid === pid + 1 || bytes[tid] !== COLON || bytes[tid + 1] !== COLON) return -1
  const first = bytes[tid + 2] as number
  return isDigit(first) || first === 0xe2 ? tid + 2 : -1
}

/** Longest beginning of a record that is compared. */
const MAX_LOOK_ALIKE_BYTES = 160
/** [1]5FEC.0E48:: 01/13/2024-23:31:07.097, with anything that spoils it between the parts */
const LOOK_ALIKE =
  /^\[[^\]]{1,100}\].{0,4}[0-9A-Fa-f]{1,8}\.[0-9A-Fa-f]{1,8}::.{0,8}\d{1,4}[/.-]\d.{4,10}\d:\d\d:/

/** Whether a line without a prefix has its parts: brackets, ids, a date and a time. */
export function looksLikeTracefmtPrefix(bytes: Uint8Array, at: number, to: number): boolean {
  const length = Math.min(to - at, MAX_LOOK_ALIKE_BYTES)
  const start = Buffer.from(bytes.buffer, bytes.byteOffset + at, length)
  // Lines of JSON begin with a bracket, too, but few of them have colons side by side.
  return start.includes('::') && LOOK_ALIKE.test(start.toString('latin1'))
}

/** Position after at most eight hexadecimal digits. */
function findHexEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && at < from + 8) {
    const byte = bytes[at] as number
    if (!isDigit(byte) && !(byte >= 65 && byte <= 70) && !(byte >= 97 && byte <= 102)) return at
    at += 1
  }
  return at
}

/**
 * Parses `2021/04/13-09:22:48.297449100`, `2026-09-11 09:48:55.1000000` or a date in the machine's
 * culture, with or without direction marks, exact to 100 ns. Use one instance per input: it holds
 * the last result.
 */
export class TracefmtTime {
  /** Milliseconds since the epoch as if the time were UTC. NaN when there is no time. */
  at = Number.NaN
  /** Units of 100 ns after `at`. */
  ticks = 0
  /** Position after the time. */
  end = 0
  private readonly dateOrder: DateOrder
  private readonly midnight: typeof utcMidnight

  constructor(order: DateOrder, midnight: typeof utcMidnight) {
    this.dateOrder = order
    this.midnight = midnight
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    this.end = from
    this.at = Number.NaN
    if (this.readUsual(bytes, from)) {
      this.readFraction(bytes, to)
      this.at += this.milliseconds
      return
    }
    const first = this.readNumber(bytes, to)
    const yearFirst = first > 999
    const dotted = bytes[this.end] === 0x2e
    this.end += 1
    const second = this.readNumber(bytes, to)
    this.end += 1
    const third = this.readNumber(bytes, to)
    while (this.end < to && !isDigit(bytes[this.end] as number) && bytes[this.end] !== LF)
      this.end += 1
    const hour = this.readNumber(bytes, to)
    const minute = this.readTimePart(bytes, to)
    const seconds = this.readTimePart(bytes, to)
    if (!(hour <= 23 && minute <= 59 && seconds <= 59)) return
    this.readFraction(bytes, to)
    const dayFirst = dotted || this.dateOrder === 'dmy'
    const midnight = yearFirst
      ? this.midnight(first, second, third)
      : this.midnight(third, dayFirst ? second : first, dayFirst ? first : second)
    this.at = midnight + ((hour * 60 + minute) * 60 + seconds) * 1000 + this.milliseconds
  }

  private milliseconds = 0

  /**
   * Reads the usual layouts up to the seconds, `2021/04/13-09:22:48` or `01/13/2024-23:31:07`,
   * whose parts have fixed positions. Returns false for other layouts.
   */
  private readUsual(bytes: Uint8Array, from: number): boolean {
    if (
      bytes[from + 13] !== COLON ||
      bytes[from + 16] !== COLON ||
      isDigit(bytes[from + 19] as number)
    )
      return false
    const hour = parseTwoDigits(bytes, from + 11)
    const minute = parseTwoDigits(bytes, from + 14)
    const second = parseTwoDigits(bytes, from + 17)
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
      return false
    const separator = bytes[from + 2]
    const yearLast = separator === 0x2f || separator === 0x2e
    const midnight = yearLast
      ? this.midnightYearLast(bytes, from)
      : this.midnightYearFirst(bytes, from)
    if (midnight === undefined) return false
    this.at = midnight + ((hour * 60 + minute) * 60 + second) * 1000
    this.end = from + 19
    return true
  }

  private midnightYearFirst(bytes: Uint8Array, from: number): number | undefined {
    const year = parseDigits(bytes, from, 4)
    return year < 0
      ? undefined
      : this.midnight(year, parseTwoDigits(bytes, from + 5), parseTwoDigits(bytes, from + 8))
  }

  private midnightYearLast(bytes: Uint8Array, from: number): number | undefined {
    const first = parseTwoDigits(bytes, from)
    const second = parseTwoDigits(bytes, from + 3)
    const year = parseDigits(bytes, from + 6, 4)
    const plain =
      bytes[from + 5] === bytes[from + 2] &&
      (bytes[from + 10] === 0x2d || bytes[from + 10] === BLANK)
    if (!plain || first < 0 || second < 0 || year < 0) return undefined
    const dayFirst = bytes[from + 2] === 0x2e || this.dateOrder === 'dmy'
    return this.midnight(year, dayFirst ? second : first, dayFirst ? first : second)
  }

  /** Reads digits with direction marks on both sides. Infinity when there are no digits. */
  private readNumber(bytes: Uint8Array, to: number): number {
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

  /** Reads a number after a colon. Infinity when there is none. */
  private readTimePart(bytes: Uint8Array, to: number): number {
    if (bytes[this.end] !== COLON) return Number.POSITIVE_INFINITY
    this.end += 1
    return this.readNumber(bytes, to)
  }

  /**
   * Reads a fraction of 3 to 9 digits. The eighth and ninth digit are below 100 ns and are 0 in all
   * samples.
   */
  private readFraction(bytes: Uint8Array, to: number): void {
    let ticks = 0
    let digitCount = 0
    if (bytes[this.end] === 0x2e || bytes[this.end] === 0x2c) {
      this.end += 1
      for (; this.end < to && isDigit(bytes[this.end] as number); this.end += 1) {
        if (digitCount < 7) ticks = ticks * 10 + (bytes[this.end] as number) - 48
        digitCount += 1
      }
    }
    for (; digitCount < 7; digitCount += 1) ticks *= 10
    this.skipMarks(bytes)
    this.milliseconds = Math.floor(ticks / 10_000)
    this.ticks = ticks % 10_000
  }

  /** Skips the direction marks U+200E and U+200F. */
  private skipMarks(bytes: Uint8Array): void {
    while (
      bytes[this.end] === 0xe2 &&
      bytes[this.end + 1] === 0x80 &&
      ((bytes[this.end + 2] as number) & 0xfe) === 0x8e
    )
      this.end += 3
  }
}

/** Start of the message, after `[Provider]` and a blank. */
export function findTracefmtMessage(bytes: Uint8Array, timeEnd: number, end: number): number {
  let bracket = timeEnd
  while (bracket < end && bytes[bracket] === BLANK) bracket += 1
  if (bytes[bracket] !== 0x5b) return bracket
  let close = bracket + 1
  while (close < end && bytes[close] !== 0x5d && bytes[close] !== LF) close += 1
  if (bytes[close] !== 0x5d) return bracket
  return bytes[close + 1] === BLANK ? close + 2 : close + 1
}

/** The name in brackets in the text before the message. Empty when there is none. */
export function parseTracefmtProvider(between: string): string {
  const bracket = between.indexOf('[')
  return bracket < 0 ? '' : between.slice(bracket + 1, between.lastIndexOf(']'))
}
