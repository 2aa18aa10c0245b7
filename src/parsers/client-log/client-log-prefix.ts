import type { DateOrder, LocalClock } from '../../model/parser.ts'
import { parseDigits, parseTwoDigits, utcMidnight } from '../shared/digits.ts'

const SPACE = 0x20
const DOT = 0x2e
const COLON = 0x3a
const PIPE = 0x7c
/** Length of `02/03/2016|10:11:12`. */
const TIME_END = 19
const TICKS_PER_UNIT = [0, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1] as const

/**
 * `none`: the line does not begin a record. `record`: it does. `impossible`: it has the form of a
 * prefix, but its date or time does not exist.
 */
export type PrefixKind = 'none' | 'record' | 'impossible'

/**
 * Whether a line that begins no record seems to have been meant as one: it begins with a date and a
 * time, `02/03/2016|10:11:12`, which something after them spoils.
 */
export const isPrefixLookAlike = (bytes: Uint8Array, start: number, lineEnd: number): boolean =>
  bytes[start + 10] === PIPE &&
  start + TIME_END <= lineEnd &&
  bytes[start + 13] === COLON &&
  bytes[start + 16] === COLON &&
  isDigit(bytes[start]) &&
  isDigit(bytes[start + 9]) &&
  isDigit(bytes[start + 11]) &&
  isDigit(bytes[start + 18])

/**
 * Parses the prefix of a client log record, `02/03/2016|10:11:12.123 1A2C:2B3C INFO  :: `. The
 * order of the date, its separator and the digits of the fraction are not documented, so several
 * forms are accepted.
 */
export class ClientLogPrefix {
  /** Time of the last record in milliseconds UTC, and the units of 100 ns after it. */
  at = 0
  ticks = 0
  /** Start of the message of the last record. */
  messageAt = 0

  private readonly dateOrder: DateOrder
  private readonly offset: number
  private date = -1
  private midnight = Number.NaN
  /** The ten bytes of the last date as integers, because nearly every record repeats them. */
  private dateBytes0To3 = 0
  private dateBytes4To7 = 0
  private dateBytes8To9 = 0

  constructor(clock: LocalClock) {
    this.dateOrder = clock.dateOrder
    this.offset = clock.utcOffset * 60_000
  }

  read(bytes: Uint8Array, start: number, to: number): PrefixKind {
    if (bytes[start + 10] !== PIPE) return 'none'
    return this.readUsual(bytes, start, to) ? 'record' : this.readAny(bytes, start, to)
  }

  /**
   * Reads the usual prefix: the date of the previous record, and a fraction of three digits. False
   * means only that the prefix has another form.
   */
  private readUsual(bytes: Uint8Array, start: number, to: number): boolean {
    if (
      fourBytes(bytes, start) !== this.dateBytes0To3 ||
      fourBytes(bytes, start + 4) !== this.dateBytes4To7 ||
      twoBytes(bytes, start + 8) !== this.dateBytes8To9
    )
      return false
    if (
      bytes[start + 13] !== COLON ||
      bytes[start + 16] !== COLON ||
      bytes[start + 19] !== DOT ||
      bytes[start + 23] !== SPACE
    )
      return false
    const hour = parseTwoDigits(bytes, start + 11)
    const minute = parseTwoDigits(bytes, start + 14)
    const second = parseTwoDigits(bytes, start + 17)
    const tenths = parseTwoDigits(bytes, start + 20)
    const last = (bytes[start + 22] as number) - 48
    if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60))
      return false
    if (!(tenths >= 0 && last >= 0 && last <= 9)) return false
    const message = findMessageStart(bytes, start + 23)
    if (message < 0 || message > to) return false
    this.messageAt = message
    this.at =
      this.midnight + (hour * 3600 + minute * 60 + second) * 1000 + tenths * 10 + last - this.offset
    this.ticks = 0
    return true
  }

  private readAny(bytes: Uint8Array, start: number, to: number): PrefixKind {
    const date = this.readDate(bytes, start)
    if (date < 0) return 'none'
    const hour = parseTwoDigits(bytes, start + 11)
    const minute = parseTwoDigits(bytes, start + 14)
    const second = parseTwoDigits(bytes, start + 17)
    if (
      hour < 0 ||
      minute < 0 ||
      second < 0 ||
      bytes[start + 13] !== COLON ||
      bytes[start + 16] !== COLON
    )
      return 'none'
    let at = start + 19
    let fraction = 0
    if (bytes[at] === DOT) {
      let count = 0
      for (at += 1; count < 7 && isDigit(bytes[at]); count += 1, at += 1)
        fraction = fraction * 10 + (bytes[at] as number) - 48
      fraction *= TICKS_PER_UNIT[count] as number
    }
    const message = findMessageStart(bytes, at)
    if (message < 0 || message > to) return 'none'
    this.messageAt = message
    if (date !== this.date) this.setDate(date, bytes, start)
    this.at =
      this.midnight +
      (hour * 3600 + minute * 60 + second) * 1000 +
      Math.floor(fraction / 10_000) -
      this.offset
    this.ticks = fraction % 10_000
    return hour > 23 || minute > 59 || second > 59 || Number.isNaN(this.at)
      ? 'impossible'
      : 'record'
  }

  /** Year, month and day as one number, or -1. */
  private readDate(bytes: Uint8Array, start: number): number {
    const separator = bytes[start + 2] as number
    if (isSeparator(separator)) {
      const first = parseDigits(bytes, start, 2)
      const second = parseDigits(bytes, start + 3, 2)
      const year = parseDigits(bytes, start + 6, 4)
      if (first < 0 || second < 0 || year < 0 || bytes[start + 5] !== separator) return -1
      return (
        year * 10_000 + (this.dateOrder === 'dmy' ? second * 100 + first : first * 100 + second)
      )
    }
    const yearFirst = bytes[start + 4] as number
    if (!isSeparator(yearFirst) || bytes[start + 7] !== yearFirst) return -1
    const year = parseDigits(bytes, start, 4)
    const month = parseDigits(bytes, start + 5, 2)
    const day = parseDigits(bytes, start + 8, 2)
    return year < 0 || month < 0 || day < 0 ? -1 : year * 10_000 + month * 100 + day
  }

  private setDate(date: number, bytes: Uint8Array, start: number): void {
    this.date = date
    this.midnight = utcMidnight(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100)
    // No date begins with a zero byte, so 0 never matches and an impossible date is read in full
    // each time.
    this.dateBytes0To3 = Number.isNaN(this.midnight) ? 0 : fourBytes(bytes, start)
    this.dateBytes4To7 = fourBytes(bytes, start + 4)
    this.dateBytes8To9 = twoBytes(bytes, start + 8)
  }
}

const twoBytes = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
const fourBytes = (bytes: Uint8Array, at: number): number =>
  twoBytes(bytes, at) | (twoBytes(bytes, at + 2) << 16)

const ID_BYTE = 1
const LETTER_BYTE = 2
/** Which bytes may occur in an id (hexadecimal) and in a level (letters). */
const BYTE_CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
  return (
    (letter ? LETTER_BYTE : 0) | (isDigit(byte) || (letter && (byte | 0x20) <= 0x66) ? ID_BYTE : 0)
  )
})
/** Ids and the level are short: a longer text is not a prefix. */
const MAX_FIELDS_BYTES = 64

/** Position after ` 1A2C:2B3C INFO  :: `, or -1. */
function findMessageStart(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== SPACE) return -1
  const limit = start + MAX_FIELDS_BYTES
  let at = start + 1
  while (at < limit && hasClass(bytes[at], ID_BYTE)) at += 1
  const colon = at
  if (colon === start + 1 || bytes[colon] !== COLON) return -1
  at += 1
  while (at < limit && hasClass(bytes[at], ID_BYTE)) at += 1
  if (at === colon + 1 || bytes[at] !== SPACE) return -1
  while (at < limit && bytes[at] === SPACE) at += 1
  const level = at
  while (at < limit && hasClass(bytes[at], LETTER_BYTE)) at += 1
  const levelEnd = at
  while (at < limit && bytes[at] === SPACE) at += 1
  if (levelEnd === level || at === levelEnd || bytes[at] !== COLON || bytes[at + 1] !== COLON)
    return -1
  return bytes[at + 2] === SPACE ? at + 3 : at + 2
}

const hasClass = (byte: number | undefined, mask: number): boolean =>
  ((BYTE_CLASSES[byte as number] as number) & mask) !== 0

function isSeparator(byte: number | undefined): boolean {
  return byte === 0x2f || byte === DOT || byte === 0x2d
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}
