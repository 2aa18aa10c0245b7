import type { Certainty } from '../../model/diagnosis.ts'
import { isSameUser } from './case-context.ts'
import type { OpenQuestion } from './collect-next.ts'
import {
  type CauseEvaluation,
  type Evaluation,
  effectsOf,
  mayExplainThrough,
  preventsFeature,
} from './evaluation.ts'
import type { MatchedCause } from './match-causes.ts'
import type { Symptom } from './symptoms.ts'

/** Whether a cause could explain a symptom, by itself or through a cause that is not ruled out. */
export const mayExplain = (
  { rule, cause }: CauseEvaluation,
  symptom: Symptom,
  causes: readonly CauseEvaluation[],
): boolean =>
  symptom.rule in cause.explains || mayExplainThrough(effectsOf(rule.id, causes), symptom)

interface Findings {
  readonly evaluations: readonly Evaluation[]
  readonly undecided: readonly CauseEvaluation[]
  readonly symptoms: readonly Symptom[]
  readonly unexplained: readonly Symptom[]
  readonly inForce: readonly MatchedCause[]
}

/** The questions whose answers could change what the diagnosis says. */
export const listOpenQuestions = (findings: Findings): OpenQuestion[] =>
  findings.symptoms.length > 0 ? questionsOnSymptoms(findings) : questionsWithoutSymptom(findings)

/**
 * Returns the unchecked causes that could explain a symptom that is not settled, and the evidence to
 * ask for where a symptom is unexplained.
 */
function questionsOnSymptoms({
  evaluations,
  undecided,
  symptoms,
  unexplained,
  inForce,
}: Findings): OpenQuestion[] {
  const open = symptoms.filter((symptom) => !isSettled(symptom, inForce))
  const causes = undecided.filter((evaluation) =>
    open.some((symptom) => mayExplain(evaluation, symptom, undecided)),
  )
  const traces = evaluations.flatMap(({ rule: { id, diagnosis } }): OpenQuestion[] =>
    diagnosis.role === 'symptom' &&
    diagnosis.ifUnexplained &&
    unexplained.some((symptom) => symptom.rule === id)
      ? [{ rule: id, missing: [diagnosis.ifUnexplained], comesFirst: false }]
      : [],
  )
  return [...causes.map(toQuestion), ...traces]
}

/** Whether more evidence cannot change what explains a symptom. */
const isSettled = (symptom: Symptom, inForce: readonly MatchedCause[]): boolean =>
  inForce.some((cause) => {
    const certainty = cause.explained.get(symptom)
    return certainty === 'possible'
      ? // As long as the feature is impossible, nothing else can be seen.
        preventsFeature(cause.evaluation) &&
          cause.certainty === 'proven' &&
          isSameUser(cause.user, symptom.user)
      : certainty !== undefined
  })

/** Whether something fails at all, and what could make it fail. */
function questionsWithoutSymptom({ evaluations, undecided, inForce }: Findings): OpenQuestion[] {
  const found = inForce
    .filter(({ evaluation }) => preventsFeature(evaluation))
    .map(({ certainty }) => certainty)
  if (found.includes('proven')) return []
  const isFound = found.includes('likely')
  const symptoms = evaluations.filter(
    ({ rule, verdict }) =>
      rule.diagnosis.role === 'symptom' &&
      rule.severity === 'error' &&
      verdict.status === 'not-checked',
  )
  return [
    ...symptoms.map((evaluation) => ({
      ...toQuestion(evaluation),
      comesFirst: evaluation.rule.status === 'stable',
    })),
    // Next to a likely cause, only one that would come before it matters.
    ...undecided
      .filter((evaluation) => !isFound || bestCertainty(evaluation) === 'proven')
      .map(toQuestion),
  ]
}

const bestCertainty = ({ cause }: CauseEvaluation): Certainty | undefined =>
  cause.effect === 'prevents' && Object.values(cause.explains).includes('proven')
    ? 'proven'
    : undefined

const toQuestion = ({ rule, missing }: Evaluation): OpenQuestion => ({
  rule: rule.id,
  missing,
  comesFirst: false,
})
