import { defined } from '../model/defined.ts'
import type { CaseReport, InputReport, Report, Verdict } from '../model/report.ts'
import { damageText } from './case-text.ts'
import { jsonLine } from './json.ts'
import { type ReportRow, reportRows } from './report-rows.ts'
import type { StreamingFormat } from './streaming-format.ts'

/**
 * Formats a report as one flat JSON object a line, as log pipelines index them. Each case has one
 * line, then one for each finding, for each other check and for each input. The schema is
 * `schema/report-line.schema.json`.
 */
export const ndjsonReport = ({ tool, cases }: Report): string =>
  cases.map((report) => ndjsonStreamingFormat.renderCase(report, tool)).join('')

export const ndjsonStreamingFormat: StreamingFormat = {
  header: '',
  renderCase: (report, tool) =>
    [
      caseLine(report, `${tool.name} ${tool.version}`),
      ...reportRows(report).map((row) => rowLine(report, row)),
      ...report.inputs.map((input) => inputLine(report, input)),
    ].join(''),
}

/** Returns the fields that every line begins with. */
const commonFields = (type: string, { id, asOf }: CaseReport) => ({
  schemaVersion: 1,
  type,
  time: asOf?.time ?? null,
  case: id,
})

function caseLine(report: CaseReport, tool: string): string {
  const { headline, asOf, facts, inputs, verdicts, redaction } = report
  const count = (status: Verdict['status'], severity?: Verdict['severity']) =>
    verdicts.filter(
      (verdict) => verdict.status === status && (severity ?? verdict.severity) === verdict.severity,
    ).length
  return jsonLine({
    ...commonFields('case', report),
    timeFrom: asOf?.from ?? null,
    tool,
    headline,
    errors: count('flagged', 'error'),
    warnings: count('flagged', 'warning'),
    notes: count('flagged', 'info'),
    clear: count('clear'),
    notChecked: count('not-checked'),
    crashed: count('crashed'),
    inputs: inputs.length,
    redacted: redaction !== undefined,
    facts: Object.fromEntries(Object.entries(facts).map(([id, { value }]) => [id, value])),
  })
}

function rowLine(report: CaseReport, { verdict, ...row }: ReportRow): string {
  const { rule, severity, status, trial, title } = verdict
  return jsonLine({
    ...commonFields(status === 'flagged' ? 'finding' : 'check', report),
    rule,
    severity,
    status,
    trial,
    title,
    ...defined({ subject: row.subject || undefined }),
    message: row.message,
    sources: row.sources,
    steps: row.steps,
    commands: row.commands,
    ...defined({ omitted: row.omitted }),
  })
}

function inputLine(report: CaseReport, input: InputReport): string {
  const { path, format, status, bytes, records, undecoded, unreadable, from, to } = input
  return jsonLine({
    ...commonFields('input', report),
    path,
    format,
    status,
    bytes,
    records,
    undecoded,
    unreadable,
    ...defined({ from, to, program: input.program, programSign: input.programSign }),
    notes: input.notes,
    damage: input.damage.map(damageText),
  })
}
