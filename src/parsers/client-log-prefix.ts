import type { DateOrder, LocalClock } from '../model/parser.ts'
import { digits, utcMidnight } from './digits.ts'

const SPACE = 0x20
const DOT = 0x2e
const COLON = 0x3a
const PIPE = 0x7c
const TICKS = [0, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1] as const

/** `none`: the line continues a record; `impossible`: it looks like the beginning of one, but there is no such date or time. */
export type PrefixKind = 'none' | 'record' | 'impossible'

/**
 * Recognises what a record of the client log begins with: `02/03/2016|10:11:12.123 1A2C:2B3C INFO  :: `. The number of digits of the
 * fraction, the order of the date and its separator are not documented, so several are read.
 */
export class ClientLogPrefix {
  /** Moment of the record read last, milliseconds UTC, and 100 ns beyond. */
  at = 0
  ticks = 0
  /** Where its message begins. */
  message = 0

  private readonly order: DateOrder
  private readonly offset: number
  private date = -1
  private midnight = Number.NaN

  constructor(clock: LocalClock) {
    this.order = clock.dateOrder
    this.offset = clock.utcOffset * 60_000
  }

  read(bytes: Uint8Array, start: number, to: number): PrefixKind {
    if (bytes[start + 10] !== PIPE) return 'none'
    const date = this.readDate(bytes, start)
    if (date < 0) return 'none'
    const hour = digits(bytes, start + 11, 2)
    const minute = digits(bytes, start + 14, 2)
    const second = digits(bytes, start + 17, 2)
    if (hour < 0 || minute < 0 || second < 0 || bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return 'none'
    let at = start + 19
    let fraction = 0
    if (bytes[at] === DOT) {
      let count = 0
      for (at += 1; count < 7 && isDigit(bytes[at]); count += 1, at += 1) fraction = fraction * 10 + (bytes[at] as number) - 48
      fraction *= TICKS[count] as number
    }
    const message = messageStart(bytes, at)
    if (message < 0 || message > to) return 'none'
    this.message = message
    if (date !== this.date) this.setDate(date)
    this.at = this.midnight + (hour * 3600 + minute * 60 + second) * 1000 + Math.floor(fraction / 10_000) - this.offset
    this.ticks = fraction % 10_000
    return hour > 23 || minute > 59 || second > 59 || Number.isNaN(this.at) ? 'impossible' : 'record'
  }

  /** Year, month and day as one number, or -1. */
  private readDate(bytes: Uint8Array, start: number): number {
    const separator = bytes[start + 2] as number
    if (isSeparator(separator)) {
      const first = digits(bytes, start, 2)
      const second = digits(bytes, start + 3, 2)
      const year = digits(bytes, start + 6, 4)
      if (first < 0 || second < 0 || year < 0 || bytes[start + 5] !== separator) return -1
      return year * 10_000 + (this.order === 'dmy' ? second * 100 + first : first * 100 + second)
    }
    const yearFirst = bytes[start + 4] as number
    if (!isSeparator(yearFirst) || bytes[start + 7] !== yearFirst) return -1
    const year = digits(bytes, start, 4)
    const month = digits(bytes, start + 5, 2)
    const day = digits(bytes, start + 8, 2)
    return year < 0 || month < 0 || day < 0 ? -1 : year * 10_000 + month * 100 + day
  }

  private setDate(date: number): void {
    this.date = date
    this.midnight = utcMidnight(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100)
  }
}

const ID = 1
const LETTER = 2
/** What a byte may stand in, ids being hexadecimal. */
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
  return (letter ? LETTER : 0) | (isDigit(byte) || (letter && (byte | 0x20) <= 0x66) ? ID : 0)
})
/** Ids and levels are short; a longer run is something else. */
const LONGEST_FIELD = 16

/** Behind ` 1A2C:2B3C INFO  :: `, or -1. */
function messageStart(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== SPACE) return -1
  const colon = skipClass(bytes, start + 1, ID)
  if (colon === start + 1 || bytes[colon] !== COLON) return -1
  const idEnd = skipClass(bytes, colon + 1, ID)
  if (idEnd === colon + 1 || bytes[idEnd] !== SPACE) return -1
  const level = skipBlanks(bytes, idEnd)
  const levelEnd = skipClass(bytes, level, LETTER)
  const colons = skipBlanks(bytes, levelEnd)
  if (levelEnd === level || colons === levelEnd || bytes[colons] !== COLON || bytes[colons + 1] !== COLON) return -1
  return bytes[colons + 2] === SPACE ? colons + 3 : colons + 2
}

function skipClass(bytes: Uint8Array, start: number, of: number): number {
  const most = Math.min(start + LONGEST_FIELD, bytes.length)
  let at = start
  while (at < most && ((CLASS[bytes[at] as number] as number) & of) !== 0) at += 1
  return at
}

function skipBlanks(bytes: Uint8Array, start: number): number {
  const most = Math.min(start + LONGEST_FIELD, bytes.length)
  let at = start
  while (at < most && bytes[at] === SPACE) at += 1
  return at
}

function isSeparator(byte: number | undefined): boolean {
  return byte === 0x2f || byte === DOT || byte === 0x2d
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}
