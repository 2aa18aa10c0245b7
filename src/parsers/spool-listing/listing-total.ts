import { plainBlanks } from '../shared/blanks.ts'
import { parseSize } from './listing-row.ts'

const COUNT = String.raw`\d{1,3}(?:[.,'’ ?\ufffd]\d{3}){1,5}|\d{1,9}`
const BYTES = String.raw`\d{1,3}(?:[.,'’ ?\ufffd]\d{2,3}){0,6}[.,'’ ?\ufffd]\d{3}|\d{1,18}`
/** 2 Datei(en),     68.710.488 Bytes · 1 個のファイル           1,153,176 バイト */
const TOTAL = new RegExp(
  `^ {0,40}(${COUNT})(?: +|(?=[^\\x00-\\x7f]))([^\\d\\s][^\\d]{0,40}?)[ :,]+(${BYTES}) ([^\\d]{1,60})$`,
  'u',
)
/** Souborů:       2,     Bajtů:     2 746 */
const WORDS_FIRST_TOTAL = new RegExp(
  `^ {0,40}[^\\d\\s:][^\\d:]{1,40}: {0,20}(${COUNT}), {0,20}[^\\d:]{2,40}: {0,20}(${BYTES})$`,
  'u',
)

/** A total that a listing prints: a number of files or folders, and of bytes. */
export interface ListingTotal {
  readonly count: number
  readonly bytes: number
}

/** Parses a total in any language. Undefined for any other line. */
export function parseTotal(line: string): ListingTotal | undefined {
  if (line.length > 200) return undefined
  const text = plainBlanks(line).trimEnd()
  const match = TOTAL.exec(text)
  if (match) return { count: parseSize(match[1] ?? ''), bytes: parseSize(match[3] ?? '') }
  const [, count, bytes] = WORDS_FIRST_TOTAL.exec(text) ?? []
  return count === undefined || bytes === undefined
    ? undefined
    : { count: parseSize(count), bytes: parseSize(bytes) }
}
