import { defined } from '../../model/defined.ts'
import type { FleetSummary, GapCount, StuckCount } from '../../model/fleet-summary.ts'
import { toIsoTime } from '../../model/moment.ts'
import { caseSumOf } from './case-sum-of.ts'
import { CauseCounts, Extremes } from './cause-counts.ts'
import type { CompactReport } from './compact-case.ts'
import type { FleetCollector } from './fleet-collector.ts'
import { fleetHeadline } from './fleet-headline.ts'
import type { FleetNames } from './fleet-names.ts'
import { ReasonCounts } from './reason-counts.ts'
import { topOf } from './top.ts'
import { ValueCounts } from './value-counts.ts'

const MAX_GAPS = 200

/** What the notes say together: the same, in whatever order their lines came. */
export function fleetSummary(fleet: FleetCollector, version: string): FleetSummary {
  const { names, cases: notes } = fleet
  const counts = new Counts(names)
  const ruleSets = new Set<number>()
  const bundles = { total: notes.size, judged: 0, unreadable: 0, failed: 0 }
  const reasons = { unreadable: new ReasonCounts(), failed: new ReasonCounts() }
  for (const [bundle, { status, ruleSet, reason, judged }] of notes) {
    bundles[status] += 1
    ruleSets.add(ruleSet)
    if (judged) counts.add(bundle, judged)
    else if (status !== 'judged') reasons[status].add(bundle, reason)
  }
  const said = {
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
    headline: fleetHeadline(said),
    ...said,
  }
}

/** What judged cases add up to. */
class Counts {
  private readonly names: FleetNames
  private readonly cases = { affected: 0, open: 0, clear: 0 }
  private readonly moments = new Extremes()
  private withoutTime = 0
  private readonly causes: CauseCounts
  private readonly values
  private readonly stuck = { messages: 0, cases: 0 }
  private oldest?: { readonly at: number; readonly bundle: string; readonly asOf?: number }
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

  add(bundle: string, note: CompactReport): void {
    const sum = caseSumOf(note, this.names)
    const affected = sum === 'affected'
    this.cases[sum] += 1
    this.moments.add(note.asOf)
    if (note.asOf === undefined) this.withoutTime += 1
    this.causes.add(bundle, note)
    this.values.users.add(note.users, affected)
    this.values.builds.add(toList(note.build), affected)
    this.values.channels.add(toList(note.channel), affected)
    this.values.servers.add(toList(note.server), affected)
    this.values.mailboxes.add(toList(note.mailbox), affected)
    this.addStuck(bundle, note)
    for (const gap of note.gaps) this.gaps[gap] = (this.gaps[gap] ?? 0) + 1
    for (const rule of note.crashed) this.crashed[rule] = (this.crashed[rule] ?? 0) + 1
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
    'cases' | 'asOf' | 'causes' | 'combinations' | 'stuck' | 'affected' | 'notChecked' | 'crashed'
  > {
    const { users, builds, channels, servers, mailboxes } = this.values
    return {
      cases: { ...this.cases },
      asOf: { ...this.moments.span(), unknown: this.withoutTime },
      ...this.causes.listed(),
      stuck: { ...this.stuck, oldest: oldestOf(this.oldest) },
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
      const { rule = '', crashMessage: crash = '' } = this.names.rules[number] ?? {}
      return { rule, cases, example: crash }
    })
    return {
      notChecked: topOf(gaps, MAX_GAPS, casesOf, casesOf, ({ evidence }) => evidence),
      crashed: topOf(Object.values(crashed), MAX_GAPS, casesOf, casesOf, ({ rule }) => rule),
    }
  }
}

const toList = (value: number | undefined): readonly number[] =>
  value === undefined ? [] : [value]

const oldestOf = (
  oldest: { readonly at: number; readonly bundle: string; readonly asOf?: number } | undefined,
): StuckCount['oldest'] =>
  oldest === undefined
    ? null
    : {
        since: toIsoTime(oldest.at),
        ...defined({
          waited:
            oldest.asOf === undefined || oldest.asOf < oldest.at
              ? undefined
              : oldest.asOf - oldest.at,
        }),
        bundle: oldest.bundle,
      }

function gapCount({ gaps }: FleetNames, number: number, cases: number): GapCount[] {
  const gap = gaps[number]
  if (gap === undefined) return []
  const ways = [...gap.ways]
    .map(([how, commands]) => ({ how, commands: [...commands].sort() }))
    .sort((left, right) => (left.how < right.how ? -1 : 1))
  return [{ evidence: gap.evidence, cases, rules: [...gap.rules].sort(), ways }]
}
