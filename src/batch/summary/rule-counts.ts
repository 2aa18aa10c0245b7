import type { FlaggedCount, Representative } from '../../model/fleet/fleet-summary.ts'
import type { CompactReport } from './compact-case.ts'
import { Extremes } from './extremes.ts'
import type { FleetNames } from './fleet-names.ts'

interface Count {
  cases: number
  readonly span: Extremes
  /** For each user, by number: 1 if the user is affected. */
  readonly users: Uint8Array
  /** The best example so far. */
  best?: Candidate
  /** Number of cases, by mark. */
  readonly marks: Map<string, number>
}

type Candidate = Representative & { readonly others: number; readonly evidence: number }

/** One rule in one case. */
export interface RuleInCase {
  readonly rule: number
  /** Numbers of the users whom it concerns. */
  readonly users: readonly number[]
  /** Number of other rules of the same kind in the case. */
  readonly others: number
  /** A further key of the count, such as a certainty. */
  readonly mark?: string
}

/** Counts cases by rule. */
export class RuleCounts {
  private readonly names: FleetNames
  private readonly counts = new Map<number, Count>()

  constructor(names: FleetNames) {
    this.names = names
  }

  /** Adds a case. Call it once for a rule and case. */
  add(
    bundle: string,
    { asOf, headline, flagged }: CompactReport,
    { rule, users, others, mark }: RuleInCase,
  ): void {
    const count = this.countOf(rule)
    count.cases += 1
    count.span.add(asOf)
    for (const user of users) count.users[user] = 1
    if (mark !== undefined) count.marks.set(mark, (count.marks.get(mark) ?? 0) + 1)
    const evidence = flagged.find((entry) => entry.rule === rule)?.evidence ?? 0
    const candidate = { bundle, headline, others, evidence }
    if (count.best === undefined || isBetterExample(candidate, count.best)) count.best = candidate
  }

  /** Returns the counts in no particular order. `casesWith` returns the cases with a mark. */
  list(): { readonly count: FlaggedCount; casesWith(mark: string): number }[] {
    return [...this.counts].flatMap(([number, { cases, span, users, best, marks }]) => {
      if (best === undefined) return []
      const { rule, title, severity, trial } = this.names.ruleAt(number)
      const count = {
        rule,
        title,
        severity,
        trial,
        cases,
        users: users.reduce((sum, affected) => sum + affected, 0),
        ...span.span(),
        representative: { bundle: best.bundle, headline: best.headline },
      }
      return [{ count, casesWith: (mark: string) => marks.get(mark) ?? 0 }]
    })
  }

  private countOf(rule: number): Count {
    let count = this.counts.get(rule)
    if (count === undefined) {
      count = {
        cases: 0,
        span: new Extremes(),
        users: new Uint8Array(this.names.users.texts.length),
        marks: new Map(),
      }
      this.counts.set(rule, count)
    }
    return count
  }
}

/** A better example has fewer other causes, then more findings of this one. */
function isBetterExample(candidate: Candidate, best: Candidate): boolean {
  if (candidate.others !== best.others) return candidate.others < best.others
  if (candidate.evidence !== best.evidence) return candidate.evidence > best.evidence
  return candidate.bundle < best.bundle
}
