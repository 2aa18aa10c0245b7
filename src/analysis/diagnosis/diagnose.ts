import { defined, present } from '../../model/defined.ts'
import type {
  DiagnosedCause,
  Diagnosis,
  DiagnosisOutcome,
  UnexplainedSymptom,
} from '../../model/diagnosis.ts'
import type { JourneyReport } from '../../model/journey.ts'
import { toIsoTime } from '../../model/moment.ts'
import type { Finding } from '../../model/rule.ts'
import type { Timeline } from '../../model/timeline.ts'
import { formatAnswer } from './answer.ts'
import { listEvidenceToCollect } from './collect-next.ts'
import { type CauseEvaluation, causesOf, type Evaluation, isFlagged } from './evaluation.ts'
import { compareCertainty, groupByUser, type MatchedCause, matchCauses } from './match-causes.ts'
import { buildPlan, effortOf, type PlanEntry } from './plan.ts'
import { collectNotAttempted, collectSymptoms, type Symptom } from './symptoms.ts'

export interface DiagnosisInput {
  readonly evaluations: readonly Evaluation[]
  readonly journeys: readonly JourneyReport[]
  readonly timeline: Timeline
  /** Undefined when no spool was collected. */
  readonly spooledItems: number | undefined
  /** Values for placeholders that hold for the whole case, by the name between `<` and `>`. */
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Says why Offline IM fails: matches causes with symptoms, and makes one plan. Knows no rule by
 * name: what a verdict means is declared beside the rule.
 */
export function diagnose(input: DiagnosisInput): Diagnosis {
  const { evaluations, spooledItems, parameters } = input
  const causes = causesOf(evaluations)
  const { symptoms, notAttempted } = symptomsOf(input, causes)
  const matched = matchCauses(causes, [...symptoms, ...notAttempted])
  const superseding = findSuperseded(matched)
  const inForce = matched
    .filter((cause) => !isSuperseded(cause, superseding))
    .sort(compareCauses(causes))
  const explained = new Set(inForce.flatMap((cause) => [...cause.explained.keys()]))
  const counted = [...symptoms, ...notAttempted.filter((symptom) => explained.has(symptom))]
  const unexplained = groupUnexplained(symptoms.filter((symptom) => !explained.has(symptom)))
  const outcome = outcomeOf(evaluations, inForce, unexplained)
  const diagnosedCauses = inForce.map((cause) =>
    toDiagnosedCause(cause, counted, inForce, superseding.get(cause) ?? []),
  )
  const undecided = findUndecided(causes, symptoms, inForce)
  return {
    outcome,
    answer: formatAnswer(outcome, diagnosedCauses, unexplained, evaluations),
    causes: diagnosedCauses,
    unexplained,
    ruledOut: causes
      .filter(({ verdict }) => verdict.status === 'clear')
      .map(({ rule, verdict: { message, sources } }) => ({
        rule: rule.id,
        because: message,
        sources,
      })),
    undecided: undecided.map(({ rule, verdict: { missing } }) => ({
      rule: rule.id,
      missing: [...new Set(missing.map(({ evidence }) => evidence))],
    })),
    actions: buildPlan(planEntries(evaluations, inForce, outcome, parameters), spooledItems === 0),
    collectNext: listEvidenceToCollect(openQuestions(evaluations, undecided, counted, inForce)),
  }
}

function symptomsOf(
  { evaluations, journeys, timeline, spooledItems }: DiagnosisInput,
  causes: readonly CauseEvaluation[],
): { readonly symptoms: readonly Symptom[]; readonly notAttempted: readonly Symptom[] } {
  const symptoms = collectSymptoms(evaluations, journeys)
  const notAttempted = collectNotAttempted(journeys, timeline, spooledItems !== undefined)
  // Only a log with answers of EWS would show that the client passed a message on.
  const seesAnswers = causes.some(
    ({ cause, verdict }) =>
      cause.matches === 'ews-answer' && ['flagged', 'clear'].includes(verdict.status),
  )
  return seesAnswers
    ? { symptoms: [...symptoms, ...notAttempted], notAttempted: [] }
    : { symptoms, notAttempted }
}

/** The rules that each cause supersedes, among the flagged ones that concern the same user. */
function findSuperseded(matched: readonly MatchedCause[]): Map<MatchedCause, string[]> {
  return new Map(
    matched.map((cause) => [
      cause,
      [
        ...new Set(
          matched
            .filter(
              (other) =>
                cause.evaluation.cause.supersedes?.includes(other.evaluation.rule.id) &&
                concernsUserOf(cause, other),
            )
            .map(({ evaluation }) => evaluation.rule.id),
        ),
      ],
    ]),
  )
}

const concernsUserOf = (cause: MatchedCause, other: MatchedCause): boolean =>
  cause.user === undefined || other.user === undefined || cause.user === other.user

const isSuperseded = (
  other: MatchedCause,
  superseding: ReadonlyMap<MatchedCause, readonly string[]>,
): boolean =>
  [...superseding].some(
    ([cause, rules]) => rules.includes(other.evaluation.rule.id) && concernsUserOf(cause, other),
  )

/**
 * Causes that are only possible come last. Among the others, causes that make the feature impossible
 * come first, then the more certain ones, those that explain more, and those that are easier to
 * remove.
 */
const compareCauses =
  (causes: readonly CauseEvaluation[]) =>
  (left: MatchedCause, right: MatchedCause): number =>
    Number(left.certainty === 'possible') - Number(right.certainty === 'possible') ||
    Number(preventsNothing(left)) - Number(preventsNothing(right)) ||
    compareCertainty(left.certainty, right.certainty) ||
    right.explained.size - left.explained.size ||
    effortOfCause(left) - effortOfCause(right) ||
    indexOf(causes, left) - indexOf(causes, right)

const preventsNothing = ({ evaluation }: MatchedCause): boolean =>
  evaluation.cause.effect !== 'prevents' || Object.keys(evaluation.cause.explains).length === 0

const effortOfCause = ({ evaluation }: MatchedCause): number =>
  Math.max(
    ...evaluation.rule.remedy
      .filter(({ phase }) => phase === 'change')
      .map(({ role }) => effortOf(role)),
    0,
  )

const indexOf = (causes: readonly CauseEvaluation[], { evaluation }: MatchedCause): number =>
  causes.findIndex(({ rule }) => rule.id === evaluation.rule.id)

function toDiagnosedCause(
  { evaluation, user, findings, explained, certainty, since }: MatchedCause,
  symptoms: readonly Symptom[],
  inForce: readonly MatchedCause[],
  supersedes: readonly string[],
): DiagnosedCause {
  const sum = (list: readonly Symptom[]) =>
    list.reduce((total, { messages }) => total + messages, 0)
  return {
    rule: evaluation.rule.id,
    title: evaluation.rule.title,
    ...defined({ user, since: since === undefined ? undefined : toIsoTime(since) }),
    certainty,
    because: findings.map(({ message, sources }) => ({ text: message, sources })),
    explains: {
      symptoms: [...new Set([...explained.keys()].map(({ rule }) => rule))],
      messages: sum([...explained.keys()]),
      of: sum(symptoms),
    },
    causedBy: (evaluation.cause.causedBy ?? []).filter((rule) =>
      inForce.some((other) => other.evaluation.rule.id === rule),
    ),
    supersedes,
  }
}

function groupUnexplained(symptoms: readonly Symptom[]): UnexplainedSymptom[] {
  const groups = new Map<string, UnexplainedSymptom>()
  for (const { rule, user, messages } of symptoms) {
    const key = JSON.stringify([rule, user])
    const before = groups.get(key)?.messages ?? 0
    groups.set(key, { rule, ...defined({ user }), messages: before + messages })
  }
  return [...groups.values()]
}

function outcomeOf(
  evaluations: readonly Evaluation[],
  inForce: readonly MatchedCause[],
  unexplained: readonly UnexplainedSymptom[],
): DiagnosisOutcome {
  // A cause of which it is only possible that it has an effect is no answer where nothing fails.
  const effective = inForce.filter(
    ({ certainty, explained }) => certainty !== 'possible' || explained.size > 0,
  )
  if (effective.some(({ certainty }) => certainty !== 'possible')) return 'cause-found'
  if (effective.length > 0) return 'cause-possible'
  if (unexplained.length > 0) return 'unexplained'
  if (inForce.length > 0) return 'cause-possible'
  const essential = evaluations.filter(
    ({ rule }) => rule.diagnosis.role === 'symptom' && rule.severity === 'error',
  )
  const hasCrashed = evaluations.some(({ verdict }) => verdict.status === 'crashed')
  const isChecked = essential.some(({ verdict }) => verdict.status === 'clear')
  return isChecked && !hasCrashed ? 'nothing-wrong' : 'not-enough-evidence'
}

/** Causes that could not be checked and that could explain a symptom, or any if there is none. */
function findUndecided(
  causes: readonly CauseEvaluation[],
  symptoms: readonly Symptom[],
  inForce: readonly MatchedCause[],
): CauseEvaluation[] {
  const superseded = new Set(inForce.flatMap(({ evaluation }) => evaluation.cause.supersedes ?? []))
  const mayExplain = ({ rule, cause }: CauseEvaluation): boolean =>
    symptoms.length === 0 ||
    symptoms.some(
      (symptom) =>
        symptom.rule in cause.explains ||
        causes.some(
          (effect) =>
            effect.cause.causedBy?.includes(rule.id) && symptom.rule in effect.cause.explains,
        ),
    )
  return causes.filter(
    (evaluation) =>
      (evaluation.verdict.status === 'not-checked' || evaluation.verdict.status === 'crashed') &&
      !superseded.has(evaluation.rule.id) &&
      mayExplain(evaluation),
  )
}

/** The rules whose missing evidence could change the answer. */
function openQuestions(
  evaluations: readonly Evaluation[],
  undecided: readonly Evaluation[],
  symptoms: readonly Symptom[],
  inForce: readonly MatchedCause[],
): readonly Evaluation[] {
  const isCertain = (symptom: Symptom) =>
    inForce.some((cause) => ['proven', 'likely'].includes(cause.explained.get(symptom) ?? ''))
  const isPrevented = inForce.some(
    (cause) => !preventsNothing(cause) && cause.certainty === 'proven',
  )
  if (isPrevented || (symptoms.length > 0 && symptoms.every(isCertain))) return []
  const uncheckedSymptoms = evaluations.filter(
    ({ rule, verdict }) =>
      rule.diagnosis.role === 'symptom' &&
      rule.severity === 'error' &&
      verdict.status === 'not-checked',
  )
  return symptoms.length > 0 ? undecided : [...uncheckedSymptoms, ...undecided]
}

/** The verdicts whose remedies make the plan: the causes, then what was noticed, then limits. */
function planEntries(
  evaluations: readonly Evaluation[],
  inForce: readonly MatchedCause[],
  outcome: DiagnosisOutcome,
  parameters: Readonly<Record<string, string>>,
): PlanEntry[] {
  const isSolved = outcome === 'cause-found'
  const others = evaluations.filter(
    (evaluation) =>
      isFlagged(evaluation) &&
      (evaluation.rule.diagnosis.role === 'symptom' ||
        evaluation.rule.diagnosis.role === 'note' ||
        (evaluation.rule.diagnosis.role === 'limit' && !isSolved)),
  )
  return [
    ...inForce.map(({ evaluation, user, findings }) =>
      toPlanEntry(evaluation, user, findings, parameters),
    ),
    ...others.flatMap((evaluation) =>
      groupByUser(evaluation.findings).map(({ user, findings }) =>
        toPlanEntry(evaluation, user, findings, parameters),
      ),
    ),
  ]
}

function toPlanEntry(
  evaluation: Evaluation,
  user: string | undefined,
  findings: readonly Finding[],
  parameters: Readonly<Record<string, string>>,
): PlanEntry {
  return {
    evaluation,
    ...defined({ user }),
    variants: new Set(present(findings.map(({ context }) => context?.variant))),
    parameters: Object.assign(
      { ...parameters },
      defined({ 'user@domain': user }),
      ...findings.map(({ context }) => context?.parameters ?? {}),
    ),
  }
}
