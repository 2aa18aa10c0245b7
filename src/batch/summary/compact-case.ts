import type { BatchLine } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import { findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { CaseReport, Verdict } from '../../model/report.ts'
import type { FleetNames } from './fleet-names.ts'

/**
 * What is kept of a line: numbers that stand for names wherever possible, for there may be a
 * million.
 */
export interface CompactCase {
  readonly status: BatchLine['status']
  readonly ruleSet: number
  /** Which of several lines about the same bundle counts: the greatest, whatever their order. */
  readonly order: string
  readonly reason?: string
  readonly judged?: CompactReport
}

export interface CompactReport {
  readonly headline: string
  /** Milliseconds UTC. */
  readonly asOf?: number
  readonly causes: readonly { readonly rule: number; readonly evidence: number }[]
  readonly stuck: number
  /** Moment, milliseconds UTC, since when the oldest item waits. */
  readonly oldest?: number
  readonly users: readonly number[]
  readonly build?: number
  readonly channel?: number
  readonly server?: number
  readonly mailbox?: number
  readonly gaps: readonly number[]
  readonly crashed: readonly number[]
}

const STATUS_RANKS: Readonly<Record<BatchLine['status'], string>> = {
  judged: '2',
  unreadable: '1',
  failed: '0',
}
/** More of one case than this helps nobody and is not kept. */
const MAX_ENTRIES = 100
const STUCK_RULE = 'spool-message-stuck'

export function toCompactCase(line: BatchLine, names: FleetNames): CompactCase {
  const { status, ruleSet, sha256 = '', reason, report } = line
  // Judged wins over unreadable and that over failed; then what is judged as of later.
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
  { headline, asOf, facts, verdicts }: CaseReport,
  names: FleetNames,
): CompactReport {
  const flagged = verdicts.filter(({ status }) => status === 'flagged').slice(0, MAX_ENTRIES)
  const stuck = flagged.find(({ rule }) => rule === STUCK_RULE)
  const oldest = stuck && Date.parse(String(facts.oldestSpooled?.value ?? ''))
  const at = Date.parse(asOf?.time ?? '')
  const known = (field: string, fact: string, of: FleetNames['builds']) =>
    facts[fact] === undefined ? {} : { [field]: of.numberFor(String(facts[fact].value)) }
  return {
    headline: names.truncate(headline),
    ...defined({ asOf: Number.isNaN(at) ? undefined : at }),
    causes: flagged.map((verdict) => ({
      rule: names.addRule(verdict),
      evidence: findingCountOf(verdict),
    })),
    stuck: stuck ? findingCountOf(stuck) : 0,
    ...defined({ oldest: oldest === undefined || Number.isNaN(oldest) ? undefined : oldest }),
    users: usersOf(facts.users?.value).map((user) => names.users.numberFor(user)),
    ...known('build', 'clientBuild', names.builds),
    ...known('channel', 'updateChannel', names.channels),
    ...known('server', 'server', names.servers),
    ...known('mailbox', 'mailboxLocation', names.mailboxes),
    gaps: findEvidenceGaps(verdicts)
      .slice(0, MAX_ENTRIES)
      .map((gap) => names.addGap(gap)),
    crashed: verdicts
      .filter(({ status }) => status === 'crashed')
      .slice(0, MAX_ENTRIES)
      .map((verdict) => names.addRule(verdict)),
  }
}

const findingCountOf = ({ findings, omitted }: Verdict): number => findings.length + omitted

/** The users that a report names: `kim@contoso.example, lee@contoso.example, and 3 more`. */
function usersOf(value: unknown): string[] {
  if (value === undefined) return []
  return String(value)
    .split(', ')
    .filter((user) => user !== '' && !/^and \d+ more$/.test(user))
    .slice(0, MAX_ENTRIES)
}
