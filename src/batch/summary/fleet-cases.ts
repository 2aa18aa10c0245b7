import { defined } from '../../model/defined.ts'
import type { FleetCase, FleetCases } from '../../model/fleet-case.ts'
import { caseSumOf } from './case-sum-of.ts'
import type { CompactCase } from './compact-case.ts'
import type { FleetCollector } from './fleet-collector.ts'
import type { FleetNames, NameTable } from './fleet-names.ts'

/** A page with more rows would take a browser long to open. */
const MAX_ROWS = 50_000
const WORST_FIRST: readonly FleetCase['sum'][] = [
  'affected',
  'failed',
  'unreadable',
  'open',
  'clear',
]
const SEVERITIES = ['error', 'warning', 'info']

/** The bundles as rows: the same, in whatever order their lines came. */
export function fleetCases({ cases: notes, names }: FleetCollector, most = MAX_ROWS): FleetCases {
  const ranked = [...notes].map(([bundle, note]) => ({ bundle, note, sum: sumOf(note, names) }))
  ranked.sort(
    (left, right) =>
      WORST_FIRST.indexOf(left.sum) - WORST_FIRST.indexOf(right.sum) ||
      (left.bundle < right.bundle ? -1 : 1),
  )
  return {
    listed: ranked.slice(0, most).map(({ bundle, note, sum }) => rowOf(bundle, note, sum, names)),
    others: Math.max(0, ranked.length - most),
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
  if (!judged) return { bundle, sum, causes: [], users: [], stuck: 0, says: reason }
  const { headline, causes, users, stuck, oldest, asOf, build, channel, server, mailbox } = judged
  const severityOf = (rule: number) => SEVERITIES.indexOf(names.rules[rule]?.severity ?? 'info')
  const flagged = causes
    .map(({ rule }) => rule)
    .sort((left, right) => severityOf(left) - severityOf(right))
  return {
    bundle,
    sum,
    stuck,
    says: headline,
    causes: flagged.map((rule) => names.rules[rule]?.rule ?? ''),
    users: users.map((user) => names.users.texts[user] ?? ''),
    ...optionalField('build', build, names.builds),
    ...optionalField('channel', channel, names.channels),
    ...optionalField('server', server, names.servers),
    ...optionalField('mailbox', mailbox, names.mailboxes),
    ...defined({ oldest, asOf }),
  }
}

const optionalField = <K extends string>(
  field: K,
  number: number | undefined,
  table: NameTable,
): { readonly [F in K]?: string } => {
  const text = number === undefined ? undefined : table.texts[number]
  return text === undefined ? {} : ({ [field]: text } as { readonly [F in K]: string })
}
