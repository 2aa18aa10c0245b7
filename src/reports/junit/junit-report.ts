import type { CaseReport, Report, Verdict } from '../../model/report.ts'
import { type ReportRow, reportRows } from '../report-rows.ts'
import { xmlElement } from './xml-element.ts'

/** JUnit XML as build servers read it: a suite for each case, a test for each rule. */
export function junitReport({ tool, cases }: Report): string {
  const verdicts = cases.flatMap((one) => one.verdicts)
  const suites = xmlElement('testsuites', { name: `${tool.name} ${tool.version}`, ...countsOf(verdicts) }, cases.map(suiteOf))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}\n`
}

/** What is wrong fails, a note does not. */
const fails = ({ status, severity }: Verdict): boolean => status === 'flagged' && severity !== 'info'

const countsOf = (verdicts: readonly Verdict[]) => ({
  tests: verdicts.length,
  failures: verdicts.filter(fails).length,
  errors: verdicts.filter(({ status }) => status === 'crashed').length,
  skipped: verdicts.filter(({ status }) => status === 'not-checked').length,
})

function suiteOf(one: CaseReport): string {
  const { id, asOf, headline, verdicts, redaction } = one
  const rows = reportRows(one)
  const properties = { headline, ...(asOf === null ? {} : { asOf: asOf.time, asOfFrom: asOf.from }) }
  const told = { ...properties, ...(redaction === undefined ? {} : { redacted: 'names are replaced by tokens' }) }
  return xmlElement('testsuite', { name: id, ...countsOf(verdicts), timestamp: asOf?.time }, [
    xmlElement(
      'properties',
      {},
      Object.entries(told).map(([name, value]) => xmlElement('property', { name, value })),
    ),
    ...verdicts.map((verdict) =>
      testOf(
        id,
        verdict,
        rows.filter((row) => row.verdict.rule === verdict.rule),
      ),
    ),
  ])
}

/** Some servers take what stands before the last full stop of a class for its package. */
const className = (id: string): string => `spoolscope.${id.replaceAll('.', '_')}`

function testOf(id: string, verdict: Verdict, rows: readonly ReportRow[]): string {
  return xmlElement('testcase', { classname: className(id), name: verdict.rule, time: '0' }, [outcomeOf(verdict, rows)])
}

function outcomeOf(verdict: Verdict, rows: readonly ReportRow[]): string {
  const { status, severity, title, message, trial } = verdict
  const details = [`${title}${trial ? ' (on trial: rests on inferred facts, check it)' : ''}`, ...rows.flatMap(rowLines)]
  const text = [...details, ...stepLines(rows)].join('\n')
  if (status === 'crashed') return xmlElement('error', { message, type: 'crashed' }, `${title}\n${message}`)
  if (status === 'not-checked') return xmlElement('skipped', { message: skippedText(message, rows) })
  return fails(verdict) ? xmlElement('failure', { message, type: severity }, text) : xmlElement('system-out', {}, text)
}

/** Many servers show nothing of a test that was skipped but this. */
const skippedText = (message: string, rows: readonly ReportRow[]): string =>
  [
    message,
    ...rows.flatMap(({ subject, steps, commands }) => [
      ...(subject === '' ? [] : [`Missing: ${subject}.`]),
      ...steps,
      ...commands,
    ]),
  ].join('\n')

const rowLines = ({ subject, message, sources }: ReportRow): string[] => [
  `* ${subject === '' || message.includes(subject) ? message : `${subject}: ${message}`}`,
  ...sources.map((place) => `    ${place}`),
]

/** Each step and command once, however many findings ask for it. */
function stepLines(rows: readonly ReportRow[]): string[] {
  const steps = new Set(rows.flatMap((row) => row.steps))
  const commands = new Set(rows.flatMap((row) => row.commands))
  if (steps.size + commands.size === 0) return []
  return [
    'What to do:',
    ...[...steps].map((step, index) => `${index + 1}. ${step}`),
    ...[...commands].map((line) => `    ${line}`),
  ]
}
