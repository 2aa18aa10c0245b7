import type { Verdict } from '../../model/report.ts'
import type { CauseDiagnosis, Finding, MissingEvidence, Rule } from '../../model/rule.ts'

/** A rule with what it concluded, including what a report does not show. */
export interface Evaluation {
  readonly rule: Rule
  readonly verdict: Verdict
  /** With their context. */
  readonly findings: readonly Finding[]
  /** With who can get it. */
  readonly missing: readonly MissingEvidence[]
  /** The latest moment that a clear verdict covers, milliseconds UTC. Absent when it has no end. */
  readonly clearUntil?: number
}

/** An evaluation of a rule that looks for a cause. */
export interface CauseEvaluation extends Evaluation {
  readonly cause: CauseDiagnosis
}

export function causesOf(evaluations: readonly Evaluation[]): CauseEvaluation[] {
  return evaluations.flatMap((evaluation) =>
    evaluation.rule.diagnosis.role === 'cause'
      ? [{ ...evaluation, cause: evaluation.rule.diagnosis }]
      : [],
  )
}

export const isFlagged = ({ verdict }: Evaluation): boolean => verdict.status === 'flagged'

/** Whether it is not known if the rule is flagged at a time. Milliseconds UTC. */
export function isUndecided({ verdict, clearUntil }: Evaluation, at?: number): boolean {
  if (verdict.status === 'clear')
    return clearUntil !== undefined && at !== undefined && clearUntil < at
  return verdict.status === 'not-checked' || verdict.status === 'crashed'
}

/** The causes that a rule can be behind. */
export const effectsOf = (
  rule: string,
  causes: readonly CauseEvaluation[],
): readonly CauseEvaluation[] => causes.filter(({ cause }) => cause.causedBy?.includes(rule))

/** Whether a cause explains nothing by itself, but can be behind other causes. */
export const isOnlyBehind = ({ cause }: CauseEvaluation): boolean =>
  Object.keys(cause.explains).length === 0

/** Whether a cause makes the feature impossible by itself. */
export const preventsFeature = (evaluation: CauseEvaluation): boolean =>
  evaluation.cause.effect === 'prevents' && !isOnlyBehind(evaluation)

/** Whether a cause that can be behind these may explain a symptom through one that is not decided. */
export const mayExplainThrough = (
  effects: readonly CauseEvaluation[],
  symptom: { readonly rule: string; readonly since?: number },
): boolean =>
  effects.some(
    (effect) => symptom.rule in effect.cause.explains && isUndecided(effect, symptom.since),
  )
