import type { Invocation, Log, Notification, ReportingDescriptor, Run } from 'sarif'
import { defined } from '../../model/defined.ts'
import { toPrintable } from '../../model/printable.ts'
import type { CaseReport, InputReport, Report, Verdict } from '../../model/report.ts'
import type { RemedyStep } from '../../model/rule.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import { jsonText } from '../json.ts'
import { sarifLocation, sarifUri } from './sarif-location.ts'
import { sarifResults } from './sarif-results.ts'
import { SARIF_LEVELS, sarifText } from './sarif-text.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/**
 * Formats a report as SARIF 2.1.0: a run for each case, a result for each finding, and a result for
 * each check that found nothing or could not be made.
 */
export const sarifReport = ({ tool, cases }: Report): string =>
  jsonText({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: cases.map((report) => toRun(report, tool)),
  } satisfies Log)

function toRun(report: CaseReport, { name, version }: Report['tool']): Run {
  const { id, headline, asOf, verdicts, inputs, redaction } = report
  return {
    tool: {
      driver: {
        name: toPrintable(name),
        version: toPrintable(version),
        rules: verdicts.map(toReportingDescriptor),
      },
    },
    automationDetails: {
      id: `spoolscope/${toPrintable(id)}/`,
      description: { text: sarifText(headline) },
    },
    originalUriBaseIds: { CASE: { description: { text: sarifText(`Collected case: ${id}`) } } },
    invocations: [toInvocation(report)],
    artifacts: inputs.map(({ path, bytes, format, status, records }) => ({
      location: { uri: sarifUri(path), uriBaseId: 'CASE' },
      length: bytes,
      roles: ['analysisTarget'],
      properties: { path, format, status, records },
    })),
    results: sarifResults(report),
    properties: { asOf, ...defined({ redaction }) },
  }
}

function toReportingDescriptor(verdict: Verdict): ReportingDescriptor {
  const { rule, title, severity, trial, remedy } = verdict
  const descriptor: ReportingDescriptor = {
    id: toPrintable(rule),
    shortDescription: { text: sarifText(title) },
    defaultConfiguration: { level: SARIF_LEVELS[severity] },
  }
  if (remedy.length > 0) descriptor.help = { text: remedy.map(stepText).join('\n') }
  descriptor.properties = { trial }
  return descriptor
}

function stepText({ do: action, commands = [], verify }: RemedyStep, index: number): string {
  const lines = [`${index + 1}. ${action}`, ...commands, `Check: ${verify}`]
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
