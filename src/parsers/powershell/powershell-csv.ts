import { parse } from 'csv-parse/sync'
import type { Parser } from '../../model/parser.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { hasFileColumns } from './file-object.ts'
import { emitOutput, identifyCmdlet, recogniseOutput } from './interpret-output.ts'
import type { PowershellOutput, ShownObject } from './powershell-output.ts'

const DELIMITERS = [',', ';', '\t']
/** #TYPE Microsoft.Rtc.Management.WritableConfig.Settings.Im.ImConfiguration */
const TYPE_LINE = /^#TYPE [^\n]*\n/
const MAX_HEADER_CHARACTERS = 32 * 1024

type ReportDamage = (line: number, reason: string) => void

/**
 * Files that `Export-Csv` and `ConvertTo-Csv` write, with or without the type line, and with any
 * delimiter.
 */
export const powershellCsv: Parser = {
  format: 'powershell-csv',
  title: 'PowerShell output (Export-Csv)',
  isLog: false,
  recognise({ text, isWhole }) {
    if (!parseHeader(text)) return undefined
    // The head may end in the middle of a row.
    const rows = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1)
    return recogniseOutput(toOutput(rows, () => {}))
  },
  open: (context) =>
    readWholeText(context, (text, { tally }) =>
      emitOutput(
        toOutput(text, (line, reason) => tally.addDamage({ line, reason })),
        context,
      ),
    ),
}

interface Header {
  readonly names: readonly string[]
  readonly delimiter: string
}

/**
 * The columns of the first line after the type line. Undefined unless they identify a known object.
 */
function parseHeader(text: string): Header | undefined {
  const first = (text.replace(TYPE_LINE, '').split('\n', 1)[0] ?? '').slice(
    0,
    MAX_HEADER_CHARACTERS,
  )
  const headers = DELIMITERS.map((delimiter) => {
    const names = first
      .split(delimiter)
      .map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
    return { names, delimiter }
  })
  return headers.find(({ names }) => {
    const set = new Set(names)
    return identifyCmdlet(set) !== undefined || hasFileColumns(set)
  })
}

interface CsvRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function toOutput(text: string, reportDamage: ReportDamage): PowershellOutput {
  const header = parseHeader(text)
  if (!header) return { objects: [], versions: [], missingCmdlets: [] }
  const typeLength = TYPE_LINE.exec(text)?.[0].length ?? 0
  const linesBefore = typeLength > 0 ? 1 : 0
  const rows = parseRows(text.slice(typeLength), header, (line, reason) =>
    reportDamage(line + linesBefore, reason),
  )
  let line = linesBefore + 1
  const objects: ShownObject[] = []
  for (const [index, { record, info }] of rows.entries()) {
    // The library reports the line in which a record ends.
    const from = line
    line = linesBefore + info.lines + 1
    if (index === 0) continue
    if (record.length !== header.names.length)
      reportDamage(from, 'a row with more or fewer fields than the header')
    else
      objects.push({
        line: from,
        properties: new Map(header.names.map((name, column) => [name, record[column] ?? ''])),
      })
  }
  return { objects, versions: [], missingCmdlets: [] }
}

function parseRows(
  text: string,
  { delimiter }: Pick<Header, 'delimiter'>,
  reportDamage: ReportDamage,
): readonly CsvRow[] {
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
      ? parseRows(linesBefore.join('\n'), { delimiter }, reportDamage)
      : []
  }
}
