import { defined, present } from '../../model/defined.ts'
import { type Certainty, compareCertainty } from '../../model/diagnosis.ts'
import { minutes } from '../../model/duration.ts'
import { leastOf } from '../../model/numbers/extremes.ts'
import type { Finding } from '../../model/rule.ts'
import { isSameUser } from './case-context.ts'
import { type CauseEvaluation, effectsOf, isFlagged, mayExplainThrough } from './evaluation.ts'
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

const weakest = (certainties: readonly (Certainty | undefined)[]): Certainty =>
  present(certainties).sort(compareCertainty).at(-1) ?? 'possible'

/** The most certain of these; undefined when there is none. */
export const strongest = (certainties: readonly (Certainty | undefined)[]): Certainty | undefined =>
  present(certainties).sort(compareCertainty)[0]

/**
 * Matches each flagged cause with the symptoms, user by user. `severalUsers`: the case has more than
 * one, so a cause or symptom without a user may be anybody's.
 */
export function matchCauses(
  causes: readonly CauseEvaluation[],
  symptoms: readonly Symptom[],
  severalUsers: boolean,
): MatchedCause[] {
  return causes.filter(isFlagged).flatMap((evaluation) => {
    const effects = effectsOf(evaluation.rule.id, causes)
    return groupByUser(evaluation.findings).map(({ user, findings }) => {
      const explained = new Map<Symptom, Certainty>()
      for (const symptom of symptoms) {
        const certainty =
          strongest(
            findings.map((finding) => certaintyOf(evaluation, finding, symptom, severalUsers)),
          ) ?? indirectCertainty(effects, findings, symptom)
        if (certainty) explained.set(symptom, certainty)
      }
      const times = present(findings.map(({ context }) => context?.since))
      return {
        evaluation,
        findings,
        explained,
        certainty: overallCertainty(evaluation, findings, explained),
        ...defined({ user, since: leastOf(times) }),
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

/** The users whom a finding names; empty when it names none. */
const usersOf = ({ context }: Finding): readonly string[] =>
  context?.users ?? present([context?.user])

/** Whether a finding may concern the user of a symptom. */
const mayConcern = (finding: Finding, { user, isMixed }: Symptom): boolean => {
  const users = usersOf(finding)
  return users.length === 0 || (!isMixed && users.some((name) => isSameUser(name, user)))
}

/**
 * A cause whose effect could not be checked may explain, through that effect, what the effect
 * would.
 */
const indirectCertainty = (
  effects: readonly CauseEvaluation[],
  findings: readonly Finding[],
  symptom: Symptom,
): Certainty | undefined =>
  findings.some((finding) => mayConcern(finding, symptom) && !isLater(finding, symptom)) &&
  mayExplainThrough(effects, symptom)
    ? 'possible'
    : undefined

/** How certainly a finding explains a symptom. Undefined when it does not. */
function certaintyOf(
  { cause }: CauseEvaluation,
  finding: Finding,
  symptom: Symptom,
  severalUsers: boolean,
): Certainty | undefined {
  const limit = cause.explains[symptom.rule]
  if (limit === undefined || !mayConcern(finding, symptom)) return undefined
  const joined = cause.matches === 'ews-answer' ? matchJourney(finding, symptom) : undefined
  const matched =
    joined ??
    (cause.matches === 'ews-answer'
      ? matchTime(finding, symptom)
      : matchCondition(finding, symptom))
  if (matched === undefined) return undefined
  const owner = joined ? undefined : ownerLimit(cause.appliesTo, finding, symptom, severalUsers)
  return weakest([limit, finding.context?.maxCertainty, matched, owner])
}

/** The highest certainty where it is not known that cause and symptom have the same user. */
function ownerLimit(
  appliesTo: CauseEvaluation['cause']['appliesTo'],
  finding: Finding,
  symptom: Symptom,
  severalUsers: boolean,
): Certainty | undefined {
  const isNamed = usersOf(finding).length > 0
  if (!isNamed && appliesTo !== 'user') return undefined
  if (isNamed && symptom.user !== undefined) return undefined
  if (severalUsers) return 'possible'
  return isNamed ? 'likely' : undefined
}

/** Whether a finding is known to have begun after the symptom. */
const isLater = ({ context }: Finding, { since }: Symptom): boolean =>
  context?.since !== undefined && since !== undefined && since < context.since

/** A condition explains what came after it. What came before may have another cause. */
const matchCondition = (finding: Finding, symptom: Symptom): Certainty =>
  isLater(finding, symptom) ? 'possible' : 'proven'

/** The answer is in the journey of the message, or is the same record. */
function matchJourney(finding: Finding, { journey, sources }: Symptom): Certainty | undefined {
  if (sources.some((source) => finding.sources.some((other) => isSameSource(source, other))))
    return 'proven'
  const own = answersIn(journey).filter(({ text }) => text.endsWith(` ${finding.subject}`))
  if (own.length === 0) return undefined
  return own.some(({ inferred }) => !inferred) ? 'proven' : 'likely'
}

/** The answer came during the symptom, or near it. */
function matchTime(
  { context }: Finding,
  { journey, since, until }: Symptom,
): Certainty | undefined {
  // EWS answered this message otherwise.
  if (answersIn(journey).length > 0) return undefined
  const first = context?.since
  const last = context?.until ?? first
  if (since === undefined || first === undefined || last === undefined) return 'possible'
  if (until !== undefined && first <= until && last >= since) return 'likely'
  return first <= (until ?? since) + NEAR_MS && last >= since - NEAR_MS ? 'possible' : undefined
}

const answersIn = (journey: Symptom['journey']) =>
  journey?.steps.filter(({ stage }) => stage === 'ews-answered') ?? []

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
