import { defined } from '../model/defined.ts'
import type {
  CaseChange,
  CasesByChange,
  ChangedCase,
  DiagnosedCauseCount,
  FleetDiff,
  NotCompared,
  RuleChangeCount,
} from '../model/fleet/fleet-diff.ts'
import type {
  CaseDiff,
  CauseTransition,
  DiagnosedCauseChange,
  SpoolState,
  VerdictChanges,
} from '../model/report-diff.ts'
import { SEVERITIES, type Severity } from '../model/rule.ts'
import { findNewCrashes } from './compare-verdicts.ts'
import { TopItems } from './top-items.ts'

/**
 * A comparison has to stay readable.
 * Limit: changed cases that `diff` lists.
 * Beyond: further ones are counted.
 */
const MAX_LISTED = 2000
/**
 * Rules may have any name in a hostile file.
 * Limit: rules that `diff` counts apart.
 * Beyond: further ones are left out.
 */
const MAX_RULES = 1000

/** A changed case with its sort key. */
interface Ranked {
  readonly changedCase: ChangedCase
  /** Sort key, ascending: worst severity first, then number of changed rules. */
  readonly rank: number
}

/** Counts the changes in a fleet, case by case, in bounded memory. */
export class FleetChanges {
  /** Number of new problems by severity, for the exit code. */
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
    { -readonly [K in keyof RuleChangeCount]: RuleChangeCount[K] }
  >()
  private readonly diagnosedCauses = new Map<
    string,
    { rule: string; title: string; changes: Record<CauseTransition, number> }
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
    worse: new TopItems<Ranked>(MAX_LISTED, compareRanked),
    unknown: new TopItems<Ranked>(MAX_LISTED, compareRanked),
    better: new TopItems<Ranked>(MAX_LISTED, compareRanked),
  }
  private readonly onlyBefore = new TopItems<string>(MAX_LISTED, compareText)
  private readonly onlyAfter = new TopItems<string>(MAX_LISTED, compareText)
  private readonly reasons: Record<NotCompared['why'], number> = {
    'other-rules': 0,
    'unreadable-before': 0,
    'unreadable-after': 0,
    'failed-before': 0,
    'failed-after': 0,
  }
  private readonly notCompared = new TopItems<NotCompared>(MAX_LISTED, (left, right) =>
    compareText(left.bundle, right.bundle),
  )

  addCompared(bundle: string, { before, after, diagnosis, verdicts, spool }: CaseDiff): void {
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
    for (const list of ['cleared', 'appeared', 'persisting', 'unknown'] as const)
      this.count(list, verdicts)
    this.countCauses(diagnosis?.causes ?? [])
    for (const { severity } of [...verdicts.appeared, ...findNewCrashes(verdicts)])
      this.appeared[severity] += 1
    if (change !== 'quiet' && change !== 'persisting')
      this.changed[change].add(ranked(bundle, change, verdicts, spool))
  }

  addUnmatched(side: 'before' | 'after', bundle: string): void {
    if (side === 'before') this.onlyBefore.add(bundle)
    else this.onlyAfter.add(bundle)
  }

  addNotCompared(entry: NotCompared): void {
    this.reasons[entry.why] += 1
    this.notCompared.add(entry)
  }

  result(): Omit<FleetDiff, 'schemaVersion' | 'kind' | 'tool' | 'headline' | 'before' | 'after'> {
    const changed = [this.changed.worse, this.changed.unknown, this.changed.better].map((list) =>
      list.result(),
    )
    return {
      cases: { ...this.counts },
      backwards: this.backwards,
      causes: [...this.causes.values()].sort(compareCauses),
      diagnosedCauses: [...this.diagnosedCauses.values()].sort(compareDiagnosedCauses),
      spools: { ...this.spools },
      changed: {
        listed: changed.flatMap(({ listed }) => listed.map(({ changedCase }) => changedCase)),
        omitted: changed.reduce((sum, { omitted }) => sum + omitted, 0),
      },
      onlyBefore: this.onlyBefore.result(),
      onlyAfter: this.onlyAfter.result(),
      notCompared: this.notCompared.result(),
      reasons: { ...this.reasons },
    }
  }

  /** Counts a case once for each rule and change, however many users it concerns. */
  private countCauses(causes: readonly DiagnosedCauseChange[]): void {
    const counted = new Set<string>()
    for (const { rule, title, change } of causes) {
      const key = `${change} ${rule}`
      if (counted.has(key)) continue
      counted.add(key)
      const count = this.diagnosedCauses.get(rule) ?? { rule, title, changes: noChanges() }
      count.changes[change] += 1
      if (this.diagnosedCauses.size < MAX_RULES) this.diagnosedCauses.set(rule, count)
    }
  }

  private count(
    list: 'cleared' | 'appeared' | 'persisting' | 'unknown',
    verdicts: VerdictChanges,
  ): void {
    for (const { rule, title, severity } of verdicts[list]) {
      const cause = this.causes.get(rule) ?? {
        rule,
        title,
        severity,
        cleared: 0,
        appeared: 0,
        persisting: 0,
        unknown: 0,
      }
      cause[list] += 1
      if (this.causes.size < MAX_RULES) this.causes.set(rule, cause)
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
  const decisive =
    change === 'worse'
      ? verdicts.appeared
      : change === 'unknown'
        ? verdicts.unknown
        : verdicts.cleared
  return {
    changedCase: {
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
    rank:
      Math.min(...decisive.map(({ severity }) => SEVERITIES.indexOf(severity))) * 1000 -
      Math.min(decisive.length, 999),
  }
}

/** Worst severity first, then most rules, then by name. */
const compareRanked = (left: Ranked, right: Ranked): number =>
  left.rank - right.rank || compareText(left.changedCase.bundle, right.changedCase.bundle)

const compareText = (left: string, right: string): number =>
  left < right ? -1 : left > right ? 1 : 0

const noChanges = (): Record<CauseTransition, number> => ({
  came: 0,
  gone: 0,
  superseded: 0,
  unknown: 0,
  'more-certain': 0,
  'less-certain': 0,
  same: 0,
})

const compareDiagnosedCauses = (left: DiagnosedCauseCount, right: DiagnosedCauseCount): number =>
  right.changes.came - left.changes.came ||
  right.changes.gone - left.changes.gone ||
  compareText(left.rule, right.rule)

const compareCauses = (left: RuleChangeCount, right: RuleChangeCount): number =>
  right.appeared - left.appeared ||
  right.unknown - left.unknown ||
  right.cleared - left.cleared ||
  compareText(left.rule, right.rule)
