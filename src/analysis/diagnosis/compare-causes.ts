import { compareCertainty } from '../../model/diagnosis.ts'
import { type CauseEvaluation, preventsFeature } from './evaluation.ts'
import type { MatchedCause } from './match-causes.ts'
import { effortOf } from './plan.ts'
import { countMessages, type Symptom } from './symptoms.ts'

/**
 * A cause that is only possible is not known to make the feature impossible, so such causes come
 * last. Among the others, causes that make the feature impossible come first, then the more certain
 * ones, those that explain more, and those that are easier to remove.
 */
export const compareCauses =
  (causes: readonly CauseEvaluation[]) =>
  (left: MatchedCause, right: MatchedCause): number =>
    Number(left.certainty === 'possible') - Number(right.certainty === 'possible') ||
    Number(preventsFeature(right.evaluation)) - Number(preventsFeature(left.evaluation)) ||
    compareCertainty(left.certainty, right.certainty) ||
    countMessages(certainlyExplained(right)) - countMessages(certainlyExplained(left)) ||
    certainlyExplained(right).length - certainlyExplained(left).length ||
    right.explained.size - left.explained.size ||
    effortOfCause(left) - effortOfCause(right) ||
    indexOf(causes, left) - indexOf(causes, right)

const certainlyExplained = ({ explained }: MatchedCause): Symptom[] =>
  [...explained].flatMap(([symptom, certainty]) => (certainty === 'possible' ? [] : [symptom]))

const effortOfCause = ({ evaluation, findings }: MatchedCause): number =>
  Math.max(
    ...evaluation.rule.remedy
      .filter(
        ({ phase, variant }) =>
          phase === 'change' &&
          (variant === undefined || findings.some(({ context }) => context?.variant === variant)),
      )
      .map(({ role }) => effortOf(role)),
    0,
  )

const indexOf = (causes: readonly CauseEvaluation[], { evaluation }: MatchedCause): number =>
  causes.findIndex(({ rule }) => rule.id === evaluation.rule.id)
