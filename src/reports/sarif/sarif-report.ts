import type { Invocation, Log, Notification, ReportingDescriptor, Run } from 'sarif'
import { defined } from '../../model/defined.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import type { CaseReport, InputReport, Report, Verdict } from '../../model/report.ts'
import type { RemedyStep } from '../../model/rule.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { ROLE_LABELS } from '../diagnosis-text.ts'
import { jsonText } from '../json.ts'
import { type RuleDiagnosisView, viewRuleDiagnosis } from '../rule-diagnosis.ts'
import { sarifLocation, sarifUri } from './sarif-location.ts'
import { sarifResults } from './sarif-results.ts'
import { SARIF_LEVELS, sarifText } from './sarif-text.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/**
 * Formats a report as SARIF 2.1.0: a run for each case, a result for each finding, and a result for
 * each check that found nothing or could not be made. The diagnosis is a property of the run.
 */
export const sarifReport = ({ tool, cases }: Report): string =>
  jsonText({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: cases.map((report) => toRun(report, tool)),
  } satisfies Log)

function toRun(report: CaseReport, { name, version }: Report['tool']): Run {
  const { id, headline, asOf, verdicts, inputs, redaction, diagnosis } = report
  return {
    tool: {
      driver: {
        name: toPrintable(name),
        version: toPrintable(version),
        rules: firstOfEach(verdicts, ({ rule }) => rule).map((verdict) =>
          toReportingDescriptor(verdict, diagnosis),
        ),
      },
    },
    automationDetails: {
      id: `spoolscope/${toPrintable(id)}/`,
      description: { text: sarifText(diagnosis?.answer ?? headline) },
    },
    originalUriBaseIds: { CASE: { description: { text: sarifText(`Collected case: ${id}`) } } },
    invocations: [toInvocation(report)],
    artifacts: firstOfEach(inputs, ({ path }) => path).map(
      ({ path, bytes, format, status, records }) => ({
        location: { uri: sarifUri(path), uriBaseId: 'CASE' },
        length: bytes,
        roles: ['analysisTarget'],
        properties: { path, format, status, records },
      }),
    ),
    results: sarifResults(report),
    properties: {
      asOf,
      ...defined({ redaction, diagnosis: diagnosis && diagnosisProperty(diagnosis) }),
    },
  }
}

/** The first entry with each key: SARIF lists a rule and a file once. */
function firstOfEach<T>(entries: readonly T[], keyOf: (entry: T) => string): T[] {
  const byKey = new Map<string, T>()
  for (const entry of entries) if (!byKey.has(keyOf(entry))) byKey.set(keyOf(entry), entry)
  return [...byKey.values()]
}

/**
 * The reasons of a cause are plain texts here: a viewer could take an object with the key `text` for
 * a message with links.
 */
const diagnosisProperty = ({ causes, ...diagnosis }: Diagnosis): object => ({
  ...diagnosis,
  causes: causes.map(({ because, ...cause }) => ({
    ...cause,
    reasons: because.map(({ text }) => text),
  })),
})

function toReportingDescriptor(
  verdict: Verdict,
  diagnosis: Diagnosis | undefined,
): ReportingDescriptor {
  const { rule, title, severity, trial } = verdict
  const descriptor: ReportingDescriptor = {
    id: toPrintable(rule),
    shortDescription: { text: sarifText(title) },
    defaultConfiguration: { level: SARIF_LEVELS[severity] },
  }
  const help = helpTexts(verdict, viewRuleDiagnosis(diagnosis, rule))
  if (help.length > 0) descriptor.help = { text: help.join('\n') }
  descriptor.properties = { trial }
  return descriptor
}

/** The steps of the plan that the rule asks for, or its remedy where no plan contains it. */
const helpTexts = ({ remedy }: Verdict, { steps, isPlanned }: RuleDiagnosisView): string[] =>
  isPlanned
    ? steps.map(({ number, action }) => {
        const text = `${ROLE_LABELS[action.role]}: ${action.do}`
        return stepText({ ...action, do: text }, number)
      })
    : remedy.map((step, index) => stepText(step, index + 1))

function stepText({ do: action, commands = [], verify }: RemedyStep, number: number): string {
  const lines = [`${number}. ${action}`, ...commands, `Check: ${verify}`]
  return lines.map(sarifText).join('\n   ')
}

/**
 * Returns checks that crashed and inputs that could not be read as notifications. They are not
 * findings, but a reader must see them.
 */
function toInvocation({ verdicts, inputs }: CaseReport): Invocation {
  const crashed = verdicts.filter(({ status }) => status === 'crashed')
  return {
    executionSuccessful: crashed.length === 0 && verdicts.length > 0,
    toolExecutionNotifications: [
      ...crashed.map(
        ({ rule, message }): Notification => ({
          level: 'error',
          message: { text: sarifText(message) },
          associatedRule: { id: toPrintable(rule) },
        }),
      ),
      ...inputs.flatMap(inputNotifications),
    ],
  }
}

function inputNotifications(input: InputReport): Notification[] {
  const { path, status, damage, notes, unreadable } = input
  const notifications = damage.map(({ reason, ...place }) => warning(reason, { path, ...place }))
  if (notifications.length > 0 || (status === 'read' && unreadable === 0)) return notifications
  const reason = notes.length > 0 ? notes.join(' ') : `${unreadable} records could not be read`
  return [warning(`${status}: ${reason}`, { path })]
}

const warning = (text: string, source: SourceRef): Notification => ({
  level: 'warning',
  message: { text: sarifText(text) },
  locations: [sarifLocation(source)],
})
