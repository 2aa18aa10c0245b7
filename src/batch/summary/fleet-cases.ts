import { defined } from '../../model/defined.ts'
import type { FleetCase, FleetCases } from '../../model/fleet/fleet-case.ts'
import { SEVERITIES } from '../../model/rule.ts'
import { caseSumOf } from './case-sum-of.ts'
import { type CauseInCase, causesOf } from './cause-counts.ts'
import type { CompactCase, CompactReport } from './compact-case.ts'
import type { FleetCollector } from './fleet-collector.ts'
import type { FleetNames, NameTable } from './fleet-names.ts'

/**
 * A browser takes too long to open a page with more rows.
 * Limit: rows of the table of all cases.
 * Beyond: further cases are counted.
 */
const MAX_ROWS = 50_000
const WORST_FIRST: readonly FleetCase['sum'][] = [
  'affected',
  'failed',
  'unreadable',
  'open',
  'clear',
]

/** Returns the bundles as rows, the worst first. The order of the lines does not matter. */
export function fleetCases({ cases, names }: FleetCollector, maxRows = MAX_ROWS): FleetCases {
  const ranked = [...cases].map(([bundle, compactCase]) => ({
    bundle,
    compactCase,
    sum: sumOf(compactCase, names),
  }))
  ranked.sort(
    (left, right) =>
      WORST_FIRST.indexOf(left.sum) - WORST_FIRST.indexOf(right.sum) ||
      (left.bundle < right.bundle ? -1 : 1),
  )
  return {
    listed: ranked
      .slice(0, maxRows)
      .map(({ bundle, compactCase, sum }) => rowOf(bundle, compactCase, sum, names)),
    others: Math.max(0, ranked.length - maxRows),
  }
}

const sumOf = ({ status, judged }: CompactCase, names: FleetNames): FleetCase['sum'] =>
  judged ? caseSumOf(judged, names) : status === 'judged' ? 'open' : status

function rowOf(
  bundle: string,
  { reason = '', judged }: CompactCase,
  sum: FleetCase['sum'],
  names: FleetNames,
): FleetCase {
  if (!judged) return { bundle, sum, causes: [], otherRules: [], users: [], stuck: 0, says: reason }
  const { headline, users, stuck, oldest, asOf, build, channel, server, mailbox } = judged
  const causes = rankedCausesOf(judged, names)
  const nameOfRule = (rule: number) => names.ruleAt(rule).rule
  return {
    bundle,
    sum,
    stuck,
    says: headline,
    causes: causes.map(({ rule, mark }) => ({ rule: nameOfRule(rule), certainty: mark })),
    otherRules: otherRulesOf(judged, causes, names).map(nameOfRule),
    users: users.map((user) => names.users.texts[user] ?? ''),
    ...defined({
      build: nameOf(build, names.builds),
      channel: nameOf(channel, names.channels),
      server: nameOf(server, names.servers),
      mailbox: nameOf(mailbox, names.mailboxes),
      oldest,
      asOf,
    }),
  }
}

/** In the order of the diagnosis, or by severity where there is none. */
function rankedCausesOf(report: CompactReport, names: FleetNames): readonly CauseInCase[] {
  const causes = causesOf(report)
  return report.diagnosis === undefined
    ? causes.sort((left, right) => severityRank(left.rule, names) - severityRank(right.rule, names))
    : causes
}

const severityRank = (rule: number, names: FleetNames): number =>
  SEVERITIES.indexOf(names.ruleAt(rule).severity)

/** The symptoms that are not causes, then the other flagged rules, most severe first. */
function otherRulesOf(
  { flagged, diagnosis }: CompactReport,
  causes: readonly CauseInCase[],
  names: FleetNames,
): readonly number[] {
  const others = flagged
    .map(({ rule }) => rule)
    .sort((left, right) => severityRank(left, names) - severityRank(right, names))
  const symptoms = diagnosis?.symptoms ?? []
  const causeRules = new Set(causes.map(({ rule }) => rule))
  const rules = new Set([...symptoms.map(({ rule }) => rule), ...others])
  return [...rules].filter((rule) => !causeRules.has(rule))
}

const nameOf = (number: number | undefined, table: NameTable): string | undefined =>
  number === undefined ? undefined : table.texts[number]
