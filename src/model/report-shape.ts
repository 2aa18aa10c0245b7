import { type ActionRole, CERTAINTIES, DIAGNOSIS_OUTCOMES } from './diagnosis.ts'
import type { JoinKind, JourneyStage } from './journey.ts'
import type { CaseReport, Report } from './report.ts'

// These validators are written by hand on purpose. Validators compiled by ajv from
// schema/report.schema.json have 70 kB minified instead of 3 kB. They take 6 ms to load instead of
// 2 ms (measured). Without the conditions and formats of the schema they still take 55 kB. They
// would also reject what readers must accept: unknown fields, and combinations that no reader
// depends on. And they would accept counts beyond the safe integers. A test compares these
// validators with the schema field by field (test/model/report-schema.test.ts).

/**
 * Checks a value. Returns undefined if it is valid, else the place and the fault, such as `.id is
 * not a text`.
 */
type Validator = (value: unknown) => string | undefined

type Fields = Readonly<Record<string, Validator>>

const validator =
  (isValid: (value: unknown) => boolean, expected: string): Validator =>
  (value) =>
    isValid(value) ? undefined : ` is not ${expected}`

const string = validator((value) => typeof value === 'string', 'a text')
/** A name defined by spoolscope itself: of a rule, a format or a version. */
const identifier = validator(
  (value) => typeof value === 'string' && /^[ -~]{1,100}$/.test(value),
  'a name',
)
/** The id of a rule, as the schema has it: the JSON of a report that is read is valid, too. */
const ruleId = validator(
  (value) =>
    typeof value === 'string' && value.length <= 100 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value),
  'the id of a rule',
)
const boolean = validator((value) => typeof value === 'boolean', 'true or false')
const count = validator((value) => Number.isSafeInteger(value) && Number(value) >= 0, 'a count')
/** The number of a line, or of something that is there. */
const positive = validator(
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  'a count above 0',
)
const scalar = validator(
  (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
  'a text, a number, true or false',
)
// 2016-06-14T12:00:00Z   2016-06-14T12:00:00.000Z
// Date.parse alone also accepts many other texts, even comments.
const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/
/** An existing time, ISO 8601 in UTC. */
const utcTime = validator(
  (value) => typeof value === 'string' && ISO_UTC.test(value) && !Number.isNaN(Date.parse(value)),
  'a time in UTC',
)
const enumOf = (...words: readonly string[]): Validator =>
  validator(
    (value) => typeof value === 'string' && words.includes(value),
    `one of “${words.join('”, “')}”`,
  )

const arrayOf =
  (validate: Validator): Validator =>
  (value) => {
    if (!Array.isArray(value)) return ' is not a list'
    for (let index = 0; index < value.length; index += 1) {
      const problem = validate(value[index])
      if (problem !== undefined) return `[${index}]${problem}`
    }
    return undefined
  }

const recordOf =
  (validate: Validator): Validator =>
  (value) => {
    if (!isObject(value)) return ' is not an object'
    for (const key of Object.keys(value)) {
      const problem = validate(value[key])
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }

/** Accepts unknown fields, because later versions may add some. */
function object(required: Fields, optional: Fields = {}): Validator {
  const fields = [
    ...Object.entries(required).map(([key, validate]) => [key, validate, true] as const),
    ...Object.entries(optional).map(([key, validate]) => [key, validate, false] as const),
  ]
  return (value) => {
    if (!isObject(value)) return ' is not an object'
    for (const [key, validate, isRequired] of fields) {
      if (!Object.hasOwn(value, key)) {
        if (isRequired) return `.${key} is missing`
        continue
      }
      const problem = validate(value[key])
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }
}

const nullable =
  (validate: Validator): Validator =>
  (value) =>
    value === null ? undefined : validate(value)

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether a value is nested at most `levels` deep. Serializing a value with extreme nesting would
 * overflow the stack.
 */
function isNestedAtMost(levels: number, value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return false
    const nextLevel: unknown[] = []
    for (const parent of level) {
      if (typeof parent !== 'object' || parent === null) continue
      for (const child of Object.values(parent))
        if (typeof child === 'object' && child !== null) nextLevel.push(child)
    }
    level = nextLevel
  }
  return true
}

/**
 * No report nests deeper than a tenth of it.
 * Limit: depth of the JSON of a saved report.
 * Beyond: it is refused.
 */
const MAX_NESTING_LEVELS = 50

const source = object({ path: string }, { line: positive, record: count, offset: count })
const sources = arrayOf(source)
const texts = arrayOf(string)
const severity = enumOf('error', 'warning', 'info')

const finding = object({ subject: string, message: string, sources }, { remedy: string })
const missing = object({ evidence: string, how: string }, { commands: texts })
const step = object({ do: string, verify: string }, { commands: texts })
const verdict = object(
  {
    rule: ruleId,
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
  },
  { clearTitle: string },
)

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
    damage: arrayOf(object({ reason: string }, { line: positive, offset: count })),
  },
  {
    from: utcTime,
    to: utcTime,
    program: enumOf('client', 'server', 'other', 'unknown'),
    programSign: string,
  },
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
const ruleIds = arrayOf(ruleId)
const certainty = enumOf(...CERTAINTIES)
const cause = object(
  {
    rule: ruleId,
    title: string,
    certainty,
    because: arrayOf(object({ text: string, sources })),
    explains: object({ symptoms: ruleIds, messages: count, of: count }, { certainty }),
    causedBy: ruleIds,
    supersedes: ruleIds,
  },
  { user: string, since: utcTime },
)
const role = exhaustiveEnumOf<ActionRole>({
  user: true,
  'skype-administrator': true,
  'exchange-administrator': true,
  support: true,
})
const diagnosis = object({
  outcome: enumOf(...DIAGNOSIS_OUTCOMES),
  answer: string,
  causes: arrayOf(cause),
  unexplained: arrayOf(object({ rule: ruleId, messages: count }, { user: string })),
  ruledOut: arrayOf(object({ rule: ruleId, because: string, sources })),
  undecided: arrayOf(object({ rule: ruleId, missing: texts })),
  actions: arrayOf(
    object({ role, do: string, commands: texts, verify: string, for: ruleIds }, { user: string }),
  ),
  collectNext: arrayOf(
    object({ evidence: string, how: string, commands: texts, decides: ruleIds }),
  ),
})
const citedLine = object(
  { path: string, text: string },
  { line: positive, record: count, offset: count },
)
const changedSetting = object({ rule: ruleId, setting: identifier, value: string, default: string })
const redaction = object({ replaced: recordOf(positive), timesShifted: boolean, notCovered: texts })

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
  {
    diagnosis,
    journeys: arrayOf(journey),
    timeline,
    citedLines: arrayOf(citedLine),
    separation: string,
    mixture: string,
    changedSettings: arrayOf(changedSetting),
    redaction,
  },
)
const summary = object({
  cases: count,
  flagged: object({ error: count, warning: count, info: count }),
  clear: count,
  notChecked: count,
  crashed: count,
})
const report = object(
  {
    tool: object({ name: identifier, version: identifier }),
    cases: arrayOf(caseValidator),
    summary,
  },
  { configuration: arrayOf(object({ file: string, options: arrayOf(identifier) })) },
)

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
