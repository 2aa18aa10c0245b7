import { type CaseTime, caseTime } from '../evidence/case-time.ts'
import { mailboxLocation } from '../evidence/mailbox-location.ts'
import { spool } from '../evidence/spool.ts'
import { userIdentity } from '../evidence/user-identity.ts'
import type { SpooledItemHistory } from '../journeys/offline-trail.ts'
import { defined, present } from '../model/defined.ts'
import type { Evidence } from '../model/evidence.ts'
import { toIsoTime } from '../model/moment.ts'
import type { CaseReport, InputReport, Summary, Verdict } from '../model/report.ts'
import { SEVERITIES, type Severity } from '../model/rule.ts'
import { domainOf } from '../model/sip-message.ts'
import type { InputSummary } from '../model/tally.ts'
import { removePrivateFromReport } from '../redact/remove-private-texts.ts'
import { spoolMessageStuck } from '../rules/spool-message-stuck.ts'
import { buildCaseJourneys } from './case-journeys.ts'
import { buildCaseTimeline } from './case-timeline.ts'
import type { FoundCollections } from './collections/find-collections.ts'
import type { CaseContext } from './diagnosis/case-context.ts'
import { diagnose } from './diagnosis/diagnose.ts'
import type { Engine } from './engine.ts'
import { formatHeadline, mixtureText } from './headline.ts'

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
  const evaluations = engine.evaluations()
  const verdicts = sortBySeverity(evaluations.map(({ verdict }) => verdict))
  const changedSettings = engine.changedSettings()
  const { journeys, timeline, failures } = buildHistory(engine, goneItems)
  const diagnosis = diagnose({
    evaluations,
    journeys,
    timeline,
    context: collectContext(engine),
  })
  return removePrivateFromReport({
    id,
    headline: formatHeadline(verdicts, collections),
    asOf: findAsOf(engine),
    facts: engine.facts(),
    inputs: inputs.map(inputReport),
    verdicts,
    diagnosis,
    unknowable: [...UNKNOWABLE, ...failures],
    journeys,
    timeline,
    ...defined({
      separation,
      mixture: collections && mixtureText(collections),
      changedSettings: changedSettings.length === 0 ? undefined : changedSettings,
    }),
  })
}

/** Facts about users, spools and mailboxes for the diagnosis. */
function collectContext(engine: Engine): CaseContext {
  const spools = resultOrUndefined(engine, spool) ?? []
  const identities = resultOrUndefined(engine, userIdentity)?.users ?? []
  const identityOf = new Map(identities.map((identity) => [identity.sip, identity]))
  const named = [
    ...identities.filter(({ usesThisClient }) => usesThisClient).map(({ sip }) => sip),
    ...present(spools.map(({ user }) => user)),
  ]
  // Output of an administrator may list many users. It counts where nothing else names a user.
  const users = new Set(named.length > 0 ? named : identities.map(({ sip }) => sip))
  return {
    users: [...users].map((sip) => {
      const mail = identityOf.get(sip)?.mail
      return { sip, ...defined({ mailDomain: mail && domainOf(mail.address) }) }
    }),
    spools: spools.map(({ user, at, current }) => ({
      items: current.itemCount,
      isComplete: !current.isPartial,
      ...defined({ user, at: current.takenAt ?? at }),
    })),
    mailboxes: resultOrUndefined(engine, mailboxLocation) ?? [],
  }
}

/** Undefined if the evidence crashed: its rules say so. */
function resultOrUndefined<Result>(engine: Engine, evidence: Evidence<Result>): Result | undefined {
  try {
    return engine.resultOf(evidence)
  } catch {
    return undefined
  }
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
  const time: CaseTime | undefined = resultOrUndefined(engine, caseTime)
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
