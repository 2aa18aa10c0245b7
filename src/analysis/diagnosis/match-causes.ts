import { defined, present } from '../../model/defined.ts'
import type { Certainty } from '../../model/diagnosis.ts'
import { minutes } from '../../model/duration.ts'
import type { Finding } from '../../model/rule.ts'
import { type CauseEvaluation, isFlagged } from './evaluation.ts'
import { isSameSource, type Symptom } from './symptoms.ts'

/** A cause of one user, or of the machine or server, with the symptoms that it explains. */
export interface MatchedCause {
  readonly evaluation: CauseEvaluation
  readonly user?: string
  readonly findings: readonly Finding[]
  /** How certainly it explains each symptom. */
  readonly explained: ReadonlyMap<Symptom, Certainty>
  readonly certainty: Certainty
  /** Milliseconds UTC. */
  readonly since?: number
}

/** Failures this close to a message may be its own; nothing more is known. */
const NEAR_MS = minutes(60)
const CERTAINTIES: readonly Certainty[] = ['proven', 'likely', 'possible']

/** Compares by certainty, the most certain first. */
export const compareCertainty = (left: Certainty, right: Certainty): number =>
  CERTAINTIES.indexOf(left) - CERTAINTIES.indexOf(right)

const weakest = (certainties: readonly (Certainty | undefined)[]): Certainty =>
  present(certainties).sort(compareCertainty).at(-1) ?? 'possible'

const strongest = (certainties: readonly (Certainty | undefined)[]): Certainty | undefined =>
  present(certainties).sort(compareCertainty)[0]

/** Matches each flagged cause with the symptoms, user by user. */
export function matchCauses(
  causes: readonly CauseEvaluation[],
  symptoms: readonly Symptom[],
): MatchedCause[] {
  return causes.filter(isFlagged).flatMap((evaluation) => {
    const effects = causes.filter(
      ({ cause, verdict }) =>
        cause.causedBy?.includes(evaluation.rule.id) &&
        verdict.status !== 'flagged' &&
        verdict.status !== 'clear',
    )
    return groupByUser(evaluation.findings).map(({ user, findings }) => {
      const explained = new Map<Symptom, Certainty>()
      for (const symptom of symptoms) {
        const certainty =
          strongest(findings.map((finding) => certaintyOf(evaluation, finding, symptom))) ??
          indirectCertainty(effects, user, symptom)
        if (certainty) explained.set(symptom, certainty)
      }
      const times = present(findings.map(({ context }) => context?.since))
      return {
        evaluation,
        findings,
        explained,
        certainty: overallCertainty(evaluation, findings, explained),
        ...defined({ user, since: times.length > 0 ? Math.min(...times) : undefined }),
      }
    })
  })
}

/** The findings of each user, and those of no user. */
export function groupByUser(
  findings: readonly Finding[],
): { readonly user: string | undefined; readonly findings: readonly Finding[] }[] {
  const users = new Set(findings.map(({ context }) => context?.user))
  return [...users].map((user) => ({
    user,
    findings: findings.filter(({ context }) => context?.user === user),
  }))
}

/**
 * A cause whose effect could not be checked may explain, through that effect, what the effect
 * would.
 */
const indirectCertainty = (
  effects: readonly CauseEvaluation[],
  user: string | undefined,
  symptom: Symptom,
): Certainty | undefined =>
  isSameUser(user, symptom.user) && effects.some(({ cause }) => symptom.rule in cause.explains)
    ? 'possible'
    : undefined

/** Users that are not known contradict nothing. */
const isSameUser = (left: string | undefined, right: string | undefined): boolean =>
  left === undefined || right === undefined || left.toLowerCase() === right.toLowerCase()

/** How certainly a finding explains a symptom. Undefined when it does not. */
function certaintyOf(
  { cause }: CauseEvaluation,
  finding: Finding,
  symptom: Symptom,
): Certainty | undefined {
  const { user, maxCertainty } = finding.context ?? {}
  const limit = cause.explains[symptom.rule]
  if (limit === undefined || !isSameUser(user, symptom.user)) return undefined
  const matched =
    cause.matches === 'ews-answer'
      ? matchAnswer(finding, symptom)
      : matchCondition(finding, symptom)
  if (matched === undefined) return undefined
  const isUserUnknown = user !== undefined && symptom.user === undefined
  return weakest([limit, maxCertainty, matched, isUserUnknown ? 'likely' : undefined])
}

/** A condition explains what came after it. What came before may have another cause. */
const matchCondition = ({ context }: Finding, { since }: Symptom): Certainty =>
  context?.since !== undefined && since !== undefined && since < context.since
    ? 'possible'
    : 'proven'

/** The answer is in the journey of the message, is the same record, or came near it. */
function matchAnswer(
  finding: Finding,
  { journey, sources, since }: Symptom,
): Certainty | undefined {
  if (sources.some((source) => finding.sources.some((other) => isSameSource(source, other))))
    return 'proven'
  const answers = journey?.steps.filter(({ stage }) => stage === 'ews-answered') ?? []
  const own = answers.filter(({ text }) => text.endsWith(` ${finding.subject}`))
  if (own.length > 0) return own.some(({ inferred }) => !inferred) ? 'proven' : 'likely'
  // EWS answered this message otherwise.
  if (answers.length > 0) return undefined
  const { since: first, until: last } = finding.context ?? {}
  if (since === undefined || first === undefined) return 'possible'
  return first <= since + NEAR_MS && (last ?? first) >= since - NEAR_MS ? 'possible' : undefined
}

/**
 * A cause is as certain as what it explains best. One that makes the feature impossible is certain
 * even when nothing was seen to fail.
 */
function overallCertainty(
  { cause }: CauseEvaluation,
  findings: readonly Finding[],
  explained: ReadonlyMap<Symptom, Certainty>,
): Certainty {
  const best = strongest([...explained.values()])
  const limit = strongest(findings.map(({ context }) => context?.maxCertainty ?? 'proven'))
  const declared = strongest(Object.values(cause.explains))
  const own = cause.effect === 'prevents' && declared ? weakest([declared, limit]) : 'possible'
  return strongest([best, own]) ?? 'possible'
}
