import type { JoinKind, JourneyStage } from './journey.ts'
import type { CaseReport, Report } from './report.ts'
import {
  arrayOf,
  boolean,
  count,
  enumOf,
  identifier,
  isNestedAtMost,
  nullable,
  object,
  recordOf,
  scalar,
  string,
  utcTime,
  type Validator,
} from './shape.ts'

const DEEPEST = 50

const source = object({ path: string }, { line: count, record: count, offset: count })
const sources = arrayOf(source)
const texts = arrayOf(string)
const severity = enumOf('error', 'warning', 'info')

const finding = object({ subject: string, message: string, sources }, { remedy: string })
const missing = object({ evidence: string, how: string }, { commands: texts })
const step = object({ do: string, verify: string }, { commands: texts })
const verdict = object({
  rule: identifier,
  title: string,
  severity,
  status: enumOf('flagged', 'clear', 'not-checked', 'crashed'),
  trial: boolean,
  message: string,
  findings: arrayOf(finding),
  omitted: count,
  sources,
  missing: arrayOf(missing),
  remedy: arrayOf(step),
})

const fact = object({ label: string, value: scalar, text: string, sources })
const input = object(
  {
    path: string,
    format: identifier,
    status: enumOf('read', 'empty', 'not-recognised', 'binary-trace', 'unreadable'),
    bytes: count,
    records: count,
    undecoded: count,
    unreadable: count,
    notes: texts,
    damage: arrayOf(object({ reason: string }, { line: count, offset: count })),
  },
  { from: utcTime, to: utcTime },
)

// A word that the model has and this has not would make of a good report a damaged one: the
// compiler compares them.
const everyOf = <Word extends string>(words: Readonly<Record<Word, true>>) =>
  enumOf(...Object.keys(words))
const stage = everyOf<JourneyStage>({
  sent: true,
  'recipient-offline': true,
  spooled: true,
  'picked-up': true,
  'ews-answered': true,
  gone: true,
  stuck: true,
  reached: true,
})
const by = everyOf<JoinKind>({ 'call-id': true, 'conversation-id': true, item: true, time: true })
const journey = object(
  {
    key: string,
    steps: arrayOf(
      object(
        { stage, at: utcTime, text: string, inferred: boolean, source },
        { by, within: count },
      ),
    ),
  },
  { user: string, recipient: string, conversation: string },
)
const span = object({ from: utcTime, to: utcTime })
const timeline = object({
  logs: arrayOf(object({ path: string, from: utcTime, to: utcTime, gaps: arrayOf(span) })),
  marks: arrayOf(
    object({
      at: utcTime,
      kind: enumOf('sign-in', 'recipient-offline', 'failure'),
      text: string,
      source,
    }),
  ),
  spooled: arrayOf(
    object({ name: string, since: utcTime, source }, { seen: utcTime, user: string }),
  ),
  omitted: object({ marks: count, spooled: count }, { journeys: count, logs: count, gaps: count }),
  stuckAfter: count,
})
const redaction = object({ replaced: recordOf(count), timesShifted: boolean, notCovered: texts })

const oneCase = object(
  {
    id: string,
    headline: string,
    asOf: nullable(object({ time: utcTime, from: string })),
    facts: recordOf(fact),
    inputs: arrayOf(input),
    verdicts: arrayOf(verdict),
    unknowable: texts,
  },
  { journeys: arrayOf(journey), timeline, redaction },
)
const summary = object({
  cases: count,
  flagged: object({ error: count, warning: count, info: count }),
  clear: count,
  notChecked: count,
  crashed: count,
})
const report = object({
  tool: object({ name: identifier, version: identifier }),
  cases: arrayOf(oneCase),
  summary,
})

/**
 * A value that was read as a report, or what is wrong with it and where: nothing that is shown of a
 * report is taken on trust.
 */
export const parseReport = (value: unknown): Report | string => checked<Report>(report, value)

/** The same for the report of one case, as results of `batch` carry it. */
export const parseCaseReport = (value: unknown): CaseReport | string =>
  checked<CaseReport>(oneCase, value)

function checked<T>(shape: Validator, value: unknown): T | string {
  const problem =
    shape(value) ?? (isNestedAtMost(DEEPEST, value) ? undefined : ' is nested too deep')
  if (problem === undefined) return value as T
  return problem.startsWith('.') ? problem.slice(1) : `it${problem}`
}
