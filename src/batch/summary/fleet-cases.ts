import { defined } from '../../model/defined.ts'
import type { FleetCase, FleetCases } from '../../model/fleet/fleet-case.ts'
import { caseSumOf } from './case-sum-of.ts'
import type { CompactCase, CompactReport } from './compact-case.ts'
import type { FleetCollector } from './fleet-collector.ts'
import type { FleetNames, NameTable } from './fleet-names.ts'

/** A browser takes too long to open a page with more rows. */
const MAX_ROWS = 50_000
const WORST_FIRST: readonly FleetCase['sum'][] = [
  'affected',
  'failed',
  'unreadable',
  'open',
  'clear',
]
const SEVERITIES = ['error', 'warning', 'info']

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
  if (!judged) return { bundle, sum, rules: [], users: [], stuck: 0, says: reason }
  const { headline, users, stuck, oldest, asOf, build, channel, server, mailbox } = judged
  return {
    bundle,
    sum,
    stuck,
    says: headline,
    rules: rulesOf(judged, names).map((rule) => names.ruleAt(rule).rule),
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

/** The causes and symptoms of the diagnosis, then the other flagged rules, most severe first. */
function rulesOf({ flagged, diagnosis }: CompactReport, names: FleetNames): readonly number[] {
  const severityOf = (rule: number) => SEVERITIES.indexOf(names.ruleAt(rule).severity)
  const others = flagged
    .map(({ rule }) => rule)
    .sort((left, right) => severityOf(left) - severityOf(right))
  const { causes = [], symptoms = [] } = diagnosis ?? {}
  return [...new Set([...[...causes, ...symptoms].map(({ rule }) => rule), ...others])]
}

const nameOf = (number: number | undefined, table: NameTable): string | undefined =>
  number === undefined ? undefined : table.texts[number]
