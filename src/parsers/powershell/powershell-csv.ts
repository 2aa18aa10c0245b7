import { parse } from 'csv-parse/sync'
import type { Parser } from '../../model/parser.ts'
import { wholeText } from '../shared/whole-text.ts'
import { isFileHeader } from './file-object.ts'
import { cmdletOf, emitOutput, recogniseOutput } from './interpret.ts'
import type { Output, Shown } from './shown.ts'

const DELIMITERS = [',', ';', '\t']
/** #TYPE Microsoft.Rtc.Management.WritableConfig.Settings.Im.ImConfiguration */
const TYPE_LINE = /^#TYPE [^\n]*\n/
const LONGEST_HEADER = 32 * 1024

type Lost = (line: number, reason: string) => void

/**
 * What `Export-Csv` and `ConvertTo-Csv` write, with or without the type line, with any culture's
 * delimiter.
 */
export const powershellCsv: Parser = {
  format: 'powershell-csv',
  title: 'PowerShell output (Export-Csv)',
  log: false,
  recognise({ text, whole }) {
    if (!headerOf(text)) return undefined
    // A row that the head cuts is not whole.
    const rows = whole ? text : text.slice(0, text.lastIndexOf('\n') + 1)
    return recogniseOutput(csvOutput(rows, () => {}))
  },
  open: (context) =>
    wholeText(context, (text, { tally }) =>
      emitOutput(
        csvOutput(text, (line, reason) => tally.lost({ line, reason })),
        context,
      ),
    ),
}

interface Header {
  readonly names: readonly string[]
  readonly delimiter: string
}

/**
 * The names of the first line that is not about the type, where they are those of a known kind of
 * object.
 */
function headerOf(text: string): Header | undefined {
  const first = (text.replace(TYPE_LINE, '').split('\n', 1)[0] ?? '').slice(0, LONGEST_HEADER)
  const headers = DELIMITERS.map((delimiter) => {
    const names = first
      .split(delimiter)
      .map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
    return { names, delimiter }
  })
  return headers.find(({ names }) => {
    const set = new Set(names)
    return cmdletOf(set) !== undefined || isFileHeader(set)
  })
}

interface CsvRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function csvOutput(text: string, lost: Lost): Output {
  const header = headerOf(text)
  if (!header) return { objects: [], versions: [], missing: [] }
  const typed = TYPE_LINE.exec(text)?.[0].length ?? 0
  const before = typed > 0 ? 1 : 0
  const rows = rowsOf(text.slice(typed), header, (line, reason) => lost(line + before, reason))
  let line = before + 1
  const objects: Shown[] = []
  for (const [index, { record, info }] of rows.entries()) {
    // The library says where a record ends.
    const from = line
    line = before + info.lines + 1
    if (index === 0) continue
    if (record.length !== header.names.length)
      lost(from, 'a row with more or fewer fields than the header')
    else
      objects.push({
        line: from,
        properties: new Map(header.names.map((name, column) => [name, record[column] ?? ''])),
      })
  }
  return { objects, versions: [], missing: [] }
}

function rowsOf(
  text: string,
  { delimiter }: Pick<Header, 'delimiter'>,
  lost: Lost,
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
    // A quote that is never closed: what stands before its record is read.
    const line = Number((error as { readonly lines?: number }).lines) || 1
    lost(line, 'a quoted value without its end')
    const before = text.split('\n').slice(0, line - 1)
    return line > 1 && before.length < text.split('\n').length
      ? rowsOf(before.join('\n'), { delimiter }, lost)
      : []
  }
}
