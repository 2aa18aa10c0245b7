import type { CaseReport } from '../../model/report.ts'

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

/** Whether a report has all parts that a page of it shows. A summary asks for less; a line that somebody has edited may lack the rest. */
export const isWholeReport = (report: CaseReport): boolean => whole(report)

const text: Check = (value) => typeof value === 'string'
const count: Check = (value) => typeof value === 'number'
const truth: Check = (value) => typeof value === 'boolean'
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const map =
  (check: Check): Check =>
  (value) =>
    isFields(value) && Object.values(value).every(check)
const fields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isFields(value) && Object.entries(checks).every(([name, check]) => check(value[name]))

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

const source = fields({ path: text, line: optional(count), record: optional(count), offset: optional(count) })
const step = fields({ stage: text, at: text, text, inferred: truth, by: optional(text), within: optional(count), source })
const stretch = { from: text, to: text }
const timeline = fields({
  logs: list(fields({ path: text, ...stretch, gaps: list(fields(stretch)) })),
  marks: list(
    fields({ at: text, kind: (value) => ['sign-in', 'recipient-offline', 'failure'].includes(String(value)), text, source }),
  ),
  spooled: list(fields({ name: text, since: text, seen: optional(text), user: optional(text), source })),
  omitted: fields({ marks: count, spooled: count, journeys: optional(count), logs: optional(count), gaps: optional(count) }),
  stuckAfter: count,
})
const verdict = fields({
  ...{ rule: text, title: text, severity: text, status: text, trial: truth, message: text, omitted: count },
  findings: list(fields({ subject: text, message: text, sources: list(source), remedy: optional(text) })),
  sources: list(source),
  missing: list(fields({ evidence: text, how: text, commands: optional(list(text)) })),
  remedy: list(fields({ do: text, verify: text, commands: optional(list(text)) })),
})
const input = fields({
  ...{ path: text, format: text, status: text, bytes: count, records: count, undecoded: count, unreadable: count },
  ...{ from: optional(text), to: optional(text), notes: list(text) },
  damage: list(fields({ reason: text, line: optional(count), offset: optional(count) })),
})
const whole = fields({
  ...{ id: text, headline: text, unknowable: list(text) },
  asOf: (value) => value === null || fields({ time: text, from: text })(value),
  facts: map(fields({ label: text, text, sources: list(source) })),
  inputs: list(input),
  verdicts: list(verdict),
  journeys: optional(
    list(fields({ key: text, user: optional(text), recipient: optional(text), conversation: optional(text), steps: list(step) })),
  ),
  timeline: optional(timeline),
  redaction: optional(fields({ replaced: map(count), timesShifted: truth, notCovered: list(text) })),
})
