import { trimTrailing } from '../../model/text/trim-trailing.ts'

/** Separator of the fields of a row. `blanks`: two or more blanks. */
export type Separator = ';' | '\t' | ',' | '|' | 'blanks' | ':'

/** The separators, in the order in which they are tried. */
const SEPARATORS: readonly Separator[] = [';', '\t', '|', 'blanks', ',', ':']
const BLANKS = /\s{2,}/
/** EWS Information: EWS not deployed, as people retype it */
const COLON = /\s?[:：]\s?/

/**
 * The window has no longer rows.
 * Limit: characters of a row of the Configuration Information.
 * Beyond: it is not taken for a row.
 */
const MAX_ROW_CHARACTERS = 4000

/** Blanks that do not break become plain ones, and pipes around a row are removed. */
export const toPlainRow = (line: string): string =>
  trimTrailing(line.replace(/[\u00a0\u2007\u202f]/g, ' '), ' \r')
    .replace(/^ *\|(.*)\|$/, '$1')
    .replace(/^ +/, '')

/**
 * The name that is in front of a separator, in lower case, for each separator that is in the line.
 * Fast, because it runs on the lines of any text.
 */
export function* rowNames(line: string): Generator<readonly [Separator, string]> {
  if (line.length > MAX_ROW_CHARACTERS) return
  for (const separator of SEPARATORS) {
    const end = findSeparator(line, separator)
    if (end > 0) yield [separator, unquote(line.slice(0, end)).toLowerCase()]
  }
}

function findSeparator(line: string, separator: Separator): number {
  if (separator === 'blanks') return line.search(BLANKS)
  return separator === ':' ? line.search(COLON) : line.indexOf(separator)
}

/**
 * The fields of a row. A `;` that a blank follows is part of a text, as in `MAPI unavailable;
 * retrying connection`, unless one follows the `;` behind the name too.
 */
export function splitRow(line: string, separator: Separator): string[] {
  if (line.length > MAX_ROW_CHARACTERS) return []
  if (separator === 'blanks') return line.split(BLANKS)
  if (separator === ':') return splitRow(line.replace(COLON, ';'), ';')
  const fields = splitAt(line, separator)
  const isSpaced = fields[1]?.startsWith(' ') ?? false
  return (separator === ';' && !isSpaced ? joinTexts(fields) : fields).map((field) => field.trim())
}

/** Joins fields that begin with a blank to the field in front. The name has no `;`. */
function joinTexts(fields: readonly string[]): string[] {
  const joined: string[] = []
  for (const [index, field] of fields.entries()) {
    const before = joined.at(-1)
    if (index > 1 && before !== undefined && /^ \S/.test(field))
      joined[joined.length - 1] = `${before};${field}`
    else joined.push(field)
  }
  return joined
}

/** Splits at a character that is not in quotes. Quotes are as in CSV. */
function splitAt(line: string, separator: string): string[] {
  const fields: string[] = []
  let field = ''
  let at = 0
  while (at <= line.length) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?=$|[;,\t|])/.exec(line.slice(at))
    if (field === '' && quoted) {
      field = (quoted[1] ?? '').replaceAll('""', '"')
      at += quoted[0].length
    }
    const end = line.indexOf(separator, at)
    fields.push(field + line.slice(at, end < 0 ? line.length : end))
    field = ''
    if (end < 0) break
    at = end + 1
  }
  return fields
}

const unquote = (text: string): string =>
  text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
