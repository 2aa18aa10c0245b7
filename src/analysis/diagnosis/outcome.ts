import type { DiagnosisOutcome, UnexplainedSymptom } from '../../model/diagnosis.ts'
import type { JourneyReport } from '../../model/journey.ts'
import { type CauseEvaluation, type Evaluation, preventsFeature } from './evaluation.ts'
import type { MatchedCause } from './match-causes.ts'

/** Says how far the evidence answers why Offline IM fails. */
export function outcomeOf(
  evaluations: readonly Evaluation[],
  inForce: readonly MatchedCause[],
  unexplained: readonly UnexplainedSymptom[],
  undecided: readonly CauseEvaluation[],
  journeys: readonly JourneyReport[],
): DiagnosisOutcome {
  // A cause of which it is only possible that it has an effect is no answer where nothing fails.
  const effective = inForce.filter(
    ({ certainty, explained }) => certainty !== 'possible' || explained.size > 0,
  )
  if (effective.some(({ certainty }) => certainty !== 'possible')) return 'cause-found'
  if (effective.length > 0) return 'cause-possible'
  if (unexplained.length > 0) return 'unexplained'
  if (inForce.length > 0) return 'cause-possible'
  return isHealthy(evaluations, undecided, journeys) ? 'nothing-wrong' : 'not-enough-evidence'
}

/**
 * Whether evidence shows that nothing is wrong: no symptom, and either no cause that makes the
 * feature impossible is undecided, or a message went through. Missing evidence shows nothing.
 */
function isHealthy(
  evaluations: readonly Evaluation[],
  undecided: readonly CauseEvaluation[],
  journeys: readonly JourneyReport[],
): boolean {
  if (evaluations.some(({ verdict }) => verdict.status === 'crashed')) return false
  const areSymptomsClear = evaluations
    .filter(
      ({ rule }) =>
        rule.diagnosis.role === 'symptom' && rule.severity === 'error' && rule.status === 'stable',
    )
    .every(({ verdict }) => verdict.status === 'clear')
  const hasDelivered = journeys.some(({ steps }) => steps.some(({ stage }) => stage === 'gone'))
  return areSymptomsClear && (hasDelivered || !undecided.some(preventsFeature))
}
