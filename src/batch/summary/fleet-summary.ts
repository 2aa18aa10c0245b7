import { defined, type Mutable } from '../../model/defined.ts'
import {
  type FleetSummary,
  type GapCount,
  NO_OUTCOMES,
  type OutcomeCounts,
  type StuckCount,
} from '../../model/fleet/fleet-summary.ts'
import { toIsoTime } from '../../model/moment.ts'
import { caseSumOf } from './case-sum-of.ts'
import { CauseCounts } from './cause-counts.ts'
import type { CompactReport } from './compact-case.ts'
import { Extremes } from './extremes.ts'
import type { FleetCollector } from './fleet-collector.ts'
import { fleetHeadline } from './fleet-headline.ts'
import type { FleetNames } from './fleet-names.ts'
import { ReasonCounts } from './reason-counts.ts'
import { topOf } from './top.ts'
import { ValueCounts } from './value-counts.ts'

/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: kinds of missing evidence listed.
 * Beyond: further ones are counted together.
 */
const MAX_GAPS = 200

/** Summarizes the collected cases. The order of the lines does not matter. */
export function fleetSummary(fleet: FleetCollector, version: string): FleetSummary {
  const { names, cases } = fleet
  const counts = new Counts(names)
  const ruleSets = new Set<number>()
  const bundles = { total: cases.size, judged: 0, unreadable: 0, failed: 0 }
  const reasons = { unreadable: new ReasonCounts(), failed: new ReasonCounts() }
  for (const [bundle, { status, ruleSet, reason, judged }] of cases) {
    bundles[status] += 1
    ruleSets.add(ruleSet)
    if (judged) counts.add(bundle, judged)
    else if (status !== 'judged') reasons[status].add(bundle, reason)
  }
  const summary = {
    lines: fleet.lineCounts(),
    ruleSets: ruleSets.size,
    bundles,
    ...counts.result(),
    unreadable: reasons.unreadable.listed(),
    failed: reasons.failed.listed(),
  }
  return {
    schemaVersion: 1,
    tool: { name: 'spoolscope', version },
    headline: fleetHeadline(summary),
    ...summary,
  }
}

/** The message that has been stuck the longest. Times in milliseconds UTC. */
interface OldestMessage {
  readonly at: number
  readonly bundle: string
  readonly asOf?: number
}

/** Adds up the cases that were analyzed. */
class Counts {
  private readonly names: FleetNames
  private readonly cases = { affected: 0, open: 0, clear: 0 }
  /** The times as of which cases were analyzed. */
  private readonly times = new Extremes()
  private withoutTime = 0
  private readonly outcomes: Mutable<OutcomeCounts> = { ...NO_OUTCOMES }
  private readonly causes: CauseCounts
  private readonly values
  private readonly stuck = { messages: 0, cases: 0 }
  private oldest?: OldestMessage
  /** Number of cases, by number of the gap or rule. */
  private readonly gaps: number[] = []
  private readonly crashed: number[] = []

  constructor(names: FleetNames) {
    this.names = names
    this.causes = new CauseCounts(names)
    this.values = {
      users: new ValueCounts(names.users),
      builds: new ValueCounts(names.builds),
      channels: new ValueCounts(names.channels),
      servers: new ValueCounts(names.servers),
      mailboxes: new ValueCounts(names.mailboxes),
    }
  }

  add(bundle: string, report: CompactReport): void {
    const sum = caseSumOf(report, this.names)
    const affected = sum === 'affected'
    this.cases[sum] += 1
    this.times.add(report.asOf)
    if (report.asOf === undefined) this.withoutTime += 1
    this.outcomes[report.diagnosis?.outcome ?? 'no-diagnosis'] += 1
    this.causes.add(bundle, report)
    this.values.users.add(report.users, affected)
    this.values.builds.add(toList(report.build), affected)
    this.values.channels.add(toList(report.channel), affected)
    this.values.servers.add(toList(report.server), affected)
    this.values.mailboxes.add(toList(report.mailbox), affected)
    this.addStuck(bundle, report)
    for (const gap of report.gaps) this.gaps[gap] = (this.gaps[gap] ?? 0) + 1
    for (const rule of report.crashed) this.crashed[rule] = (this.crashed[rule] ?? 0) + 1
  }

  private addStuck(bundle: string, { stuck, oldest, asOf }: CompactReport): void {
    if (stuck === 0) return
    this.stuck.cases += 1
    this.stuck.messages += stuck
    if (oldest === undefined) return
    const known = this.oldest
    if (known && (known.at < oldest || (known.at === oldest && known.bundle < bundle))) return
    this.oldest = { at: oldest, bundle, ...defined({ asOf }) }
  }

  result(): Pick<
    FleetSummary,
    | 'cases'
    | 'asOf'
    | 'outcomes'
    | 'causes'
    | 'symptoms'
    | 'alsoFlagged'
    | 'combinations'
    | 'stuck'
    | 'affected'
    | 'notChecked'
    | 'crashed'
  > {
    const { users, builds, channels, servers, mailboxes } = this.values
    return {
      cases: { ...this.cases },
      asOf: { ...this.times.span(), unknown: this.withoutTime },
      outcomes: { ...this.outcomes },
      ...this.causes.listed(),
      stuck: { ...this.stuck, oldest: formatOldest(this.oldest) },
      affected: {
        users: users.count(),
        builds: builds.count(),
        channels: channels.count(),
        servers: servers.count(),
        mailboxes: mailboxes.count(),
      },
      ...this.uncheckedAndCrashed(),
    }
  }

  private uncheckedAndCrashed(): Pick<FleetSummary, 'notChecked' | 'crashed'> {
    const casesOf = ({ cases }: { readonly cases: number }) => cases
    const gaps = this.gaps.flatMap((cases, number) => gapCount(this.names, number, cases))
    const crashed = this.crashed.map((cases, number) => {
      const { rule = '', crashMessage = '' } = this.names.rules[number] ?? {}
      return { rule, cases, example: crashMessage }
    })
    return {
      notChecked: topOf(gaps, MAX_GAPS, casesOf, casesOf, ({ evidence }) => evidence),
      crashed: topOf(Object.values(crashed), MAX_GAPS, casesOf, casesOf, ({ rule }) => rule),
    }
  }
}

const toList = (value: number | undefined): readonly number[] =>
  value === undefined ? [] : [value]

function formatOldest(oldest: OldestMessage | undefined): StuckCount['oldest'] {
  if (oldest === undefined) return null
  const { at, asOf, bundle } = oldest
  const waited = asOf === undefined || asOf < at ? undefined : asOf - at
  return { since: toIsoTime(at), ...defined({ waited }), bundle }
}

function gapCount({ gaps }: FleetNames, number: number, cases: number): GapCount[] {
  const gap = gaps[number]
  if (gap === undefined) return []
  const ways = [...gap.ways]
    .map(([how, commands]) => ({ how, commands: [...commands].sort() }))
    .sort((left, right) => (left.how < right.how ? -1 : 1))
  return [{ evidence: gap.evidence, cases, rules: [...gap.rules].sort(), ways }]
}
