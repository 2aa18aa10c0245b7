import { type Certainty, highestCertainty } from '../../model/diagnosis.ts'
import type { CombinationCount, FleetSummary, Top } from '../../model/fleet/fleet-summary.ts'
import type { CompactDiagnosis, CompactReport } from './compact-case.ts'
import type { FleetNames } from './fleet-names.ts'
import { RuleCounts } from './rule-counts.ts'
import { topOf } from './top.ts'

/**
 * Rules may have any name in a hostile file.
 * Limit: rules counted apart.
 * Beyond: further ones are counted together.
 */
const MAX_RULES = 500
/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: combinations of causes listed.
 * Beyond: further ones are counted together.
 */
const MAX_COMBINATIONS = 200
const UNKNOWN = 'unknown' as const
const UNEXPLAINED = 'unexplained'

/**
 * Counts the causes of cases, their combinations, the symptoms, and what else is flagged. In a case
 * without a diagnosis each flagged rule is a cause.
 */
export class CauseCounts {
  private readonly names: FleetNames
  private readonly causes: RuleCounts
  private readonly symptoms: RuleCounts
  private readonly others: RuleCounts
  private readonly combinations = new Map<
    string,
    { rules: readonly number[]; cases: number; example: string }
  >()

  constructor(names: FleetNames) {
    this.names = names
    this.causes = new RuleCounts(names)
    this.symptoms = new RuleCounts(names)
    this.others = new RuleCounts(names)
  }

  add(bundle: string, report: CompactReport): void {
    const { diagnosis } = report
    const causes = causesOf(report)
    for (const cause of causes)
      this.causes.add(bundle, report, { ...cause, others: causes.length - 1 })
    if (diagnosis !== undefined) this.addOthers(bundle, report, diagnosis)
    const problems = causes
      .map(({ rule }) => rule)
      .filter((rule) => this.names.ruleAt(rule).severity !== 'info')
    if (problems.length > 0) this.addCombination(bundle, problems)
  }

  /** Returns the most frequent of each kind. */
  listed(): Pick<FleetSummary, 'causes' | 'symptoms' | 'alsoFlagged' | 'combinations'> {
    const causes = this.causes.list().map(({ count, casesWith }) => ({
      ...count,
      certainty: {
        proven: casesWith('proven'),
        likely: casesWith('likely'),
        possible: casesWith('possible'),
        unknown: casesWith(UNKNOWN),
      },
    }))
    const symptoms = this.symptoms
      .list()
      .map(({ count, casesWith }) => ({ ...count, unexplained: casesWith(UNEXPLAINED) }))
    const combinations = [...this.combinations.values()].map(({ rules, cases, example }) => ({
      rules: rules.map((rule) => this.names.ruleAt(rule).rule).sort(),
      cases,
      example,
    }))
    return {
      causes: topRules(causes),
      symptoms: topRules(symptoms),
      alsoFlagged: topRules(this.others.list().map(({ count }) => count)),
      combinations: topOf<CombinationCount>(
        combinations,
        MAX_COMBINATIONS,
        casesOf,
        casesOf,
        ({ rules }) => rules.join(' '),
      ),
    }
  }

  /** Counts the symptoms of a case, and the flagged rules that are neither symptom nor cause. */
  private addOthers(bundle: string, report: CompactReport, diagnosis: CompactDiagnosis): void {
    const { flagged, users } = report
    const { causes, symptoms } = diagnosis
    for (const { rule, isUnexplained } of symptoms)
      this.symptoms.add(bundle, report, {
        rule,
        users,
        others: symptoms.length - 1,
        mark: isUnexplained ? UNEXPLAINED : '',
      })
    const counted = new Set([...causes, ...symptoms].map(({ rule }) => rule))
    const others = flagged.filter(({ rule }) => !counted.has(rule))
    for (const { rule } of others)
      this.others.add(bundle, report, { rule, users, others: others.length - 1 })
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

export interface CauseInCase {
  readonly rule: number
  readonly users: readonly number[]
  /** The certainty. */
  readonly mark: Certainty | 'unknown'
}

/**
 * The causes of a case, each rule once: its highest certainty, and its users. A cause of no user
 * concerns all users of the case.
 */
export function causesOf({ diagnosis, flagged, users }: CompactReport): CauseInCase[] {
  if (diagnosis === undefined) return flagged.map(({ rule }) => ({ rule, users, mark: UNKNOWN }))
  const rules = [...new Set(diagnosis.causes.map(({ rule }) => rule))]
  return rules.map((rule) => {
    const own = diagnosis.causes.filter((cause) => cause.rule === rule)
    const certainties = own.map(({ certainty }) => certainty)
    return {
      rule,
      users: own.flatMap(({ user }) => (user === undefined ? users : [user])),
      mark: highestCertainty(certainties) ?? UNKNOWN,
    }
  })
}

const casesOf = ({ cases }: { readonly cases: number }) => cases

const topRules = <T extends { readonly rule: string; readonly cases: number }>(
  counts: readonly T[],
): Top<T> => topOf(counts, MAX_RULES, casesOf, casesOf, ({ rule }) => rule)
