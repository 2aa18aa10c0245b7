import { defined } from '../model/defined.ts'
import type { CaseReport, InputReport, Report, Verdict } from '../model/report.ts'
import { jsonLine } from './json.ts'
import { type ReportRow, reportRows } from './report-rows.ts'
import type { StreamingFormat } from './streaming-format.ts'

/**
 * One flat JSON object a line, each whole in itself, as log pipelines index them: of each case one
 * line, then one for each finding, for each check that found nothing or was not made, and for each
 * input (`schema/report-line.schema.json`).
 */
export const ndjsonReport = ({ tool, cases }: Report): string =>
  cases.map((one) => ndjsonStreamingFormat.renderCase(one, tool)).join('')

/** The same case by case. */
export const ndjsonStreamingFormat: StreamingFormat = {
  header: '',
  renderCase: (one, tool) =>
    [
      caseLine(one, `${tool.name} ${tool.version}`),
      ...reportRows(one).map((row) => rowLine(one, row)),
      ...one.inputs.map((input) => inputLine(one, input)),
    ].join(''),
}

/** What stands in every line: of which case, and as of when. */
const start = (type: string, { id, asOf }: CaseReport) => ({
  schemaVersion: 1,
  type,
  time: asOf?.time ?? null,
  case: id,
})

function caseLine(one: CaseReport, tool: string): string {
  const { headline, asOf, facts, inputs, verdicts, redaction } = one
  const count = (wanted: Verdict['status'], severity?: Verdict['severity']) =>
    verdicts.filter(
      ({ status, ...verdict }) =>
        status === wanted && (severity ?? verdict.severity) === verdict.severity,
    ).length
  return jsonLine({
    ...start('case', one),
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

function rowLine(one: CaseReport, { verdict, ...row }: ReportRow): string {
  const { rule, severity, status, trial, title } = verdict
  return jsonLine({
    ...start(status === 'flagged' ? 'finding' : 'check', one),
    rule,
    severity,
    status,
    trial,
    title,
    ...defined({ subject: row.subject === '' ? undefined : row.subject }),
    message: row.message,
    sources: row.sources,
    steps: row.steps,
    commands: row.commands,
    ...defined({ omitted: row.omitted }),
  })
}

function inputLine(
  one: CaseReport,
  {
    path,
    format,
    status,
    bytes,
    records,
    undecoded,
    unreadable,
    from,
    to,
    program,
    programSign,
    notes,
    damage,
  }: InputReport,
) {
  return jsonLine({
    ...start('input', one),
    path,
    format,
    status,
    bytes,
    records,
    undecoded,
    unreadable,
    ...defined({ from, to, program, programSign }),
    notes,
    damage: damage.map(({ line, offset, reason }) => `${placeText(line, offset)}${reason}`),
  })
}

const placeText = (line: number | undefined, offset: number | undefined): string =>
  line !== undefined ? `line ${line}: ` : offset !== undefined ? `byte ${offset}: ` : ''
