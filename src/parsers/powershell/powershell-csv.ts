import { parse } from 'csv-parse/sync'
import type { Parser } from '../../model/parser.ts'
import type { Damage } from '../../model/tally.ts'
import { MAX_KEPT_VALUES, OBJECT_VALUES, TOO_MANY_VALUES } from '../shared/kept-values.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { parseCommandLine } from './command-line.ts'
import { findCsvTable, isLineInOneCell, type KnownHeaders, unwrapCell } from './csv-table.ts'
import { hasFileColumns } from './file-object.ts'
import { emitOutput, identifyCmdlet, recogniseOutput } from './interpret-output.ts'
import type { PowershellOutput, ShownObject } from './powershell-output.ts'
import { IDENTIFYING_NAMES, mayContainIdentifyingName } from './property-names.ts'

/**
 * Files that `Export-Csv` and `ConvertTo-Csv` write, with or without the type line, and with any
 * delimiter. Also such files as a spreadsheet saves them again.
 */
export const powershellCsv: Parser = {
  format: 'powershell-csv',
  title: 'PowerShell output (Export-Csv)',
  isLog: false,
  recognise({ text, isWhole }) {
    if (!findCsvTable(text, knownHeaders)) return undefined
    // The head may end in the middle of a row.
    const rows = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1)
    return recogniseOutput(toOutput(rows))
  },
  open: (context) => readWholeText(context, (text) => emitOutput(toOutput(text), context)),
}

const knownHeaders: KnownHeaders = {
  isKnown: (names) =>
    identifyCmdlet(names) !== undefined || hasFileColumns(names) || names.has('pspath'),
  mayContain: mayContainIdentifyingName,
  fragments: IDENTIFYING_NAMES,
}

interface CsvRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** -------- · :---: */
const RULE_CELL = /^:?-{2,}:?$/

function toOutput(text: string): PowershellOutput {
  const damage: Damage[] = []
  const table = findCsvTable(text, knownHeaders)
  if (!table) return { objects: [], versions: [], missingCmdlets: [] }
  const { names, delimiter, linesBefore, unreadLines } = table
  const whole = table.isInOneCell ? unwrapCells(table.text) : table.text
  const body = cutAfterValues(whole, delimiter)
  if (body.length < whole.length)
    damage.push({ line: linesBefore + body.split('\n').length, reason: TOO_MANY_VALUES })
  const rows = parseRows(body, delimiter, (line, reason) =>
    damage.push({ line: line + linesBefore, reason }),
  )
  let line = linesBefore + 1
  const objects: ShownObject[] = []
  for (const [index, { record, info }] of rows.entries()) {
    // The library reports the line in which a record ends.
    const from = line
    line = linesBefore + info.lines + 1
    if (index === 0 || record.every((cell) => cell === '' || RULE_CELL.test(cell))) continue
    // A prompt follows a table that was pasted from the screen.
    if (record.length === 1 && parseCommandLine(record[0] ?? '')) continue
    if (!isRowOf(record, names.length))
      damage.push({ line: from, reason: 'a row with more or fewer fields than the header' })
    else
      objects.push({
        line: from,
        properties: new Map(
          names
            .map((name, column) => [name, record[column] ?? ''] as const)
            .filter(([name]) => name !== ''),
        ),
      })
  }
  return { objects, versions: [], missingCmdlets: [], damage, unreadLines }
}

/** The first rows of a table that have no more values than are kept. */
function cutAfterValues(text: string, delimiter: string): string {
  if (text.length <= MAX_KEPT_VALUES) return text
  let values = 0
  let rowStart = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === delimiter) values += 1
    else if (character === '\n') {
      values += OBJECT_VALUES
      rowStart = at + 1
    }
    if (values > MAX_KEPT_VALUES) return text.slice(0, rowStart)
  }
  return text
}

/** Spreadsheets add blank cells at the end of some rows. */
const isRowOf = (record: readonly string[], columns: number): boolean =>
  record.length >= columns && record.slice(columns).every((cell) => cell.trim() === '')

/** Takes each line out of the one cell in which a spreadsheet of another culture had put it. */
const unwrapCells = (text: string): string =>
  text
    .split('\n')
    .map((line) => (isLineInOneCell(line) ? unwrapCell(line) : line))
    .join('\n')

type ReportDamage = (line: number, reason: string) => void

function parseRows(text: string, delimiter: string, reportDamage: ReportDamage): readonly CsvRow[] {
  try {
    const options = {
      delimiter,
      info: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    } as const
    return parse(text, options) as unknown as CsvRow[]
  } catch (error) {
    // A quote is never closed. Everything before its record can still be read.
    const line = Number((error as { readonly lines?: number }).lines) || 1
    reportDamage(line, 'a quoted value without its end')
    const linesBefore = text.split('\n').slice(0, line - 1)
    return line > 1 && linesBefore.length < text.split('\n').length
      ? parseRows(linesBefore.join('\n'), delimiter, reportDamage)
      : []
  }
}
