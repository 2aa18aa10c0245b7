import type { BatchLine } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import type { CaseReport, Verdict } from '../../model/report.ts'
import { gapsOf } from '../../reports/gaps.ts'
import type { Names } from './names.ts'

/**
 * What is kept of a line: numbers that stand for names wherever possible, for there may be a
 * million.
 */
export interface CaseNote {
  readonly status: BatchLine['status']
  readonly ruleSet: number
  /** Which of several lines about the same bundle counts: the greatest, whatever their order. */
  readonly order: string
  readonly reason?: string
  readonly judged?: JudgedNote
}

export interface JudgedNote {
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

const RANKS: Readonly<Record<BatchLine['status'], string>> = {
  judged: '2',
  unreadable: '1',
  failed: '0',
}
/** More of one case than this helps nobody and is not kept. */
const MOST = 100
const STUCK = 'spool-message-stuck'

export function caseNote(line: BatchLine, names: Names): CaseNote {
  const { status, ruleSet, sha256 = '', reason, report } = line
  // Judged wins over unreadable and that over failed; then what is judged as of later.
  const order = [RANKS[status], report?.asOf?.time ?? '', ruleSet, sha256].join(' ')
  return {
    status,
    ruleSet: names.ruleSets.of(ruleSet),
    order,
    ...defined({
      reason: reason === undefined ? undefined : names.cut(reason),
      judged: status === 'judged' && report ? judgedNote(report, names) : undefined,
    }),
  }
}

function judgedNote({ headline, asOf, facts, verdicts }: CaseReport, names: Names): JudgedNote {
  const flagged = verdicts.filter(({ status }) => status === 'flagged').slice(0, MOST)
  const stuck = flagged.find(({ rule }) => rule === STUCK)
  const oldest = stuck && Date.parse(String(facts.oldestSpooled?.value ?? ''))
  const at = Date.parse(asOf?.time ?? '')
  const known = (field: string, fact: string, of: Names['builds']) =>
    facts[fact] === undefined ? {} : { [field]: of.of(String(facts[fact].value)) }
  return {
    headline: names.cut(headline),
    ...defined({ asOf: Number.isNaN(at) ? undefined : at }),
    causes: flagged.map((verdict) => ({
      rule: names.rule(verdict),
      evidence: evidenceOf(verdict),
    })),
    stuck: stuck ? evidenceOf(stuck) : 0,
    ...defined({ oldest: oldest === undefined || Number.isNaN(oldest) ? undefined : oldest }),
    users: usersOf(facts.users?.value).map((user) => names.users.of(user)),
    ...known('build', 'clientBuild', names.builds),
    ...known('channel', 'updateChannel', names.channels),
    ...known('server', 'server', names.servers),
    ...known('mailbox', 'mailboxLocation', names.mailboxes),
    gaps: gapsOf(verdicts)
      .slice(0, MOST)
      .map((gap) => names.gap(gap)),
    crashed: verdicts
      .filter(({ status }) => status === 'crashed')
      .slice(0, MOST)
      .map((verdict) => names.rule(verdict)),
  }
}

const evidenceOf = ({ findings, omitted }: Verdict): number => findings.length + omitted

/** The users that a report names: `kim@contoso.example, lee@contoso.example, and 3 more`. */
function usersOf(value: unknown): string[] {
  if (value === undefined) return []
  return String(value)
    .split(', ')
    .filter((user) => user !== '' && !/^and \d+ more$/.test(user))
    .slice(0, MOST)
}
