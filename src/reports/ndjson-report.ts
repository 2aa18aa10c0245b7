import { defined, present } from '../model/defined.ts'
import type { DiagnosedCause } from '../model/diagnosis.ts'
import type { CaseReport, InputReport, Report, Verdict } from '../model/report.ts'
import { damageText } from './case-text.ts'
import { numberSteps, type PlanStep } from './diagnosis-text.ts'
import { jsonLine } from './json.ts'
import { type ReportRow, reportRows } from './report-rows.ts'
import { findingRelations } from './rule-diagnosis.ts'
import type { StreamingFormat } from './streaming-format.ts'

/**
 * Formats a report as one flat JSON object a line, as log pipelines index them. Each case has one
 * line, then one for each cause, step of the plan, finding, other check and input. The schema is
 * `schema/report-line.schema.json`.
 */
export const ndjsonReport = ({ tool, cases }: Report): string =>
  cases.map((report) => ndjsonStreamingFormat.renderCase(report, tool)).join('')

export const ndjsonStreamingFormat: StreamingFormat = {
  header: '',
  renderCase: (report, tool) =>
    [
      caseLine(report, `${tool.name} ${tool.version}`),
      ...(report.diagnosis?.causes ?? []).map((cause) => causeLine(report, cause)),
      ...numberSteps(report.diagnosis?.actions ?? []).map((step) => stepLine(report, step)),
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
  const { headline, asOf, facts, inputs, verdicts, redaction, diagnosis } = report
  const count = (status: Verdict['status'], severity?: Verdict['severity']) =>
    verdicts.filter(
      (verdict) => verdict.status === status && (severity ?? verdict.severity) === verdict.severity,
    ).length
  return jsonLine({
    ...commonFields('case', report),
    timeFrom: asOf?.from ?? null,
    tool,
    headline,
    ...defined({ outcome: diagnosis?.outcome, answer: diagnosis?.answer }),
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

function causeLine(report: CaseReport, cause: DiagnosedCause): string {
  const { rule, title, user, certainty, since, because, explains, causedBy, supersedes } = cause
  return jsonLine({
    ...commonFields('cause', report),
    rule,
    title,
    ...defined({ user }),
    certainty,
    ...defined({ since }),
    reasons: because.map(({ text }) => text),
    symptoms: explains.symptoms,
    messages: explains.messages,
    failedMessages: explains.of,
    causedBy,
    supersedes,
  })
}

function stepLine(report: CaseReport, { number, action }: PlanStep): string {
  const { role, user, do: text, commands, verify, for: rules } = action
  return jsonLine({
    ...commonFields('step', report),
    number,
    role,
    ...defined({ user }),
    do: text,
    commands,
    verify,
    rules,
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
    ...findingRelations(row.diagnosis, row.message),
    steps: present([row.remedy, ...row.steps]),
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
