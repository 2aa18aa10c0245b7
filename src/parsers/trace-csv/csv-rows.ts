import type { ParseSession } from '../../model/parser.ts'

const LF = 10
const QUOTE = 34
/**
 * A longer row has lost a quote. It ends at its first line break. If it has none, only its
 * beginning is read.
 * Limit: bytes of a CSV row of a trace.
 * Beyond: it ends at its first line break, or only its beginning is read.
 */
const MAX_ROW_BYTES = 1 << 20

/** Positions of the fields of one CSV row. */
export interface CsvRow {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  /** Start and end of each field, including its quotes. */
  readonly fields: readonly number[]
  readonly line: number
}

/**
 * Creates a parse session for CSV with doubled quotes (RFC 4180). Calls `onRow` for each row that
 * is not blank. Line breaks inside quotes belong to the row.
 */
export function readCsvRows(delimiter: string, onRow: (row: CsvRow) => void): ParseSession {
  const delimiterByte = delimiter.charCodeAt(0)
  let line = 1
  let isCut = false
  return {
    read(bytes, from, to, final) {
      let at = from
      while (at < to) {
        if (isCut) {
          const feed = bytes.subarray(at, to).indexOf(LF)
          if (feed < 0) return to
          at += feed + 1
          line += 1
          isCut = false
          continue
        }
        const { end, fields, lines } = scanRow(bytes, at, to, delimiterByte)
        if (end < 0 && !final) return at
        const rowEnd = end < 0 ? to : end
        if (fields.length > 2 || (fields[1] ?? 0) > (fields[0] ?? 0))
          onRow({ bytes, start: at, end: rowEnd, fields, line })
        line += lines
        isCut = end >= 0 && lines === 0
        at = end < 0 ? to : isCut ? end : end + 1
      }
      return at
    },
  }
}

interface ScannedRow {
  /**
   * Position of the line feed that ends the row. For a row that is cut, the position of the cut. -1
   * when the row is not complete.
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
