import { defined } from '../../model/defined.ts'
import { NOT_ATTEMPTED } from '../../model/diagnosis.ts'
import { minutes } from '../../model/duration.ts'
import type { JourneyReport, JourneyStage } from '../../model/journey.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import type { Timeline } from '../../model/timeline.ts'
import type { Evaluation } from './evaluation.ts'
import { isFlagged } from './evaluation.ts'

/** One symptom: a message that failed, or a finding that is not counted in messages. */
export interface Symptom {
  /** Rule that found it, or `NOT_ATTEMPTED`. */
  readonly rule: string
  readonly user?: string
  /** Milliseconds UTC. Absent when the evidence has no time. */
  readonly since?: number
  /** Number of messages that it stands for: 1, more for messages that are not listed, or 0. */
  readonly messages: number
  readonly journey?: JourneyReport
  readonly sources: readonly SourceRef[]
}

/** A message is processed within this time, or stays where it is (documented). */
const PROCESSING_MS = minutes(2)
/** Stages that show that the client did something with a message. */
const ATTEMPTED: ReadonlySet<JourneyStage> = new Set([
  'spooled',
  'picked-up',
  'ews-answered',
  'gone',
  'stuck',
  'reached',
])

/** The symptoms that rules found. Findings that were left out follow as one symptom. */
export function collectSymptoms(
  evaluations: readonly Evaluation[],
  journeys: readonly JourneyReport[],
): Symptom[] {
  const stuckJourneys = journeys.filter(({ steps }) => steps.some(({ stage }) => stage === 'stuck'))
  return evaluations
    .filter((evaluation) => evaluation.rule.diagnosis.role === 'symptom' && isFlagged(evaluation))
    .flatMap(({ rule, verdict, findings }) => {
      const symptoms = findings.map(({ context, sources }): Symptom => {
        const journey = stuckJourneys.find((candidate) => belongsTo(candidate, sources))
        return {
          rule: rule.id,
          ...defined({ user: context?.user, since: context?.since, journey }),
          messages: context?.messages ?? 0,
          sources,
        }
      })
      const omitted: Symptom = {
        rule: rule.id,
        ...defined({ user: soleUser(symptoms) }),
        messages: verdict.omitted,
        sources: [],
      }
      return verdict.omitted > 0 ? [...symptoms, omitted] : symptoms
    })
}

/** Whether the item of a journey is the one that a finding is about. */
const belongsTo = ({ steps }: JourneyReport, sources: readonly SourceRef[]): boolean =>
  steps.some(
    ({ stage, source }) =>
      stage === 'spooled' && sources.some((other) => isSameSource(source, other)),
  )

export const isSameSource = (left: SourceRef, right: SourceRef): boolean =>
  left.path === right.path &&
  left.line === right.line &&
  left.record === right.record &&
  left.offset === right.offset

function soleUser(symptoms: readonly Symptom[]): string | undefined {
  const users = new Set(symptoms.map(({ user }) => user))
  return users.size === 1 ? symptoms[0]?.user : undefined
}

/**
 * Messages whose recipient was offline and which the client neither spooled nor passed to EWS, in a
 * span that a log covers. `isSpoolCollected` is needed, because a spool that was not collected may
 * contain them.
 */
export function collectNotAttempted(
  journeys: readonly JourneyReport[],
  { logs }: Timeline,
  isSpoolCollected: boolean,
): Symptom[] {
  if (!isSpoolCollected) return []
  return journeys.flatMap((journey) => {
    const offline = journey.steps.findLast(({ stage }) => stage === 'recipient-offline')
    if (!offline || journey.steps.some(({ stage }) => ATTEMPTED.has(stage))) return []
    const since = Date.parse(offline.at)
    const isCovered = logs.some(
      (log) =>
        Date.parse(log.from) <= since &&
        Date.parse(log.to) >= since + PROCESSING_MS &&
        !log.gaps.some(
          (gap) => Date.parse(gap.from) < since + PROCESSING_MS && Date.parse(gap.to) > since,
        ),
    )
    if (!isCovered) return []
    return [
      {
        rule: NOT_ATTEMPTED,
        ...defined({ user: journey.user }),
        since,
        messages: 1,
        journey,
        sources: [offline.source],
      },
    ]
  })
}
