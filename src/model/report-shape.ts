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

// These validators are written by hand on purpose. Validators compiled by ajv from
// schema/report.schema.json were measured on Node 20: 70 kB minified instead of 3 kB, and 6 ms to
// load instead of 2 ms. Without the conditions and formats of the schema they still take 55 kB.
// They would also reject what readers must accept: unknown fields, and combinations that no reader
// depends on. And they would accept counts beyond the safe integers. A test compares these
// validators with the schema field by field (test/model/report-schema.test.ts).

const MAX_NESTING_LEVELS = 50

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

// Makes the compiler check that all words of the type are listed. A report with an unlisted word
// would be rejected.
const exhaustiveEnumOf = <Word extends string>(words: Readonly<Record<Word, true>>) =>
  enumOf(...Object.keys(words))
const stage = exhaustiveEnumOf<JourneyStage>({
  sent: true,
  'recipient-offline': true,
  spooled: true,
  'picked-up': true,
  'ews-answered': true,
  gone: true,
  stuck: true,
  reached: true,
})
const by = exhaustiveEnumOf<JoinKind>({
  'call-id': true,
  'conversation-id': true,
  item: true,
  time: true,
})
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

const caseValidator = object(
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
  cases: arrayOf(caseValidator),
  summary,
})

/** Validates a saved report. Returns the report, or the place and the fault as text. */
export const parseReport = (value: unknown): Report | string => parseWith<Report>(report, value)

/** Validates the report of one case, as in the results of `batch`. Returns as `parseReport`. */
export const parseCaseReport = (value: unknown): CaseReport | string =>
  parseWith<CaseReport>(caseValidator, value)

function parseWith<T>(validate: Validator, value: unknown): T | string {
  const problem =
    validate(value) ??
    (isNestedAtMost(MAX_NESTING_LEVELS, value) ? undefined : ' is nested too deep')
  if (problem === undefined) return value as T
  return problem.startsWith('.') ? problem.slice(1) : `it${problem}`
}
