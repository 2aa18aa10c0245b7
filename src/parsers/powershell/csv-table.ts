import { parseCommandLine } from './command-line.ts'
import { normalizeColumnName } from './property-names.ts'

const DELIMITERS = [',', ';', '\t']
/** #TYPE Microsoft.Rtc.Management.WritableConfig.Settings.Im.ImConfiguration · "#TYPE System.Object";;; */
const TYPE_LINE = /^"?#TYPE /
/** sep=; */
const SEPARATOR_LINE = /^"?sep\s?=\s?(.)"?[;,\t]*\s*$/i
/** "Global,""False""";: a spreadsheet of another culture put the line into one cell. */
const ONE_CELL = /^"(?:[^"]|""){1,4000}"[;,\t]{0,40}$/
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

/**
 * Finds the header of a table in the first lines of a text: the first line whose column names are
 * known.
 */
export function findCsvTable(
  text: string,
  isKnown: (names: ReadonlySet<string>) => boolean,
): CsvTable | undefined {
  const unreadLines: number[] = []
  let start = 0
  let given: string | undefined
  for (let index = 0; index <= MAX_LINES_ABOVE && start < text.length; index += 1) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    const line = text.slice(start, Math.min(end, start + MAX_HEADER_CHARACTERS))
    const separator = SEPARATOR_LINE.exec(line)?.[1]
    if (separator !== undefined) given = separator
    else if (!isLeftOut(line)) {
      const header = findHeader(line, given, isKnown)
      if (header) return { ...header, text: text.slice(start), linesBefore: index, unreadLines }
      unreadLines.push(index + 1)
    }
    start = end + 1
  }
  return undefined
}

const isLeftOut = (line: string): boolean =>
  line.replace(/[;,\t"]/g, '').trim() === '' ||
  TYPE_LINE.test(line) ||
  parseCommandLine(line) !== undefined

function findHeader(
  line: string,
  given: string | undefined,
  isKnown: (names: ReadonlySet<string>) => boolean,
): Pick<CsvTable, 'names' | 'delimiter' | 'isInOneCell'> | undefined {
  for (const isInOneCell of [false, true]) {
    if (isInOneCell && !isLineInOneCell(line)) return undefined
    const header = isInOneCell ? unwrapCell(line) : line
    for (const delimiter of given === undefined ? DELIMITERS : [given, ...DELIMITERS]) {
      const names = header.split(delimiter).map(normalizeColumnName)
      // EnableOfflineIm<TAB>:<TAB>False is a list.
      if (names.some((name) => name.startsWith(':') || name.endsWith(':'))) continue
      if (isKnown(new Set(names))) return { names, delimiter, isInOneCell }
    }
  }
  return undefined
}
