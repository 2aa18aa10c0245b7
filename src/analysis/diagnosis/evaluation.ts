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
