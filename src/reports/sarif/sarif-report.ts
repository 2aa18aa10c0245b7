import type { Invocation, Log, Notification, ReportingDescriptor, Run } from 'sarif'
import { defined } from '../../model/defined.ts'
import { toPrintable } from '../../model/printable.ts'
import type { CaseReport, InputReport, Report, Verdict } from '../../model/report.ts'
import type { RemedyStep } from '../../model/rule.ts'
import { jsonText } from '../json.ts'
import { sarifLocation, sarifUri } from './sarif-location.ts'
import { sarifResults } from './sarif-results.ts'
import { SARIF_LEVELS, sarifText } from './sarif-text.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/**
 * SARIF 2.1.0: a run for each case, a result for each finding, and one for each check that found
 * nothing or was not made.
 */
export const sarifReport = ({ tool, cases }: Report): string =>
  jsonText({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: cases.map((one) => runOf(one, tool)),
  } satisfies Log)

function runOf(one: CaseReport, { name, version }: Report['tool']): Run {
  const { id, headline, asOf, verdicts, inputs, redaction } = one
  return {
    tool: {
      driver: {
        name: toPrintable(name),
        version: toPrintable(version),
        rules: verdicts.map(ruleOf),
      },
    },
    automationDetails: {
      id: `spoolscope/${toPrintable(id)}/`,
      description: { text: sarifText(headline) },
    },
    originalUriBaseIds: { CASE: { description: { text: sarifText(`What was collected: ${id}`) } } },
    invocations: [invocationOf(one)],
    artifacts: inputs.map(({ path, bytes, format, status, records }) => ({
      location: { uri: sarifUri(path), uriBaseId: 'CASE' },
      length: bytes,
      roles: ['analysisTarget'],
      properties: { path, format, status, records },
    })),
    results: sarifResults(one),
    properties: { asOf, ...defined({ redaction }) },
  }
}

function ruleOf({ rule, title, severity, trial, remedy }: Verdict): ReportingDescriptor {
  return {
    id: toPrintable(rule),
    shortDescription: { text: sarifText(title) },
    defaultConfiguration: { level: SARIF_LEVELS[severity] },
    ...defined({
      help: remedy.length === 0 ? undefined : { text: remedy.map(stepText).join('\n') },
    }),
    properties: { trial },
  }
}

function stepText({ do: what, commands = [], verify }: RemedyStep, index: number): string {
  return [`${index + 1}. ${what}`, ...commands, `Check: ${verify}`].map(sarifText).join('\n   ')
}

/**
 * What failed inside, and what could not be read: neither is a finding, and neither may be lost.
 */
function invocationOf({ verdicts, inputs }: CaseReport): Invocation {
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
      ...inputs.flatMap(readingTroubles),
    ],
  }
}

function readingTroubles({ path, status, damage, notes, unreadable }: InputReport): Notification[] {
  const places = damage.map(
    ({ reason, ...place }): Notification => ({
      level: 'warning',
      message: { text: sarifText(reason) },
      locations: [sarifLocation({ path, ...place })],
    }),
  )
  if (places.length > 0 || (status === 'read' && unreadable === 0)) return places
  const why = notes.length > 0 ? notes.join(' ') : `${unreadable} records could not be read`
  return [
    {
      level: 'warning',
      message: { text: sarifText(`${status}: ${why}`) },
      locations: [sarifLocation({ path })],
    },
  ]
}
