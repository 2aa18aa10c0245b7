import type { RecordClock } from '../shared/record-skipper.ts'
import { FIXED_FIELD_COUNT } from './tracerpt-fields.ts'

const LF = 10
const BLANK = 32
const QUOTE = 34
/** Number of the field Clock-Time. */
const CLOCK_FIELD = 17

/** Number of digits of a FILETIME. */
const FILETIME_DIGITS = 18

/** 1 for the ASCII hexadecimal digits. */
const IS_HEX = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9a-f]/i.test(String.fromCharCode(byte)) ? 1 : 0,
)

/**
 * Kinds of times in a row: a FILETIME, a raw performance counter, or a number that a spreadsheet
 * rounded.
 */
type ClockKind = 'filetime' | 'raw' | 'rounded'

/** Milliseconds from 1601, where FILETIME begins, to 1970. */
const EPOCH_OFFSET_MS = 11_644_473_600_000

/**
 * Offsets of the delimiters after each field in the first row of a file, counted from the first
 * delimiter. All 0 before the first row.
 */
export class RowLayout {
  readonly delimiterOffsets = new Int32Array(CLOCK_FIELD + 1)

  get isKnown(): boolean {
    return this.delimiterOffsets[CLOCK_FIELD] !== 0
  }
}

/** Digits of a FILETIME that are the same for a day: the rest is 27 hours. */
const DATE_DIGITS = 6
const MILLISECOND_DIGITS = 8

/** How the scanner reads a clock that is a FILETIME. */
export const FILETIME_CLOCK: RecordClock = {
  dateBytes: DATE_DIGITS,
  parseTimeOfDay: (bytes, at) =>
    parseInteger(bytes, at + DATE_DIGITS, at + DATE_DIGITS + MILLISECOND_DIGITS),
}

/** Fields of a row, and their numbers. The thread follows the process. */
export interface PlainFields {
  readonly provider: string
  readonly level: number
  readonly pid: number
  readonly tid: number
}
export const LEVEL_FIELD = 5
export const PID_FIELD = 9

/**
 * Positions of the fixed fields of one row. Quotes are ignored: tracerpt does not double those
 * inside user data reliably and keeps line breaks there. A line begins a row if fields 3 to 9 are
 * numbers and field 17 is a clock.
 */
export class TracerptRow {
  /** Start of the last row that matched, or -1. */
  start = -1
  nameFrom = 0
  nameEnd = 0
  kind: ClockKind = 'filetime'
  clockFrom = 0
  clockEnd = 0
  /** Start of the user data. */
  dataAt = 0
  private readonly delimiter: number
  /** Positions of the delimiters after each field of the current row. */
  private readonly delimiters = new Int32Array(CLOCK_FIELD + 1)
  private readonly layout: Int32Array

  constructor(delimiter: string, layout: RowLayout) {
    this.layout = layout.delimiterOffsets
    this.delimiter = delimiter.charCodeAt(0)
  }

  /** Whether a row begins at `at`. If so, the positions of its fields are set. */
  match(bytes: Uint8Array, at: number, to: number): boolean {
    this.start = -1
    const { delimiter, delimiters } = this
    let field = 1
    let from = at
    for (let place = at; place < to; place += 1) {
      const byte = bytes[place]
      if (byte === LF) return false
      if (byte !== delimiter) continue
      delimiters[field] = place
      if (field === 1) {
        this.setName(bytes, from, place)
        if (this.fitsLayout(bytes, place, to))
          return this.finish(bytes, at, place + (this.layout[CLOCK_FIELD] as number), to)
      } else if (field >= 3 && field <= 9 && !isNumber(bytes, from, place)) return false
      else if (field === CLOCK_FIELD) {
        if (!this.setClock(bytes, from, place)) return false
        if (this.layout[CLOCK_FIELD] === 0)
          for (let index = 1; index <= CLOCK_FIELD; index += 1)
            this.layout[index] = (delimiters[index] as number) - (delimiters[1] as number)
        return this.finish(bytes, at, place, to)
      }
      field += 1
      from = place + 1
    }
    return false
  }

  /**
   * Columns are padded, so delimiters are usually where those of the first row are, and the numbers
   * end before them. Then the text between them need not be searched.
   */
  private fitsLayout(bytes: Uint8Array, first: number, to: number): boolean {
    const { layout, delimiter } = this
    const clockEnd = first + (layout[CLOCK_FIELD] as number)
    if (clockEnd >= to || layout[CLOCK_FIELD] === 0) return false
    for (let field = 2; field <= CLOCK_FIELD; field += 1) {
      const place = first + (layout[field] as number)
      if (bytes[place] !== delimiter) return false
      if (field >= 3 && field <= 9 && IS_HEX[bytes[place - 1] as number] === 0) return false
    }
    let from = first + (layout[CLOCK_FIELD - 1] as number) + 1
    while (from < clockEnd && bytes[from] === BLANK) from += 1
    if (clockEnd - from !== FILETIME_DIGITS || parseInteger(bytes, from, clockEnd) < 0) return false
    this.clockFrom = from
    this.clockEnd = clockEnd
    this.kind = 'filetime'
    return true
  }

  private finish(bytes: Uint8Array, at: number, clockEnd: number, to: number): boolean {
    this.dataAt = findUserData(bytes, clockEnd + 1, this.delimiter, to)
    this.start = at
    return true
  }

  /**
   * The fields of the row, if all characters before the user data are visible, of ASCII, and no
   * quotes. Undefined for any other row.
   */
  readPlainFields(view: Buffer): PlainFields | undefined {
    const { start, nameFrom, nameEnd, dataAt, delimiter } = this
    let delimiters = 0
    let levelAt = 0
    let pidAt = 0
    for (let at = start; at < dataAt; at += 1) {
      const byte = view[at] as number
      if (byte === delimiter) {
        delimiters += 1
        if (delimiters === LEVEL_FIELD) levelAt = at + 1
        else if (delimiters === PID_FIELD) pidAt = at + 1
      } else if (byte < BLANK || byte > 0x7e || byte === QUOTE) return undefined
    }
    if (delimiters !== FIXED_FIELD_COUNT) return undefined
    const pidEnd = view.indexOf(delimiter, pidAt)
    const numberAt = (from: number) =>
      Number(view.toString('latin1', from, view.indexOf(delimiter, from)))
    return {
      provider: view.toString('latin1', nameFrom, nameEnd),
      level: numberAt(levelAt),
      pid: numberAt(pidAt),
      tid: numberAt(pidEnd + 1),
    }
  }

  /**
   * Parses the clock, an 18-digit FILETIME, into milliseconds since the epoch (UTC) and units of
   * 100 ns. Parsed in two halves, because a double cannot hold all digits.
   */
  readFileTime(bytes: Uint8Array): { readonly at: number; readonly ticks: number } {
    const high = parseInteger(bytes, this.clockFrom, this.clockEnd - 9)
    const low = parseInteger(bytes, this.clockEnd - 9, this.clockEnd)
    return { at: high * 100_000 + Math.floor(low / 10_000) - EPOCH_OFFSET_MS, ticks: low % 10_000 }
  }

  private setName(bytes: Uint8Array, from: number, end: number): void {
    this.nameFrom = skipBlanks(bytes, from, end)
    this.nameEnd = trimBlanks(bytes, this.nameFrom, end)
  }

  private setClock(bytes: Uint8Array, from: number, end: number): boolean {
    this.clockFrom = skipBlanks(bytes, from, end)
    this.clockEnd = trimBlanks(bytes, this.clockFrom, end)
    const length = this.clockEnd - this.clockFrom
    if (length === 0) return false
    if (parseInteger(bytes, this.clockFrom, this.clockEnd) >= 0) {
      this.kind = length === FILETIME_DIGITS ? 'filetime' : 'raw'
      return length <= FILETIME_DIGITS
    }
    this.kind = 'rounded'
    return parseRoundedClock(bytes, this.clockFrom, this.clockEnd) !== undefined
  }
}

/**
 * Approximate milliseconds since the epoch of `1.33127435730482E+17` or `1,33E+17`. Undefined for
 * other text.
 */
export function parseRoundedClock(
  bytes: Uint8Array,
  from: number,
  end: number,
): number | undefined {
  if (end - from > 24) return undefined
  const text = String.fromCharCode(...bytes.subarray(from, end))
  // 1E+17
  if (!/^"?\d([.,]\d+)?E\+?17"?$/i.test(text)) return undefined
  return Math.round(Number(text.replace(',', '.').replaceAll('"', '')) / 10_000) - EPOCH_OFFSET_MS
}

/** Milliseconds since the epoch of a FILETIME as text. Undefined for other text. */
export function parseFileTime(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{18}$/.test(text)
    ? Math.floor(Number(text) / 10_000) - EPOCH_OFFSET_MS
    : undefined
}

/** Start of the user data, after two more fields: Kernel and User. */
function findUserData(bytes: Uint8Array, from: number, delimiter: number, to: number): number {
  let remaining = 2
  let at = from
  for (; at < to && remaining > 0 && bytes[at] !== LF; at += 1) {
    if (bytes[at] === delimiter) remaining -= 1
  }
  return at
}

function parseInteger(bytes: Uint8Array, from: number, end: number): number {
  let value = 0
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] as number) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

/** Accepts decimal or hexadecimal digits with a sign or `0x`, between blanks or quotes. */
function isNumber(bytes: Uint8Array, from: number, end: number): boolean {
  let at = skipBlanks(bytes, from, end)
  const first = at
  const last = trimBlanks(bytes, at, end)
  for (; at < last; at += 1) {
    const byte = bytes[at] as number
    const hex =
      (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102)
    if (!hex && byte !== 0x78 && byte !== 0x58 && !(byte === 0x2d && at === first)) return false
  }
  return last > first
}

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] === BLANK || bytes[at] === QUOTE)) at += 1
  return at
}

function trimBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = end
  while (at > from && ((bytes[at - 1] as number) <= BLANK || bytes[at - 1] === QUOTE)) at -= 1
  return at
}
