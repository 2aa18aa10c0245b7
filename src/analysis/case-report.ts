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
import type { FoundCollections } from './collections/find-collections.ts'
import type { Engine } from './engine.ts'
import { formatHeadline } from './headline.ts'

interface CaseData {
  readonly id: string
  /** Engine that has received all observations of the case. */
  readonly engine: Engine
  /** In the order in which the inputs were given or found. */
  readonly inputs: readonly InputSummary[]
  /** Items that left a spool while it was watched. */
  readonly goneItems?: readonly SpooledItemHistory[]
  /** Collections that do not fit together and are analyzed as this one case. */
  readonly collections?: FoundCollections
  /** Why this case was separated from others that were passed with it. */
  readonly separation?: string
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** According to Microsoft, nothing can check whether a recipient can receive offline messages. */
const UNKNOWABLE = [
  'Whether the recipient can receive offline messages: ' +
    'Skype for Business has no way to check it. ' +
    'Ask the recipient, or look into their Missed Conversation folder.',
]

/** Builds the report of a case. */
export function buildCaseReport({
  id,
  engine,
  inputs,
  goneItems = [],
  collections,
  separation,
}: CaseData): CaseReport {
  const verdicts = sortBySeverity(engine.verdicts())
  const { journeys, timeline, failures } = buildHistory(engine, goneItems)
  return removePrivateFromReport({
    id,
    headline: formatHeadline(verdicts, collections),
    asOf: findAsOf(engine),
    facts: engine.facts(),
    inputs: inputs.map(inputReport),
    verdicts,
    unknowable: [...UNKNOWABLE, ...failures],
    journeys,
    timeline,
    ...defined({ separation }),
  })
}

/** Builds journeys and timeline. If an evidence crashed, both are empty and `failures` says why. */
function buildHistory(
  engine: Engine,
  goneItems: readonly SpooledItemHistory[],
): Required<Pick<CaseReport, 'journeys' | 'timeline'>> & { readonly failures: readonly string[] } {
  const stuckAfter = Number(engine.threshold(spoolMessageStuck, 'stuckAfter'))
  try {
    const now = engine.resultOf(caseTime)?.at ?? Number.NEGATIVE_INFINITY
    const { journeys, omitted } = buildCaseJourneys(engine, now, stuckAfter, goneItems)
    return { journeys, timeline: buildCaseTimeline(engine, stuckAfter, omitted), failures: [] }
  } catch (error) {
    const omitted = { marks: 0, spooled: 0, journeys: 0, logs: 0, gaps: 0 }
    const why = error instanceof Error ? error.message : String(error)
    return {
      journeys: [],
      timeline: { logs: [], marks: [], spooled: [], omitted, stuckAfter },
      failures: [`The timeline and the journeys of messages: ${why}`],
    }
  }
}

/** Sorts by severity. Keeps the order of the rules within a severity. */
const sortBySeverity = (verdicts: readonly Verdict[]) =>
  [...verdicts].sort(
    (left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity),
  )

function findAsOf(engine: Engine): CaseReport['asOf'] {
  let time: CaseTime | undefined
  try {
    time = engine.resultOf(caseTime)
  } catch {
    return null // The evidence crashed. The verdicts that depend on it report that.
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
  program,
  programSign,
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
      program,
      programSign,
    }),
    notes,
    damage,
  }
}

export function summaryOf(cases: readonly CaseReport[]): Summary {
  const verdicts = cases.flatMap((caseReport) => caseReport.verdicts)
  const count = (status: Verdict['status'], severity?: Severity) =>
    verdicts.filter(
      (verdict) => verdict.status === status && (severity ?? verdict.severity) === verdict.severity,
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
