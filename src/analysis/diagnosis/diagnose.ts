import { defined, present } from '../../model/defined.ts'
import {
  compareCertainty,
  type DiagnosedCause,
  type Diagnosis,
  type DiagnosisOutcome,
  type RuledOutCause,
  type UnexplainedSymptom,
} from '../../model/diagnosis.ts'
import type { JourneyReport } from '../../model/journey.ts'
import { toIsoTime } from '../../model/moment.ts'
import type { Timeline } from '../../model/timeline.ts'
import { turnedOffSentence } from '../headline.ts'
import { formatAnswer } from './answer.ts'
import { type CaseContext, hasSeveralUsers, isSameUser, parametersOf } from './case-context.ts'
import { listEvidenceToCollect } from './collect-next.ts'
import { compareCauses } from './compare-causes.ts'
import {
  type CauseEvaluation,
  causesOf,
  type Evaluation,
  effectsOf,
  isFlagged,
  isOnlyBehind,
  isUndecided,
} from './evaluation.ts'
import { groupByUser, type MatchedCause, matchCauses, strongest } from './match-causes.ts'
import { listOpenQuestions, mayExplain } from './open-questions.ts'
import { outcomeOf } from './outcome.ts'
import { buildPlan, type PlanEntry } from './plan.ts'
import { collectNotAttempted, collectSymptoms, countMessages, type Symptom } from './symptoms.ts'

export interface DiagnosisInput {
  readonly evaluations: readonly Evaluation[]
  readonly journeys: readonly JourneyReport[]
  readonly timeline: Timeline
  readonly context: CaseContext
}

/**
 * Says why Offline IM fails: matches causes with symptoms, and makes one plan. Knows no rule by
 * name: what a verdict means is declared beside the rule.
 */
export function diagnose(input: DiagnosisInput): Diagnosis {
  const { evaluations, journeys, context } = input
  const causes = causesOf(evaluations)
  const { symptoms, assumed } = symptomsOf(input, causes)
  const matched = matchCauses(causes, [...symptoms, ...assumed], hasSeveralUsers(context))
  const withoutEffect = matched.filter((cause) => isWithoutEffect(cause, causes))
  const effective = matched.filter((cause) => !withoutEffect.includes(cause))
  const superseded = findSuperseded(effective)
  const inForce = effective
    .filter((cause) => ![...superseded.values()].some((list) => list.includes(cause)))
    .sort(compareCauses(causes))
  const explained = new Set(inForce.flatMap((cause) => [...cause.explained.keys()]))
  const counted = [...symptoms, ...assumed.filter((symptom) => explained.has(symptom))]
  const unexplainedSymptoms = symptoms.filter((symptom) => !explained.has(symptom))
  const unexplained = groupUnexplained(unexplainedSymptoms)
  const undecided = findUndecided(causes, symptoms, inForce)
  const outcome = outcomeOf(evaluations, inForce, unexplained, undecided, journeys)
  const diagnosedCauses = inForce.map((cause) =>
    toDiagnosedCause(cause, counted, inForce, superseded.get(cause) ?? []),
  )
  return {
    outcome,
    answer: present([
      formatAnswer(outcome, diagnosedCauses, unexplained, evaluations),
      turnedOffSentence(evaluations.map(({ verdict }) => verdict)),
    ]).join(' '),
    causes: diagnosedCauses,
    unexplained,
    ruledOut: [
      ...causes.filter(({ verdict }) => verdict.status === 'clear').map(toRuledOut),
      ...withoutEffect.map((cause) => toRuledOutByEffects(cause, causes)),
    ],
    undecided: undecided.map(({ rule, verdict: { missing } }) => ({
      rule: rule.id,
      missing: [...new Set(missing.map(({ evidence }) => evidence))],
    })),
    actions: buildPlan(planEntries(evaluations, inForce, withoutEffect, outcome), context),
    collectNext: listEvidenceToCollect(
      listOpenQuestions({
        evaluations,
        undecided,
        symptoms: counted,
        unexplained: unexplainedSymptoms,
        inForce,
      }),
      parametersOf(context, undefined),
    ),
  }
}

interface CaseSymptoms {
  readonly symptoms: readonly Symptom[]
  /** Symptoms that count only where a cause explains them. */
  readonly assumed: readonly Symptom[]
}

function symptomsOf(
  { evaluations, journeys, timeline, context }: DiagnosisInput,
  causes: readonly CauseEvaluation[],
): CaseSymptoms {
  const symptoms = collectSymptoms(evaluations, journeys)
  const { proven, assumed } = collectNotAttempted(journeys, timeline, context, ewsLogsOf(causes))
  const hidesRecords = evaluations.some(
    (evaluation) =>
      isFlagged(evaluation) &&
      evaluation.rule.diagnosis.role === 'limit' &&
      evaluation.rule.diagnosis.hidesRecords,
  )
  // Where records are hidden, the client may have passed the message on.
  return hidesRecords
    ? { symptoms, assumed: [...proven, ...assumed] }
    : { symptoms: [...symptoms, ...proven], assumed }
}

/** Paths of the logs that contain answers of EWS. */
function ewsLogsOf(causes: readonly CauseEvaluation[]): ReadonlySet<string> {
  const paths = causes
    .filter(({ cause }) => cause.matches === 'ews-answer')
    .flatMap(({ verdict, findings }) => [
      ...verdict.sources,
      ...findings.flatMap(({ sources }) => sources),
    ])
    .map(({ path }) => path)
  return new Set(paths)
}

/** Whether a cause could only be behind others, and evidence rules all of those out. */
const isWithoutEffect = (
  { evaluation, explained }: MatchedCause,
  causes: readonly CauseEvaluation[],
): boolean => {
  const effects = effectsOf(evaluation.rule.id, causes)
  return (
    isOnlyBehind(evaluation) &&
    explained.size === 0 &&
    effects.length > 0 &&
    effects.every(({ verdict }) => verdict.status === 'clear')
  )
}

const toRuledOut = ({ rule, verdict: { message, sources } }: Evaluation): RuledOutCause => ({
  rule: rule.id,
  because: message,
  sources,
})

/** A cause that is ruled out because every other cause that it could be behind is clear. */
function toRuledOutByEffects(
  { evaluation }: MatchedCause,
  causes: readonly CauseEvaluation[],
): RuledOutCause {
  const effects = effectsOf(evaluation.rule.id, causes)
  return {
    rule: evaluation.rule.id,
    because: `It has no effect here: ${effects.map(({ verdict }) => verdict.message).join(' ')}`,
    sources: effects.flatMap(({ verdict }) => verdict.sources),
  }
}

/**
 * The flagged causes that each cause supersedes, of the same user. A less certain cause supersedes
 * nothing.
 */
function findSuperseded(
  matched: readonly MatchedCause[],
): ReadonlyMap<MatchedCause, readonly MatchedCause[]> {
  return new Map(
    matched.map((cause) => [
      cause,
      matched.filter(
        (other) =>
          cause.evaluation.cause.supersedes?.includes(other.evaluation.rule.id) &&
          compareCertainty(cause.certainty, other.certainty) <= 0 &&
          isSameUser(cause.user, other.user),
      ),
    ]),
  )
}

function toDiagnosedCause(
  { evaluation, user, findings, explained, certainty, since }: MatchedCause,
  symptoms: readonly Symptom[],
  inForce: readonly MatchedCause[],
  superseded: readonly MatchedCause[],
): DiagnosedCause {
  return {
    rule: evaluation.rule.id,
    title: evaluation.rule.title,
    ...defined({ user, since: since === undefined ? undefined : toIsoTime(since) }),
    certainty,
    because: findings.map(({ message, sources }) => ({ text: message, sources })),
    explains: {
      symptoms: [...new Set([...explained.keys()].map(({ rule }) => rule))],
      messages: countMessages([...explained.keys()]),
      of: countMessages(symptoms),
      ...defined({ certainty: strongest([...explained.values()]) }),
    },
    causedBy: (evaluation.cause.causedBy ?? []).filter((rule) =>
      inForce.some((other) => other.evaluation.rule.id === rule && isSameUser(user, other.user)),
    ),
    supersedes: [...new Set(superseded.map((other) => other.evaluation.rule.id))],
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

/** Causes that could not be checked and that could explain a symptom, or any if there is none. */
function findUndecided(
  causes: readonly CauseEvaluation[],
  symptoms: readonly Symptom[],
  inForce: readonly MatchedCause[],
): CauseEvaluation[] {
  const superseded = new Set(
    inForce.flatMap(({ certainty, evaluation }) =>
      certainty === 'possible' ? [] : (evaluation.cause.supersedes ?? []),
    ),
  )
  return causes.filter(
    (evaluation) =>
      isUndecided(evaluation) &&
      !superseded.has(evaluation.rule.id) &&
      (symptoms.length === 0
        ? mayHaveEffect(evaluation, causes)
        : symptoms.some((symptom) => mayExplain(evaluation, symptom, causes))),
  )
}

/** Whether a cause explains something by itself, or through a cause that is not ruled out. */
const mayHaveEffect = (evaluation: CauseEvaluation, causes: readonly CauseEvaluation[]): boolean =>
  !isOnlyBehind(evaluation) ||
  effectsOf(evaluation.rule.id, causes).some(({ verdict }) => verdict.status !== 'clear')

/** The verdicts whose remedies make the plan: the causes, then what was noticed, then limits. */
function planEntries(
  evaluations: readonly Evaluation[],
  inForce: readonly MatchedCause[],
  withoutEffect: readonly MatchedCause[],
  outcome: DiagnosisOutcome,
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
    ...inForce.map(toPlanEntry),
    ...others.flatMap((evaluation) =>
      groupByUser(evaluation.findings).map(({ user, findings }) => ({
        evaluation,
        findings,
        ...defined({ user }),
      })),
    ),
    // Nothing has to be changed, but people may have to know.
    ...withoutEffect.map((cause) => ({ ...toPlanEntry(cause), phases: ['inform'] as const })),
  ]
}

const toPlanEntry = ({ evaluation, user, findings }: MatchedCause): PlanEntry => ({
  evaluation,
  findings,
  ...defined({ user }),
})
