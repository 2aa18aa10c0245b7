import { parse } from 'csv-parse/sync'

/** Number of columns before the user data. */
export const FIXED_FIELD_COUNT = 19

const QUOTE = 34
const BLANK = 32

/**
 * Splits one row into trimmed fields. If quotes inside strings are not doubled, the user data stay
 * one field.
 */
export function splitFields(text: string, delimiter: string): string[] {
  return split(text, delimiter, FIXED_FIELD_COUNT)
}

/** Splits the user data of a row, as `splitFields` does with the whole row. */
export const splitUserData = (text: string, delimiter: string): string[] =>
  split(text, delimiter, 0)

function split(text: string, delimiter: string, fixedFields: number): string[] {
  const row = text.replaceAll('\r\n', '\n').trimEnd()
  const fields =
    splitPlainFields(row, delimiter.charCodeAt(0)) ?? splitCsvFields(row, delimiter, fixedFields)
  while (fields.length > fixedFields && fields.at(-1) === '') fields.pop()
  return fields
}

/**
 * Splits a row that has no quotes inside strings and no line breaks outside them. Undefined for any
 * other row. Nearly all rows are plain, and the CSV library is much slower because it sets itself
 * up for each call.
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
        if (code !== BLANK && !isPlainCharacter(code)) return undefined
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

/** Visible ASCII except quotes. Excludes every kind of blank that the library may trim. */
const isPlainCharacter = (code: number): boolean => code > BLANK && code < 0x7f && code !== QUOTE

function splitCsvFields(row: string, delimiter: string, fixedFields: number): string[] {
  try {
    // The text is one row with its line breaks, so the record delimiter must not occur in it.
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
    const data = parts.slice(fixedFields).join(delimiter)
    return [
      ...parts.slice(0, fixedFields).map((part) => part.trim()),
      data.trim().replace(/^"|"$/g, ''),
    ]
  }
}
