import type { BatchLine } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import {
  type Certainty,
  type Diagnosis,
  type DiagnosisOutcome,
  diagnosedSymptoms,
  NOT_ATTEMPTED,
  NOT_ATTEMPTED_TITLE,
} from '../../model/diagnosis.ts'
import { findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { CaseReport, Verdict } from '../../model/report.ts'
import type { FleetNames, NameTable } from './fleet-names.ts'

/**
 * The part of a line that the summary needs. There may be a million, so numbers stand for names
 * wherever possible.
 */
export interface CompactCase {
  readonly status: BatchLine['status']
  readonly ruleSet: number
  /** Of several lines about the same bundle, the one with the greatest order counts. */
  readonly order: string
  readonly reason?: string
  readonly judged?: CompactReport
}

/** The part of a report that the summary needs. Numbers are indexes into the tables of names. */
export interface CompactReport {
  /** The answer of the diagnosis, or the headline where there is none. */
  readonly headline: string
  /** Milliseconds UTC. */
  readonly asOf?: number
  readonly flagged: readonly { readonly rule: number; readonly evidence: number }[]
  /** Absent in reports of earlier versions. */
  readonly diagnosis?: CompactDiagnosis
  /** Number of stuck messages. */
  readonly stuck: number
  /** Since when the oldest item has been waiting, milliseconds UTC. */
  readonly oldest?: number
  readonly users: readonly number[]
  readonly build?: number
  readonly channel?: number
  readonly server?: number
  readonly mailbox?: number
  readonly gaps: readonly number[]
  readonly crashed: readonly number[]
}

export interface CompactDiagnosis {
  readonly outcome: DiagnosisOutcome
  /** `user` is absent for a cause of all users of the case. */
  readonly causes: readonly {
    readonly rule: number
    readonly certainty: Certainty
    readonly user?: number
  }[]
  readonly symptoms: readonly { readonly rule: number; readonly isUnexplained: boolean }[]
}

const STATUS_RANKS: Readonly<Record<BatchLine['status'], string>> = {
  judged: '2',
  unreadable: '1',
  failed: '0',
}
/**
 * A summary has to hold a million cases.
 * Limit: rules, gaps and users kept of each case.
 * Beyond: further ones are left out.
 */
const MAX_ENTRIES = 100
const STUCK_RULE = 'spool-message-stuck'

export function toCompactCase(line: BatchLine, names: FleetNames): CompactCase {
  const { status, ruleSet, sha256 = '', reason, report } = line
  // A judged line wins over an unreadable one, and that over a failed one; then the later time.
  const order = [STATUS_RANKS[status], report?.asOf?.time ?? '', ruleSet, sha256].join(' ')
  return {
    status,
    ruleSet: names.ruleSets.numberFor(ruleSet),
    order,
    ...defined({
      reason: reason === undefined ? undefined : names.truncate(reason),
      judged: status === 'judged' && report ? toCompactReport(report, names) : undefined,
    }),
  }
}

function toCompactReport(
  { headline, asOf, facts, verdicts, diagnosis }: CaseReport,
  names: FleetNames,
): CompactReport {
  const flagged = verdicts.filter(({ status }) => status === 'flagged').slice(0, MAX_ENTRIES)
  const stuck = flagged.find(({ rule }) => rule === STUCK_RULE)
  const oldest = stuck === undefined ? undefined : parseTime(facts.oldestSpooled?.value)
  const numberOf = (factId: string, table: NameTable): number | undefined => {
    const fact = facts[factId]
    return fact === undefined ? undefined : table.numberFor(String(fact.value))
  }
  return {
    headline: names.truncate(diagnosis?.answer ?? headline),
    ...defined({ asOf: parseTime(asOf?.time) }),
    flagged: flagged.map((verdict) => ({
      rule: names.addRule(verdict),
      evidence: findingCountOf(verdict),
    })),
    ...defined({ diagnosis: diagnosis && toCompactDiagnosis(diagnosis, names) }),
    stuck: stuck ? findingCountOf(stuck) : 0,
    ...defined({ oldest }),
    users: usersOf(facts.users?.value).map((user) => names.users.numberFor(user)),
    ...defined({
      build: numberOf('clientBuild', names.builds),
      channel: numberOf('updateChannel', names.channels),
      server: numberOf('server', names.servers),
      mailbox: numberOf('mailboxLocation', names.mailboxes),
    }),
    gaps: findEvidenceGaps(verdicts)
      .slice(0, MAX_ENTRIES)
      .map((gap) => names.addGap(gap)),
    crashed: verdicts
      .filter(({ status }) => status === 'crashed')
      .slice(0, MAX_ENTRIES)
      .map((verdict) => names.addRule(verdict)),
  }
}

function toCompactDiagnosis(diagnosis: Diagnosis, names: FleetNames): CompactDiagnosis {
  const { outcome, causes } = diagnosis
  return {
    outcome,
    causes: causes.slice(0, MAX_ENTRIES).map(({ rule, title, certainty, user }) => ({
      rule: names.addRuleOf(rule, title),
      certainty,
      ...defined({ user: user === undefined ? undefined : names.users.numberFor(user) }),
    })),
    symptoms: diagnosedSymptoms(diagnosis)
      .slice(0, MAX_ENTRIES)
      .map(({ rule, isUnexplained }) => ({
        rule: names.addRuleOf(rule, rule === NOT_ATTEMPTED ? NOT_ATTEMPTED_TITLE : undefined),
        isUnexplained,
      })),
  }
}

/** Returns milliseconds UTC; undefined if the value is not an ISO time. */
function parseTime(value: unknown): number | undefined {
  const at = Date.parse(String(value ?? ''))
  return Number.isNaN(at) ? undefined : at
}

const findingCountOf = ({ findings, omitted }: Verdict): number => findings.length + omitted

/** Splits the users of a report: `kim@contoso.example, lee@contoso.example, and 3 more`. */
function usersOf(value: unknown): string[] {
  if (value === undefined) return []
  return String(value)
    .split(', ')
    .filter((user) => user !== '' && !/^and \d+ more$/.test(user))
    .slice(0, MAX_ENTRIES)
}
