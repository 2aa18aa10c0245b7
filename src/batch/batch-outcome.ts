import { type ExitCode, type FailOn, failsCommand } from '../analysis/exit-code.ts'
import type { FoundInBundle, SerializedBatchLine } from '../model/batch-line.ts'
import { type Mutable, present } from '../model/defined.ts'
import { formatCount, formatNumber } from '../model/duration.ts'
import {
  type CertaintyCounts,
  NO_OUTCOMES,
  type OutcomeCounts,
} from '../model/fleet/fleet-summary.ts'
import { toPrintable, truncateText } from '../model/text/printable.ts'
import {
  certaintyText,
  FLEET_SECTION_TITLES,
  otherOutcomesText,
  unexplainedCasesText,
} from '../reports/fleet/fleet-text.ts'

/** Rules in a line of the ending. */
const MAX_LISTED_RULES = 8

/** Cases of a rule. */
interface Count {
  readonly rule: string
  cases: number
  readonly certainty: Mutable<CertaintyCounts>
  unexplained: number
}

/** Counts the results of all bundles so far. */
export class BatchOutcome {
  private readonly counts = { judged: 0, unreadable: 0, failed: 0 }
  private readonly outcomes: Mutable<OutcomeCounts> = { ...NO_OUTCOMES }
  private readonly causes = new RuleTally()
  private readonly symptoms = new RuleTally()
  private readonly alsoFlagged = new RuleTally()
  private readonly crashed = new RuleTally()
  private hasFailure = false
  private readonly failOn: FailOn

  constructor(failOn: FailOn) {
    this.failOn = failOn
  }

  /** Number of bundles. */
  get total(): number {
    return this.counts.judged + this.counts.unreadable + this.counts.failed
  }

  add({ status, flags, found }: Pick<SerializedBatchLine, 'status' | 'flags' | 'found'>): void {
    this.counts[status] += 1
    const diagnosed = found === undefined ? new Set<string>() : this.addFound(found)
    for (const { rule, severity, status: ruleStatus } of flags) {
      this.hasFailure ||= failsCommand(this.failOn, severity)
      if (ruleStatus === 'crashed') this.crashed.add(rule)
      else if (!diagnosed.has(rule)) this.alsoFlagged.add(rule)
    }
  }

  /** A bundle whose analysis failed is never treated as healthy: it may contain any problem. */
  get exitCode(): ExitCode {
    if (this.total > 0 && this.counts.judged === 0) return 2
    return this.hasFailure || (this.counts.failed > 0 && this.failOn !== 'never') ? 1 : 0
  }

  /**
   * Returns the ending of a batch, a line for each kind of finding:
   *
   *     5,000 bundles: 4,990 analyzed, 8 unreadable, 2 failed.
   *     Causes: auto-archiving-disabled 12 cases (proven 10, likely 2), ews-unavailable 3 cases …
   *     Unexplained: 20 cases. Not enough evidence: 3 cases. Nothing wrong: 33 cases.
   *     Symptoms: spool-message-stuck 82 cases (unexplained 20)
   */
  summaryLines(): readonly string[] {
    const { judged, unreadable, failed } = this.counts
    const counts = [
      `${formatNumber(judged)} analyzed`,
      `${formatNumber(unreadable)} unreadable`,
      `${formatNumber(failed)} failed`,
    ]
    const { causes, symptoms, alsoFlagged, crashed } = FLEET_SECTION_TITLES
    return present([
      `${formatCount(this.total, 'bundle')}: ${counts.join(', ')}.`,
      this.causes.line(causes, ({ certainty }) => certaintyText(certainty)),
      this.otherOutcomesLine(),
      this.symptoms.line(symptoms, unexplainedCasesText),
      this.alsoFlagged.line(alsoFlagged),
      this.crashed.line(crashed),
    ])
  }

  private otherOutcomesLine(): string | undefined {
    const count = this.outcomes['nothing-wrong']
    const healthy = count > 0 ? `Nothing wrong: ${formatCount(count, 'case')}.` : undefined
    const texts = present([otherOutcomesText(this.outcomes), healthy])
    return texts.length === 0 ? undefined : texts.join(' ')
  }

  /** Returns the rules that are causes or symptoms. */
  private addFound({ outcome, causes, symptoms }: FoundInBundle): ReadonlySet<string> {
    this.outcomes[outcome] += 1
    for (const { rule, certainty } of causes) this.causes.add(rule).certainty[certainty] += 1
    for (const { rule, isUnexplained } of symptoms) {
      const count = this.symptoms.add(rule)
      if (isUnexplained) count.unexplained += 1
    }
    return new Set([...causes, ...symptoms].map(({ rule }) => rule))
  }
}

/** Counts the cases of rules. */
class RuleTally {
  private readonly counts = new Map<string, Count>()

  /** Counts a case, and returns the counts of the rule. */
  add(rule: string): Count {
    const known = this.counts.get(rule)
    const count = known ?? {
      rule,
      cases: 0,
      certainty: { proven: 0, likely: 0, possible: 0, unknown: 0 },
      unexplained: 0,
    }
    if (known === undefined) this.counts.set(rule, count)
    count.cases += 1
    return count
  }

  /** `Causes: a 12 cases (proven 10, likely 2), 3 more rules`; undefined without a case. */
  line(title: string, detailOf?: (count: Count) => string | undefined): string | undefined {
    if (this.counts.size === 0) return undefined
    const sorted = [...this.counts.values()].sort(
      (left, right) => right.cases - left.cases || (left.rule < right.rule ? -1 : 1),
    )
    const texts = sorted.slice(0, MAX_LISTED_RULES).map((count) => {
      const detail = detailOf?.(count)
      const name = toPrintable(truncateText(count.rule))
      return `${name} ${formatCount(count.cases, 'case')}${detail === undefined ? '' : ` (${detail})`}`
    })
    const others = sorted.length - texts.length
    if (others > 0) texts.push(formatCount(others, 'more rule'))
    return `${title}: ${texts.join(', ')}.`
  }
}
