import { parseBooleanWord } from './boolean-words.ts'
import { parseCommandLine } from './command-line.ts'
import { normalizeColumnName, plainColumnName } from './property-names.ts'

const DELIMITERS = [',', ';', '\t', '|']
const MAY_DELIMIT = /[,;\t|]/
/** #TYPE Microsoft.Rtc.Management.WritableConfig.Settings.Im.ImConfiguration · "#TYPE System.Object";;; */
const TYPE_LINE = /^"?#TYPE /
/** sep=; */
const SEPARATOR_LINE = /^"?sep\s?=\s?(.)"?[;,\s]*$/i
/** "Global,""False""";: a spreadsheet of another culture put the line into one cell. */
const ONE_CELL = /^"(?:[^"]|""){1,4000}"[;,\t]{0,40}$/
/**
 * Real headers have some thousand.
 * Limit: characters of the header of a PowerShell CSV.
 * Beyond: columns after it are not read.
 */
const MAX_HEADER_CHARACTERS = 32 * 1024
/** Lines above the header that may be headings of a paste. */
const MAX_LINES_ABOVE = 12

export interface CsvTable {
  /** Column names in lower case. Empty for a column without a name. */
  readonly names: readonly string[]
  readonly delimiter: string
  /** The text from the header on. */
  readonly text: string
  readonly linesBefore: number
  /** Lines above the header that were not understood. */
  readonly unreadLines: readonly number[]
  readonly isInOneCell: boolean
}

export const isLineInOneCell = (line: string): boolean => ONE_CELL.test(line)

export const unwrapCell = (line: string): string =>
  line.replace(/^"|"[;,\t]*$/g, '').replaceAll('""', '"')

/** How to recognize a header. */
export interface KnownHeaders {
  /** Whether columns with these names are known. */
  isKnown(names: ReadonlySet<string>): boolean
  /** Whether a line may be a known header. Fast, because it runs on any text. */
  mayContain(line: string): boolean
  /** Every known header contains one of these, in lower case, without blanks and hyphens. */
  readonly fragments: readonly string[]
}

/**
 * Finds the header of a table in the first lines of a text: the first line whose column names are
 * known.
 */
export function findCsvTable(text: string, known: KnownHeaders): CsvTable | undefined {
  const lines = firstLines(text)
  if (!lines.some(({ line }) => mayBeHeader(line, known))) return undefined
  const unreadLines: number[] = []
  let given: string | undefined
  for (const [index, { line, start }] of lines.entries()) {
    const separator = SEPARATOR_LINE.exec(line)?.[1]
    if (separator !== undefined) given = separator
    else if (!isLeftOut(line)) {
      const header = findHeader(line, given, known)
      if (header) return { ...header, text: text.slice(start), linesBefore: index, unreadLines }
      unreadLines.push(index + 1)
    }
  }
  return undefined
}

/** Whether a line may be a known header. Fast, because it runs on the first lines of any text. */
function mayBeHeader(line: string, { mayContain, fragments }: KnownHeaders): boolean {
  if (!mayContain(line)) return false
  // A name without any delimiter is the only column.
  if (line.includes(': ') && !MAY_DELIMIT.test(line)) return false
  const names = plainColumnName(line)
  return fragments.some((fragment) => names.includes(fragment))
}

/** The lines that can be the header, with their offsets. A very long line is cut. */
function firstLines(text: string): { readonly line: string; readonly start: number }[] {
  const lines: { readonly line: string; readonly start: number }[] = []
  let start = 0
  while (lines.length <= MAX_LINES_ABOVE && start < text.length) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    lines.push({ line: text.slice(start, Math.min(end, start + MAX_HEADER_CHARACTERS)), start })
    start = end + 1
  }
  return lines
}

const isLeftOut = (line: string): boolean =>
  line.replace(/[;,\t"]/g, '').trim() === '' ||
  TYPE_LINE.test(line) ||
  parseCommandLine(line) !== undefined

function findHeader(
  line: string,
  given: string | undefined,
  { isKnown }: KnownHeaders,
): Pick<CsvTable, 'names' | 'delimiter' | 'isInOneCell'> | undefined {
  for (const isInOneCell of [false, true]) {
    if (isInOneCell && !isLineInOneCell(line)) return undefined
    const header = isInOneCell ? unwrapCell(line) : line
    for (const delimiter of given === undefined ? DELIMITERS : [given, ...DELIMITERS]) {
      const names = header.split(delimiter).map(normalizeColumnName)
      // EnableOfflineIm<TAB>:<TAB>False is a list.
      if (names.some((name) => name.startsWith(':') || name.endsWith(':'))) continue
      // EnableOfflineIm<TAB>FALSE is a pair.
      if (names.some((name) => parseBooleanWord(name) !== undefined)) continue
      if (isKnown(new Set(names))) return { names, delimiter, isInOneCell }
    }
  }
  return undefined
}
