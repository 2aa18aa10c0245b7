import { defined, present } from '../../model/defined.ts'
import type { CaseReport, Report, Verdict } from '../../model/report.ts'
import { type ReportRow, reportRows } from '../report-rows.ts'
import { xmlElement } from './xml-element.ts'

/** JUnit XML as build servers read it: a suite for each case, a test for each rule. */
export function junitReport({ tool, cases }: Report): string {
  // The schema of Jenkins has no `skipped` for all suites together.
  const { skipped: _, ...counts } = countsOf(cases)
  const suites = xmlElement(
    'testsuites',
    { name: `${tool.name} ${tool.version}`, ...counts },
    cases.map(suiteOf),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}\n`
}

/** What is wrong fails, a note does not. */
const fails = ({ status, severity }: Verdict): boolean =>
  status === 'flagged' && severity !== 'info'

/** A case of which nothing could be asked must not pass: it is a test of its own, and an error. */
const isNotJudged = ({ verdicts }: CaseReport): boolean => verdicts.length === 0

function countsOf(cases: readonly CaseReport[]) {
  const verdicts = cases.flatMap((one) => one.verdicts)
  const notJudged = cases.filter(isNotJudged).length
  return {
    tests: verdicts.length + notJudged,
    failures: verdicts.filter(fails).length,
    errors: verdicts.filter(({ status }) => status === 'crashed').length + notJudged,
    skipped: verdicts.filter(({ status }) => status === 'not-checked').length,
  }
}

function suiteOf(one: CaseReport): string {
  const { id, asOf, headline, verdicts, redaction } = one
  const rows = reportRows(one)
  const properties = {
    headline,
    ...defined({
      asOf: asOf === null ? undefined : asOf.time,
      asOfFrom: asOf === null ? undefined : asOf.from,
    }),
  }
  const told = {
    ...properties,
    ...defined({ redacted: redaction === undefined ? undefined : 'names are replaced by tokens' }),
  }
  return xmlElement(
    'testsuite',
    { name: id, ...countsOf([one]), timestamp: asOf?.time },
    present([
      xmlElement(
        'properties',
        {},
        Object.entries(told).map(([name, value]) => xmlElement('property', { name, value })),
      ),
      isNotJudged(one)
        ? testCase(id, 'judged', xmlElement('error', { message: headline, type: 'not-judged' }))
        : undefined,
      ...verdicts.map((verdict) =>
        testCase(
          id,
          verdict.rule,
          outcomeOf(
            verdict,
            rows.filter((row) => row.verdict.rule === verdict.rule),
          ),
        ),
      ),
    ]),
  )
}

/** Some servers take what stands before the last full stop of a class for its package. */
const className = (id: string): string => `spoolscope.${id.replaceAll('.', '_')}`

const testCase = (id: string, name: string, outcome: string): string =>
  xmlElement('testcase', { classname: className(id), name, time: '0' }, [outcome])

function outcomeOf(verdict: Verdict, rows: readonly ReportRow[]): string {
  const { status, severity, title, message, trial } = verdict
  if (status === 'crashed')
    return xmlElement('error', { message, type: 'crashed' }, `Not ruled out: ${title}\n${message}`)
  if (status === 'not-checked')
    return xmlElement('skipped', { message: skippedText(message, rows) })
  // A title is true when flagged, and only then.
  if (status === 'clear') return xmlElement('system-out', {}, rows.flatMap(rowLines).join('\n'))
  const first = `${title}${trial ? ' (on trial: rests on inferred facts, check it)' : ''}`
  const text = [first, ...rows.flatMap(rowLines), ...stepLines(rows)].join('\n')
  return fails(verdict)
    ? xmlElement('failure', { message, type: severity }, text)
    : xmlElement('system-out', {}, text)
}

/** Many servers show nothing of a test that was skipped but this. */
const skippedText = (message: string, rows: readonly ReportRow[]): string =>
  [
    message,
    ...rows.flatMap(({ subject, steps, commands }) =>
      present([subject === '' ? undefined : `Missing: ${subject}.`, ...steps, ...commands]),
    ),
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
