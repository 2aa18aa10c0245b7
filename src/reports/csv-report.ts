import { present } from '../model/defined.ts'
import type { CaseReport, Report } from '../model/report.ts'
import { toPrintable, truncateText } from '../model/text/printable.ts'
import { numberSteps, type PlanStep } from './diagnosis-text.ts'
import { type ReportRow, reportRows } from './report-rows.ts'
import { findingRelations } from './rule-diagnosis.ts'
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
  'role',
  'certainty',
  'explained_by',
  'superseded_by',
] as const
type Column = (typeof COLUMNS)[number]
/**
 * Spreadsheets truncate a cell after 32,767 characters, some without notice. The difference leaves
 * room for escapes.
 * Limit: characters of a cell of CSV.
 * Beyond: it is cut.
 */
const MAX_CELL_CHARACTERS = 30_000
/** Without it Excel reads UTF-8 as the code page of the machine. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Formats a report as CSV (RFC 4180, every field quoted, UTF-8). There is a row for each finding and
 * for each missing evidence, at least one for each check, and one for a case without verdicts. The
 * answer and the steps of the plan have rows of their own.
 */
export const csvReport = ({ tool, cases }: Report): string =>
  csvStreamingFormat.header +
  cases.map((report) => csvStreamingFormat.renderCase(report, tool)).join('')

/** Formats rows as lines that end as RFC 4180 demands. */
const csvLines = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(quoteField).join(',')}\r\n`).join('')

function caseRows(report: CaseReport): string[][] {
  const { id, asOf, headline, diagnosis } = report
  const rows = [...answerRows(diagnosis), ...reportRows(report).map(findingRow)]
  // A case without verdicts keeps one row, so that it is not missing from the file.
  if (rows.length === 0) rows.push({ message: headline })
  rows.push(...numberSteps(diagnosis?.actions ?? []).map(stepRow))
  return rows.map((row) => {
    const cells: Cells = { case: id, as_of: asOf?.time ?? '', ...row }
    return COLUMNS.map((column) => cells[column] ?? '')
  })
}

/** Cells by column. The others are empty. */
type Cells = Readonly<Partial<Record<Column, string>>>

const answerRows = (diagnosis: CaseReport['diagnosis']): Cells[] =>
  diagnosis === undefined
    ? []
    : [{ status: 'answer', subject: diagnosis.outcome, message: diagnosis.answer }]

function findingRow({ verdict, subject, message, sources, diagnosis, ...row }: ReportRow): Cells {
  const { rule, severity, status, trial, title } = verdict
  const { certainty, explainedBy = [], supersededBy = [] } = findingRelations(diagnosis, message)
  // The remedy is the same for all findings of a rule.
  const hasSteps = row.isFirst || status !== 'flagged'
  return {
    rule,
    severity,
    status,
    trial: trial ? 'yes' : 'no',
    title,
    subject,
    message,
    sources: sources.join('; '),
    what_to_do: present([row.remedy, ...(hasSteps ? row.steps : [])]).join(' '),
    // A semicolon separates commands in PowerShell, too.
    commands: hasSteps ? row.commands.join('; ') : '',
    certainty: certainty ?? '',
    explained_by: explainedBy.join('; '),
    superseded_by: supersededBy.join('; '),
  }
}

const stepRow = ({ number, action }: PlanStep): Cells => ({
  rule: action.for.join('; '),
  status: 'step',
  subject: String(number),
  message: action.user === undefined ? '' : `For ${action.user}.`,
  what_to_do: `${action.do} Check: ${action.verify}`,
  commands: action.commands.join('; '),
  role: action.role,
})

const FORMULA_SIGN = /[=+\-@\uff1d\uff0b\uff0d\uff20]/
const SEPARATOR = /[,;|\t"'\n\r]/

/**
 * Puts an apostrophe before everything that a spreadsheet could evaluate as a formula. It could
 * begin at the start of a field, or after a quote, a line break or a character at which some
 * spreadsheets split fields: =1+1   "  @SUM(A1)"   a;=cmd|…
 */
function escapeFormulas(text: string): string {
  if (!FORMULA_SIGN.test(text)) return text
  let escaped = ''
  let mayBegin = true
  for (const character of text) {
    if (mayBegin && FORMULA_SIGN.test(character)) escaped += "'"
    escaped += character
    mayBegin = SEPARATOR.test(character) || (mayBegin && character.trim() === '')
  }
  return escaped
}

const quoteField = (text: string): string => {
  const safe = escapeFormulas(toPrintable(truncateText(text, MAX_CELL_CHARACTERS)))
  return `"${safe.replaceAll('"', '""')}"`
}

export const csvStreamingFormat: StreamingFormat = {
  header: BYTE_ORDER_MARK + csvLines([COLUMNS]),
  renderCase: (report) => csvLines(caseRows(report)),
}
