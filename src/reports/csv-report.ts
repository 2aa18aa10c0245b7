import { toPrintable, truncateText } from '../model/printable.ts'
import type { CaseReport, Report } from '../model/report.ts'
import { reportRows } from './report-rows.ts'
import type { StreamingFormat } from './streaming-format.ts'

const COLUMNS = [
  'case',
  'as_of',
  'rule',
  'severity',
  'status',
  'trial',
  'title',
  'subject',
  'message',
  'sources',
  'what_to_do',
  'commands',
]
/**
 * Spreadsheets truncate a cell after 32,767 characters, some without notice. The difference leaves
 * room for escapes.
 */
const MAX_CELL_CHARACTERS = 30_000
/** Without it Excel reads UTF-8 as the code page of the machine. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Formats a report as CSV (RFC 4180, every field quoted, UTF-8). There is a row for each finding and
 * for each missing evidence, at least one for each check, and one for a case without verdicts.
 */
export const csvReport = ({ tool, cases }: Report): string =>
  csvStreamingFormat.header +
  cases.map((report) => csvStreamingFormat.renderCase(report, tool)).join('')

/** Formats rows as lines that end as RFC 4180 demands. */
const csvLines = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(quoteField).join(',')}\r\n`).join('')

function caseRows(report: CaseReport): string[][] {
  const { id, asOf, headline } = report
  const firstCells = [id, asOf?.time ?? '']
  const rows = reportRows(report).map(
    ({ verdict: { rule, severity, status, trial, title }, ...row }) => [
      ...firstCells,
      rule,
      severity,
      status,
      trial ? 'yes' : 'no',
      title,
      row.subject,
      row.message,
      row.sources.join('; '),
      row.steps.join(' '),
      // A semicolon separates commands in PowerShell, too.
      row.commands.join('; '),
    ],
  )
  // A case without verdicts keeps one row, so that it is not missing from the file.
  return rows.length > 0 ? rows : [[...firstCells, '', '', '', '', '', '', headline, '', '', '']]
}

// Matches where a cell with a formula could begin: at the start of a field, or after a quote, a line
// break or a character at which some spreadsheets split fields. =1+1   "  @SUM(A1)"   a;=cmd|…
const FORMULA = /(^|[,;|\t"'\n\r])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** Puts an apostrophe before everything that a spreadsheet could evaluate as a formula. */
const escapeFormulas = (text: string): string => text.replace(FORMULA, "$1$2'")

const quoteField = (text: string): string => {
  const safe = escapeFormulas(toPrintable(truncateText(text, MAX_CELL_CHARACTERS)))
  return `"${safe.replaceAll('"', '""')}"`
}

export const csvStreamingFormat: StreamingFormat = {
  header: BYTE_ORDER_MARK + csvLines([COLUMNS]),
  renderCase: (report) => csvLines(caseRows(report)),
}
