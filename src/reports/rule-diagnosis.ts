import { defined } from '../model/defined.ts'
import type { DiagnosedCause, Diagnosis } from '../model/diagnosis.ts'
import { numberSteps, type PlanStep } from './diagnosis-text.ts'

/** The part of a diagnosis that concerns a flagged rule. */
export interface RuleDiagnosisView {
  /** The causes that the rule found, one for each user. */
  readonly causes: readonly DiagnosedCause[]
  /** The causes of the symptom that the rule found. */
  readonly explainedBy: readonly DiagnosedCause[]
  /** True for a symptom that has no cause for some user. */
  readonly isUnexplained: boolean
  /** Rules because of which the remedy of this one does not matter or cannot work. */
  readonly supersededBy: readonly string[]
  /** The steps of the plan that the rule asks for. */
  readonly steps: readonly PlanStep[]
  /** True when the remedy of the rule must not be shown beside the plan. */
  readonly isPlanned: boolean
}

/**
 * Returns what the diagnosis says about a rule. Everything is empty in a report of an earlier
 * version, which has no diagnosis.
 */
export function viewRuleDiagnosis(
  diagnosis: Diagnosis | undefined,
  rule: string,
): RuleDiagnosisView {
  const { causes = [], unexplained = [], actions = [] } = diagnosis ?? {}
  const own = causes.filter((cause) => cause.rule === rule)
  const superseding = causes.filter(({ supersedes }) => supersedes.includes(rule))
  // A rule can be superseded for one user and be a cause for another.
  const supersededBy = own.length > 0 ? [] : [...new Set(superseding.map((cause) => cause.rule))]
  const steps = numberSteps(actions).filter(({ action }) => action.for.includes(rule))
  return {
    causes: own,
    explainedBy: causes.filter(({ explains }) => explains.symptoms.includes(rule)),
    isUnexplained: unexplained.some((symptom) => symptom.rule === rule),
    supersededBy,
    steps,
    isPlanned: steps.length > 0 || supersededBy.length > 0,
  }
}

/** The cause that a finding shows: the one with the finding among its reasons, or the only one. */
const causeOfFinding = (
  { causes }: RuleDiagnosisView,
  message: string,
): DiagnosedCause | undefined =>
  causes.find(({ because }) => because.some(({ text }) => text === message)) ??
  (causes.length === 1 ? causes[0] : undefined)

/** The relations of a finding to the causes of its case, as fields of a row. */
export function findingRelations(view: RuleDiagnosisView, message: string) {
  const explainedBy = [...new Set(view.explainedBy.map(({ rule }) => rule))]
  return defined({
    certainty: causeOfFinding(view, message)?.certainty,
    explainedBy: explainedBy.length > 0 ? explainedBy : undefined,
    supersededBy: view.supersededBy.length > 0 ? view.supersededBy : undefined,
  })
}
