import type { JoinedBy, JourneyStage } from './journey.ts'
import type { CaseReport, Report } from './report.ts'
import {
  count,
  flag,
  listOf,
  mapOf,
  name,
  nestedAtMost,
  nullOr,
  object,
  oneOf,
  plain,
  type Shape,
  text,
  time,
} from './shape.ts'

const DEEPEST = 50

const source = object({ path: text }, { line: count, record: count, offset: count })
const sources = listOf(source)
const texts = listOf(text)
const severity = oneOf('error', 'warning', 'info')

const finding = object({ subject: text, message: text, sources }, { remedy: text })
const missing = object({ evidence: text, how: text }, { commands: texts })
const step = object({ do: text, verify: text }, { commands: texts })
const verdict = object({
  rule: name,
  title: text,
  severity,
  status: oneOf('flagged', 'clear', 'not-checked', 'crashed'),
  trial: flag,
  message: text,
  findings: listOf(finding),
  omitted: count,
  sources,
  missing: listOf(missing),
  remedy: listOf(step),
})

const fact = object({ label: text, value: plain, text, sources })
const input = object(
  {
    path: text,
    format: name,
    status: oneOf('read', 'empty', 'not-recognised', 'binary-trace', 'unreadable'),
    bytes: count,
    records: count,
    undecoded: count,
    unreadable: count,
    notes: texts,
    damage: listOf(object({ reason: text }, { line: count, offset: count })),
  },
  { from: time, to: time },
)

// A word that the model has and this has not would make of a good report a damaged one: the
// compiler compares them.
const everyOf = <Word extends string>(words: Readonly<Record<Word, true>>) =>
  oneOf(...Object.keys(words))
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
const by = everyOf<JoinedBy>({ 'call-id': true, 'conversation-id': true, item: true, time: true })
const journey = object(
  {
    key: text,
    steps: listOf(object({ stage, at: time, text, inferred: flag, source }, { by, within: count })),
  },
  { user: text, recipient: text, conversation: text },
)
const span = object({ from: time, to: time })
const timeline = object({
  logs: listOf(object({ path: text, from: time, to: time, gaps: listOf(span) })),
  marks: listOf(
    object({ at: time, kind: oneOf('sign-in', 'recipient-offline', 'failure'), text, source }),
  ),
  spooled: listOf(object({ name: text, since: time, source }, { seen: time, user: text })),
  omitted: object({ marks: count, spooled: count }, { journeys: count, logs: count, gaps: count }),
  stuckAfter: count,
})
const redaction = object({ replaced: mapOf(count), timesShifted: flag, notCovered: texts })

const oneCase = object(
  {
    id: text,
    headline: text,
    asOf: nullOr(object({ time, from: text })),
    facts: mapOf(fact),
    inputs: listOf(input),
    verdicts: listOf(verdict),
    unknowable: texts,
  },
  { journeys: listOf(journey), timeline, redaction },
)
const summary = object({
  cases: count,
  flagged: object({ error: count, warning: count, info: count }),
  clear: count,
  notChecked: count,
  crashed: count,
})
const report = object({ tool: object({ name, version: name }), cases: listOf(oneCase), summary })

/**
 * A value that was read as a report, or what is wrong with it and where: nothing that is shown of a
 * report is taken on trust.
 */
export const reportOf = (value: unknown): Report | string => checked<Report>(report, value)

/** The same for the report of one case, as results of `batch` carry it. */
export const caseReportOf = (value: unknown): CaseReport | string =>
  checked<CaseReport>(oneCase, value)

function checked<T>(shape: Shape, value: unknown): T | string {
  const problem = shape(value) ?? (nestedAtMost(DEEPEST, value) ? undefined : ' is nested too deep')
  if (problem === undefined) return value as T
  return problem.startsWith('.') ? problem.slice(1) : `it${problem}`
}
