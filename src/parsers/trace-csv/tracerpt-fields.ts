import { parse } from 'csv-parse/sync'

/** So many columns stand before user data. */
export const FIXED_FIELD_COUNT = 19

const QUOTE = 34
const BLANK = 32

/**
 * The fields of one row, trimmed. Where quotes inside of strings were not doubled, user data stays
 * one field as it is.
 */
export function splitFields(text: string, delimiter: string): string[] {
  const row = text.replaceAll('\r\n', '\n').trimEnd()
  const fields = splitPlainFields(row, delimiter.charCodeAt(0)) ?? splitCsvFields(row, delimiter)
  while (fields.length > FIXED_FIELD_COUNT && fields.at(-1) === '') fields.pop()
  return fields
}

/**
 * The fields of a row of which no quote is inside of a string and no line break outside of one, and
 * else undefined: nearly all rows, and much quicker than the library, which sets itself up for
 * each.
 */
export function splitPlainFields(row: string, delimiter: number): string[] | undefined {
  const fields: string[] = []
  let at = 0
  for (;;) {
    while (row.charCodeAt(at) === BLANK) at += 1
    const quoted = row.charCodeAt(at) === QUOTE
    const from = quoted ? at + 1 : at
    let end = quoted ? row.indexOf('"', from) : from
    if (end < 0) return undefined
    at = quoted ? end + 1 : end
    if (quoted) {
      while (row.charCodeAt(at) === BLANK) at += 1
    } else {
      for (
        let code = row.charCodeAt(at);
        at < row.length && code !== delimiter;
        code = row.charCodeAt(at)
      ) {
        if (code !== BLANK && !isPlain(code)) return undefined
        at += 1
        if (code !== BLANK) end = at
      }
    }
    if (at < row.length && row.charCodeAt(at) !== delimiter) return undefined
    fields.push(row.slice(from, end))
    if (at >= row.length) return fields
    at += 1
  }
}

/** Visible ASCII but for quotes: no kind of blank that the library might trim. */
const isPlain = (code: number): boolean => code > BLANK && code < 0x7f && code !== QUOTE

function splitCsvFields(row: string, delimiter: string): string[] {
  try {
    // One row is given, line breaks and all: no record delimiter can occur in it.
    const options = {
      relax_quotes: true,
      relax_column_count: true,
      trim: true,
      record_delimiter: '\u0000\u0000',
    }
    const [fields = []] = parse(row, { ...options, delimiter }) as string[][]
    return fields
  } catch {
    const parts = row.split(delimiter)
    const data = parts.slice(FIXED_FIELD_COUNT).join(delimiter)
    return [
      ...parts.slice(0, FIXED_FIELD_COUNT).map((part) => part.trim()),
      data.trim().replace(/^"|"$/g, ''),
    ]
  }
}
