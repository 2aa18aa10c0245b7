import type {
  CauseCount,
  CombinationCount,
  Representative,
  Span,
  Top,
} from '../../model/fleet/fleet-summary.ts'
import { toIsoTime } from '../../model/moment.ts'
import type { CompactReport } from './compact-case.ts'
import type { FleetNames } from './fleet-names.ts'
import { topOf } from './top.ts'

const MAX_CAUSES = 500
const MAX_COMBINATIONS = 200

interface Cause {
  cases: number
  readonly span: Extremes
  /** For each user, by number: 1 if the user is affected. */
  readonly users: Uint8Array
  /** The best example so far. */
  best?: Representative & { readonly others: number; readonly evidence: number }
}

/** Counts the causes of cases, and their combinations. */
export class CauseCounts {
  private readonly names: FleetNames
  private readonly causes = new Map<number, Cause>()
  private readonly combinations = new Map<
    string,
    { rules: readonly number[]; cases: number; example: string }
  >()

  constructor(names: FleetNames) {
    this.names = names
  }

  add(bundle: string, { causes, asOf, users, headline }: CompactReport): void {
    for (const { rule, evidence } of causes) {
      const cause = this.causeOf(rule)
      cause.cases += 1
      cause.span.add(asOf)
      for (const user of users) cause.users[user] = 1
      const candidate = { bundle, headline, others: causes.length - 1, evidence }
      if (cause.best === undefined || isBetterExample(candidate, cause.best)) cause.best = candidate
    }
    const problems = causes
      .map(({ rule }) => rule)
      .filter((rule) => this.names.rules[rule]?.severity !== 'info')
    if (problems.length > 0) this.addCombination(bundle, problems)
  }

  /** Returns the most frequent causes and combinations. */
  listed(): { readonly causes: Top<CauseCount>; readonly combinations: Top<CombinationCount> } {
    const causes = [...this.causes].flatMap(([number, cause]) => this.toCauseCount(number, cause))
    const combinations = [...this.combinations.values()].map(({ rules, cases, example }) => ({
      rules: rules.map((rule) => this.names.rules[rule]?.rule ?? '').sort(),
      cases,
      example,
    }))
    const casesOf = ({ cases }: { readonly cases: number }) => cases
    return {
      causes: topOf(causes, MAX_CAUSES, casesOf, casesOf, ({ rule }) => rule),
      combinations: topOf(combinations, MAX_COMBINATIONS, casesOf, casesOf, ({ rules }) =>
        rules.join(' '),
      ),
    }
  }

  private toCauseCount(number: number, { cases, span, users, best }: Cause): CauseCount[] {
    const knownRule = this.names.rules[number]
    if (knownRule === undefined || best === undefined) return []
    const { rule, title, severity, trial } = knownRule
    const representative = { bundle: best.bundle, headline: best.headline }
    const userCount = users.reduce((sum, affected) => sum + affected, 0)
    return [
      { rule, title, severity, trial, cases, users: userCount, ...span.span(), representative },
    ]
  }

  private causeOf(rule: number): Cause {
    let cause = this.causes.get(rule)
    if (cause === undefined) {
      cause = {
        cases: 0,
        span: new Extremes(),
        users: new Uint8Array(this.names.users.texts.length),
      }
      this.causes.set(rule, cause)
    }
    return cause
  }

  private addCombination(bundle: string, problems: readonly number[]): void {
    const rules = [...new Set(problems)].sort((left, right) => left - right)
    const key = rules.join(' ')
    const known = this.combinations.get(key)
    if (known === undefined) this.combinations.set(key, { rules, cases: 1, example: bundle })
    else {
      known.cases += 1
      if (bundle < known.example) known.example = bundle
    }
  }
}

type Candidate = NonNullable<Cause['best']>

/** A better example has fewer other causes, then more findings of this one. */
function isBetterExample(candidate: Candidate, best: Candidate): boolean {
  if (candidate.others !== best.others) return candidate.others < best.others
  if (candidate.evidence !== best.evidence) return candidate.evidence > best.evidence
  return candidate.bundle < best.bundle
}

/** Keeps the first and the last of several times, in milliseconds UTC. */
export class Extremes {
  private first = Number.POSITIVE_INFINITY
  private last = Number.NEGATIVE_INFINITY

  add(at: number | undefined): void {
    if (at === undefined) return
    if (at < this.first) this.first = at
    if (at > this.last) this.last = at
  }

  span(): Span {
    return this.first > this.last
      ? {}
      : { first: toIsoTime(this.first), last: toIsoTime(this.last) }
  }
}
