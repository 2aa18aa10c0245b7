import type { ParseSession } from '../../model/parser.ts'

const LF = 10
const QUOTE = 34
/**
 * A row longer than this has lost a quote and ends at its first line break; where it has none, only
 * its beginning is read.
 */
const MAX_ROW_BYTES = 1 << 20

/** One row of a CSV on bytes: where each field stands, with its quotes. */
export interface CsvRow {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  /** Pairs of start and end. */
  readonly fields: readonly number[]
  readonly line: number
}

/**
 * Reads CSV with properly doubled quotes (RFC 4180) row by row; line breaks inside quotes belong to
 * the row. Blank rows are left out.
 */
export function readCsvRows(delimiter: string, row: (row: CsvRow) => void): ParseSession {
  const delimiterByte = delimiter.charCodeAt(0)
  let line = 1
  let cut = false
  return {
    read(bytes, from, to, final) {
      let at = from
      while (at < to) {
        if (cut) {
          const feed = bytes.subarray(at, to).indexOf(LF)
          if (feed < 0) return to
          at += feed + 1
          line += 1
          cut = false
          continue
        }
        const { end, fields, lines } = scanRow(bytes, at, to, delimiterByte)
        if (end < 0 && !final) return at
        const last = end < 0 ? to : end
        if (fields.length > 2 || (fields[1] ?? 0) > (fields[0] ?? 0))
          row({ bytes, start: at, end: last, fields, line })
        line += lines
        cut = end >= 0 && lines === 0
        at = end < 0 ? to : cut ? end : end + 1
      }
      return at
    },
  }
}

interface ScannedRow {
  /**
   * Place of the line feed, or where the row is cut, and then no line ends; -1 when there is none.
   */
  readonly end: number
  readonly fields: number[]
  readonly lines: number
}

function scanRow(bytes: Uint8Array, from: number, to: number, delimiter: number): ScannedRow {
  const fields: number[] = []
  let quoted = false
  let field = from
  let lines = 0
  let firstBreak = -1
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) quoted = !quoted
    else if (byte === LF) {
      lines += 1
      if (!quoted) {
        fields.push(field, trimCr(bytes, field, at))
        return { end: at, fields, lines }
      }
      if (firstBreak < 0) firstBreak = at
    } else if (byte === delimiter && !quoted) {
      fields.push(field, at)
      field = at + 1
    }
    if (at - from <= MAX_ROW_BYTES) continue
    if (firstBreak >= 0)
      return { end: firstBreak, fields: [from, trimCr(bytes, from, firstBreak)], lines: 1 }
    fields.push(field, at)
    return { end: at, fields, lines: 0 }
  }
  fields.push(field, trimCr(bytes, field, to))
  return { end: -1, fields, lines }
}

const trimCr = (bytes: Uint8Array, from: number, end: number): number =>
  end > from && bytes[end - 1] === 13 ? end - 1 : end
