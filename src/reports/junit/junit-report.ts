import { explainsText } from '../../model/answer/answer-text.ts'
import { defined, present } from '../../model/defined.ts'
import type { DiagnosedCause } from '../../model/diagnosis.ts'
import type { CaseReport, Report, Verdict } from '../../model/report.ts'
import { EXPERIMENTAL, findingText } from '../case-text.ts'
import { ROLE_LABELS } from '../diagnosis-text.ts'
import { type ReportRow, reportRows } from '../report-rows.ts'
import { xmlElement } from './xml-element.ts'

/** Formats a report as JUnit XML for build servers: a suite for each case, a test for each rule. */
export function junitReport({ tool, cases }: Report): string {
  // The schema of Jenkins has no `skipped` attribute for `testsuites`.
  const { skipped: _, ...counts } = countTests(cases)
  const suites = xmlElement(
    'testsuites',
    { name: `${tool.name} ${tool.version}`, ...counts },
    cases.map(testSuite),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}\n`
}

/** Tells whether a verdict fails its test: errors and warnings do, notes do not. */
const isFailure = ({ status, severity }: Verdict): boolean =>
  status === 'flagged' && severity !== 'info'

/** A case without verdicts must not pass, so it gets one test, which is an error. */
const isNotAnalyzed = ({ verdicts }: CaseReport): boolean => verdicts.length === 0

function countTests(cases: readonly CaseReport[]) {
  const verdicts = cases.flatMap((report) => report.verdicts)
  const notAnalyzed = cases.filter(isNotAnalyzed).length
  return {
    tests: verdicts.length + notAnalyzed,
    failures: verdicts.filter(isFailure).length,
    errors: verdicts.filter(({ status }) => status === 'crashed').length + notAnalyzed,
    skipped: verdicts.filter(({ status }) => status === 'not-checked').length,
  }
}

function testSuite(report: CaseReport): string {
  const { id, asOf, headline, verdicts, redaction, diagnosis } = report
  const rows = reportRows(report)
  const properties = defined({
    headline,
    outcome: diagnosis?.outcome,
    answer: diagnosis?.answer,
    asOf: asOf?.time,
    asOfFrom: asOf?.from,
    redacted: redaction && 'names are replaced by tokens',
  })
  const notAnalyzed = xmlElement('error', { message: headline, type: 'not-judged' })
  return xmlElement(
    'testsuite',
    { name: id, ...countTests([report]), timestamp: asOf?.time },
    present([
      xmlElement(
        'properties',
        {},
        Object.entries(properties).map(([name, value]) => xmlElement('property', { name, value })),
      ),
      isNotAnalyzed(report) ? testCase(id, 'judged', notAnalyzed) : undefined,
      ...verdicts.map((verdict) => {
        const ownRows = rows.filter((row) => row.verdict.rule === verdict.rule)
        return testCase(id, verdict.rule, outcome(verdict, ownRows, verdicts))
      }),
    ]),
  )
}

/** Some servers take everything before the last dot of a class name as its package. */
const className = (id: string): string => `spoolscope.${id.replaceAll('.', '_')}`

const testCase = (id: string, name: string, result: string): string =>
  xmlElement('testcase', { classname: className(id), name, time: '0' }, [result])

function outcome(
  verdict: Verdict,
  rows: readonly ReportRow[],
  verdicts: readonly Verdict[],
): string {
  const { status, severity, title, message, trial } = verdict
  if (status === 'crashed')
    return xmlElement('error', { message, type: 'crashed' }, `Not ruled out: ${title}\n${message}`)
  if (status === 'not-checked')
    return xmlElement('skipped', { message: skippedText(message, rows) })
  // The title is left out, because it is a statement that is true only when the rule is flagged.
  if (status === 'clear') return xmlElement('system-out', {}, rows.flatMap(rowLines).join('\n'))
  const heading = `${title}${trial ? ` (${EXPERIMENTAL})` : ''}`
  const text = [
    heading,
    ...causeLines(rows, verdicts),
    ...rows.flatMap(rowLines),
    ...planLines(rows),
    ...stepLines(rows),
  ].join('\n')
  return isFailure(verdict)
    ? xmlElement('failure', { message, type: severity }, text)
    : xmlElement('system-out', {}, text)
}

/** Returns everything in the message, because many servers show only that of a skipped test. */
const skippedText = (message: string, rows: readonly ReportRow[]): string =>
  [
    message,
    ...rows.flatMap(({ subject, steps, commands }) =>
      present([subject === '' ? undefined : `Missing: ${subject}.`, ...steps, ...commands]),
    ),
  ].join('\n')

const rowLines = (row: ReportRow): string[] => [
  `* ${findingText(row)}`,
  ...row.sources.map((source) => `    ${source}`),
]

/** Says what the diagnosis made of a flagged verdict: a cause, a symptom, or superseded. */
function causeLines([row]: readonly ReportRow[], verdicts: readonly Verdict[]): string[] {
  if (row === undefined) return []
  const { causes, explainedBy, isUnexplained, supersededBy } = row.diagnosis
  return present([
    ...causes.map((cause) => `Cause: ${causeText(cause, verdicts)}`),
    ...explainedBy.map((cause) => `Explained by: ${cause.title}: ${causeText(cause, verdicts)}`),
    isUnexplained ? 'Unexplained, at least in part.' : undefined,
    supersededBy.length > 0 ? `Superseded by: ${supersededBy.join(', ')}` : undefined,
  ])
}

/** `ews-request-failing (likely, of kim@contoso.example, explains 3 of 5 failed messages)` */
function causeText(cause: DiagnosedCause, verdicts: readonly Verdict[]): string {
  const { rule, certainty, user } = cause
  const owner = user === undefined ? undefined : `of ${user}`
  return `${rule} (${present([certainty, owner, explainsText(cause, verdicts)]).join(', ')})`
}

/** The steps of the plan that a flagged verdict asks for, with their numbers in the plan. */
function planLines([row]: readonly ReportRow[]): string[] {
  const steps = row?.diagnosis.steps ?? []
  if (steps.length === 0) return []
  return [
    'What to do:',
    ...steps.flatMap(({ number, action }) => [
      `${number}. ${ROLE_LABELS[action.role]}: ${action.do} Check: ${action.verify}`,
      ...action.commands.map((command) => `    ${command}`),
    ]),
  ]
}

/**
 * The remedies of a flagged verdict that no plan contains: each step and command once, even if
 * several findings need it.
 */
function stepLines(rows: readonly ReportRow[]): string[] {
  const steps = new Set(rows.flatMap((row) => present([row.remedy, ...row.steps])))
  const commands = new Set(rows.flatMap((row) => row.commands))
  if (steps.size + commands.size === 0) return []
  return [
    (rows[0]?.diagnosis.steps ?? []).length > 0 ? 'For single findings:' : 'What to do:',
    ...[...steps].map((step, index) => `${index + 1}. ${step}`),
    ...[...commands].map((command) => `    ${command}`),
  ]
}
