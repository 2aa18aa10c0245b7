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
 * Spreadsheets cut a cell behind 32,767 characters, some without a word; room is left for what is
 * escaped.
 */
const MAX_CELL_CHARACTERS = 30_000
/** Without it Excel takes UTF-8 for the code page of the machine. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * One finding a row, and a row for each check that found nothing or was not made. RFC 4180, every
 * field in quotes, UTF-8.
 */
export const csvReport = ({ tool, cases }: Report): string =>
  csvStreamingFormat.header + cases.map((one) => csvStreamingFormat.renderCase(one, tool)).join('')

const lines = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join('')

function caseRows(one: CaseReport): string[][] {
  const { id, asOf, headline } = one
  const start = [id, asOf?.time ?? '']
  const rows = reportRows(one).map(
    ({ verdict: { rule, severity, status, trial, title }, ...row }) => [
      ...start,
      rule,
      severity,
      status,
      trial ? 'yes' : 'no',
      title,
      row.subject,
      row.message,
      // In PowerShell a semicolon parts commands, too.
      row.sources.join('; '),
      row.steps.join(' '),
      row.commands.join('; '),
    ],
  )
  // A case that nothing was asked of is still there.
  return rows.length > 0 ? rows : [[...start, '', '', '', '', '', '', headline, '', '', '']]
}

// =1+1   "  @SUM(A1)"   a;=cmd|' /C calc'!A0: a spreadsheet that parts fields at another mark than
// a comma sees a cell begin there
const FORMULA = /(^|[,;|\t"'\n\r])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/**
 * Text that no spreadsheet takes for a formula: an apostrophe stands before whatever would begin
 * one.
 */
const inert = (text: string): string => text.replace(FORMULA, "$1$2'")

const field = (text: string): string =>
  `"${inert(toPrintable(truncateText(text, MAX_CELL_CHARACTERS))).replaceAll('"', '""')}"`

/** The same case by case. */
export const csvStreamingFormat: StreamingFormat = {
  header: BYTE_ORDER_MARK + lines([COLUMNS]),
  renderCase: (one) => lines(caseRows(one)),
}
