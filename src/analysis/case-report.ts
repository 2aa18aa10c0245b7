import { type CaseTime, caseTime } from '../evidence/case-time.ts'
import type { SpooledItemHistory } from '../journeys/offline-trail.ts'
import { defined } from '../model/defined.ts'
import { toIsoTime } from '../model/moment.ts'
import type { CaseReport, InputReport, Summary, Verdict } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { removePrivateFromReport } from '../redact/redact-case.ts'
import { spoolMessageStuck } from '../rules/spool-message-stuck.ts'
import { buildCaseJourneys } from './case-journeys.ts'
import { buildCaseTimeline } from './case-timeline.ts'
import type { Engine } from './engine.ts'
import { formatHeadline } from './headline.ts'

interface CaseRead {
  readonly id: string
  /** Has heard all observations of the case. */
  readonly engine: Engine
  /** In the order that the inputs were named and found. */
  readonly inputs: readonly InputSummary[]
  /** Items that were seen to leave a spool while it was watched. */
  readonly goneItems?: readonly SpooledItemHistory[]
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** Microsoft: there is no mechanism to check whether the recipient can receive offline messages. */
const UNKNOWABLE = [
  'Whether the recipient is able to receive offline messages: Skype for Business has no way to check it. Ask the recipient, or look into their Missed Conversation folder.',
]

/** All that is known of one case, in words and in the order shown. */
export function buildCaseReport({
  id,
  engine,
  inputs,
  goneItems: departed = [],
}: CaseRead): CaseReport {
  const verdicts = bySeverity(engine.verdicts())
  const { journeys, timeline, untold } = story(engine, departed)
  return removePrivateFromReport({
    id,
    headline: formatHeadline(verdicts),
    asOf: asOf(engine),
    facts: engine.facts(),
    inputs: inputs.map(inputReport),
    verdicts,
    unknowable: [...UNKNOWABLE, ...untold],
    journeys,
    timeline,
  })
}

/** What happened, one by one. An evidence that crashed costs these two, and the report says so. */
function story(
  engine: Engine,
  departed: readonly SpooledItemHistory[],
): Required<Pick<CaseReport, 'journeys' | 'timeline'>> & { readonly untold: readonly string[] } {
  const stuckAfter = Number(engine.threshold(spoolMessageStuck, 'stuckAfter'))
  try {
    const now = engine.resultOf(caseTime)?.at ?? Number.NEGATIVE_INFINITY
    const { journeys, omitted } = buildCaseJourneys(engine, now, stuckAfter, departed)
    return { journeys, timeline: buildCaseTimeline(engine, stuckAfter, omitted), untold: [] }
  } catch (error) {
    const omitted = { marks: 0, spooled: 0, journeys: 0, logs: 0, gaps: 0 }
    const why = error instanceof Error ? error.message : String(error)
    return {
      journeys: [],
      timeline: { logs: [], marks: [], spooled: [], omitted, stuckAfter },
      untold: [`What happened when, and the journeys of messages: ${why}`],
    }
  }
}

/** Within a severity, in the order of the rules. */
const bySeverity = (verdicts: readonly Verdict[]) =>
  [...verdicts].sort(
    (left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity),
  )

function asOf(engine: Engine): CaseReport['asOf'] {
  let time: CaseTime | undefined
  try {
    time = engine.resultOf(caseTime)
  } catch {
    return null // it crashed: the verdicts that rest on it say so
  }
  return time === undefined ? null : { time: toIsoTime(time.at), from: time.sourceText }
}

function inputReport({
  path,
  format,
  status,
  bytes,
  records,
  undecoded,
  unreadable,
  from,
  to,
  notes,
  damage,
}: InputSummary): InputReport {
  return {
    path,
    format,
    status,
    bytes,
    records,
    undecoded,
    unreadable,
    ...defined({
      from: from === undefined ? undefined : toIsoTime(from),
      to: to === undefined ? undefined : toIsoTime(to),
    }),
    notes,
    damage,
  }
}

export function summaryOf(cases: readonly CaseReport[]): Summary {
  const verdicts = cases.flatMap((one) => one.verdicts)
  const count = (wanted: Verdict['status'], severity?: Severity) =>
    verdicts.filter(
      (verdict) => verdict.status === wanted && (severity ?? verdict.severity) === verdict.severity,
    ).length
  return {
    cases: cases.length,
    flagged: {
      error: count('flagged', 'error'),
      warning: count('flagged', 'warning'),
      info: count('flagged', 'info'),
    },
    clear: count('clear'),
    notChecked: count('not-checked'),
    crashed: count('crashed'),
  }
}
