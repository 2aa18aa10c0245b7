import { defined, present } from '../../model/defined.ts'
import type { CaseReport, Report, Verdict } from '../../model/report.ts'
import { EXPERIMENTAL, findingText } from '../case-text.ts'
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
  const { id, asOf, headline, verdicts, redaction } = report
  const rows = reportRows(report)
  const properties = defined({
    headline,
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
        return testCase(id, verdict.rule, outcome(verdict, ownRows))
      }),
    ]),
  )
}

/** Some servers take everything before the last dot of a class name as its package. */
const className = (id: string): string => `spoolscope.${id.replaceAll('.', '_')}`

const testCase = (id: string, name: string, result: string): string =>
  xmlElement('testcase', { classname: className(id), name, time: '0' }, [result])

function outcome(verdict: Verdict, rows: readonly ReportRow[]): string {
  const { status, severity, title, message, trial } = verdict
  if (status === 'crashed')
    return xmlElement('error', { message, type: 'crashed' }, `Not ruled out: ${title}\n${message}`)
  if (status === 'not-checked')
    return xmlElement('skipped', { message: skippedText(message, rows) })
  // The title is left out, because it is a statement that is true only when the rule is flagged.
  if (status === 'clear') return xmlElement('system-out', {}, rows.flatMap(rowLines).join('\n'))
  const heading = `${title}${trial ? ` (${EXPERIMENTAL})` : ''}`
  const text = [heading, ...rows.flatMap(rowLines), ...stepLines(rows)].join('\n')
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

/** The remedy of a flagged verdict: each step and command once, even if several findings need it. */
function stepLines(rows: readonly ReportRow[]): string[] {
  const steps = new Set(rows.flatMap((row) => row.steps))
  const commands = new Set(rows.flatMap((row) => row.commands))
  if (steps.size + commands.size === 0) return []
  return [
    'What to do:',
    ...[...steps].map((step, index) => `${index + 1}. ${step}`),
    ...[...commands].map((command) => `    ${command}`),
  ]
}
