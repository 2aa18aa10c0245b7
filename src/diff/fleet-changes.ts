import { defined } from '../model/defined.ts'
import type {
  CaseChange,
  CasesByChange,
  CauseChange,
  ChangedCase,
  FleetDiff,
  NotCompared,
} from '../model/fleet-diff.ts'
import type { CaseDiff, SpoolState, VerdictChanges } from '../model/report-diff.ts'
import type { Severity } from '../model/rule.ts'
import { findNewCrashes } from './compare-verdicts.ts'
import { TopItems } from './top-items.ts'

const MOST_LISTED = 2000
const MOST_RULES = 1000
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** A changed case with what it is ranked by, least first. */
interface Ranked {
  readonly one: ChangedCase
  /** The severity of the worst that is new, then how much changed. */
  readonly worst: number
}

/** Counts what changed in a fleet, a case at a time, in bounded memory. */
export class FleetChanges {
  /** Severities of what is new, how often: what an exit code is made of. */
  readonly appeared: Record<Severity, number> = { error: 0, warning: 0, info: 0 }
  private readonly counts: Record<keyof CasesByChange, number> = {
    compared: 0,
    worse: 0,
    unknown: 0,
    better: 0,
    persisting: 0,
    quiet: 0,
  }
  private backwards = 0
  private readonly causes = new Map<
    string,
    { -readonly [K in keyof CauseChange]: CauseChange[K] }
  >()
  private readonly spools: Record<SpoolState, number> = {
    drained: 0,
    'turned-over': 0,
    shrunk: 0,
    same: 0,
    grown: 0,
    filled: 0,
    empty: 0,
    unknown: 0,
  }
  private readonly changed = {
    worse: new TopItems<Ranked>(MOST_LISTED, inOrder),
    unknown: new TopItems<Ranked>(MOST_LISTED, inOrder),
    better: new TopItems<Ranked>(MOST_LISTED, inOrder),
  }
  private readonly onlyBefore = new TopItems<string>(MOST_LISTED, byText)
  private readonly onlyAfter = new TopItems<string>(MOST_LISTED, byText)
  private readonly reasons: Record<NotCompared['why'], number> = {
    'other-rules': 0,
    'unreadable-before': 0,
    'unreadable-after': 0,
    'failed-before': 0,
    'failed-after': 0,
  }
  private readonly notCompared = new TopItems<NotCompared>(MOST_LISTED, (left, right) =>
    byText(left.bundle, right.bundle),
  )

  addCompared(bundle: string, { before, after, verdicts, spool }: CaseDiff): void {
    const change = changeOf(verdicts)
    if (
      before.asOf !== null &&
      after.asOf !== null &&
      Date.parse(after.asOf) < Date.parse(before.asOf)
    )
      this.backwards += 1
    this.counts.compared += 1
    this.counts[change] += 1
    this.spools[spool.state] += 1
    for (const one of ['cleared', 'appeared', 'persisting', 'unknown'] as const)
      this.count(one, verdicts)
    for (const { severity } of [...verdicts.appeared, ...findNewCrashes(verdicts)])
      this.appeared[severity] += 1
    if (change !== 'quiet' && change !== 'persisting')
      this.changed[change].add(ranked(bundle, change, verdicts, spool))
  }

  addUnmatched(side: 'before' | 'after', bundle: string): void {
    if (side === 'before') this.onlyBefore.add(bundle)
    else this.onlyAfter.add(bundle)
  }

  addNotCompared(one: NotCompared): void {
    this.reasons[one.why] += 1
    this.notCompared.add(one)
  }

  result(): Omit<FleetDiff, 'schemaVersion' | 'kind' | 'tool' | 'headline' | 'before' | 'after'> {
    const changed = [this.changed.worse, this.changed.unknown, this.changed.better].map((list) =>
      list.result(),
    )
    return {
      cases: { ...this.counts },
      backwards: this.backwards,
      causes: [...this.causes.values()].sort(mostNew),
      spools: { ...this.spools },
      changed: {
        listed: changed.flatMap(({ listed }) => listed.map(({ one }) => one)),
        omitted: changed.reduce((sum, { omitted }) => sum + omitted, 0),
      },
      onlyBefore: this.onlyBefore.result(),
      onlyAfter: this.onlyAfter.result(),
      notCompared: this.notCompared.result(),
      reasons: { ...this.reasons },
    }
  }

  private count(
    how: 'cleared' | 'appeared' | 'persisting' | 'unknown',
    verdicts: VerdictChanges,
  ): void {
    for (const { rule, title, severity } of verdicts[how]) {
      const known = this.causes.get(rule) ?? {
        rule,
        title,
        severity,
        cleared: 0,
        appeared: 0,
        persisting: 0,
        unknown: 0,
      }
      known[how] += 1
      if (this.causes.size < MOST_RULES) this.causes.set(rule, known)
    }
  }
}

function changeOf({ cleared, appeared, persisting, unknown }: VerdictChanges): CaseChange {
  if (appeared.length > 0) return 'worse'
  if (unknown.length > 0) return 'unknown'
  if (cleared.length > 0) return 'better'
  return persisting.length > 0 ? 'persisting' : 'quiet'
}

function ranked(
  bundle: string,
  change: CaseChange,
  verdicts: VerdictChanges,
  spool: CaseDiff['spool'],
): Ranked {
  const rules = (list: keyof VerdictChanges) => verdicts[list].map(({ rule }) => rule)
  const said =
    change === 'worse'
      ? verdicts.appeared
      : change === 'unknown'
        ? verdicts.unknown
        : verdicts.cleared
  return {
    one: {
      bundle,
      change,
      appeared: rules('appeared'),
      unknown: rules('unknown'),
      persisting: rules('persisting'),
      cleared: rules('cleared'),
      spool: {
        state: spool.state,
        ...defined({
          before: spool.before === undefined ? undefined : spool.before.items,
          after: spool.after === undefined ? undefined : spool.after.items,
        }),
      },
    },
    worst:
      Math.min(...said.map(({ severity }) => SEVERITIES.indexOf(severity))) * 1000 -
      Math.min(said.length, 999),
  }
}

/** The worst severity first, then the most rules, then by name. */
const inOrder = (left: Ranked, right: Ranked): number =>
  left.worst - right.worst || byText(left.one.bundle, right.one.bundle)

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

const mostNew = (left: CauseChange, right: CauseChange): number =>
  right.appeared - left.appeared ||
  right.unknown - left.unknown ||
  right.cleared - left.cleared ||
  byText(left.rule, right.rule)
