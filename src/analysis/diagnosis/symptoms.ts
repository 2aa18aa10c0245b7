import { defined, present } from '../../model/defined.ts'
import { NOT_ATTEMPTED } from '../../model/diagnosis.ts'
import type { JourneyReport, JourneyStage } from '../../model/journey.ts'
import { greatestOf } from '../../model/numbers/extremes.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import type { Timeline } from '../../model/timeline.ts'
import { type CaseContext, PROCESSING_MS, showsSpool } from './case-context.ts'
import type { Evaluation } from './evaluation.ts'
import { isFlagged } from './evaluation.ts'

/** One symptom: a message that failed, or a finding that is not counted in messages. */
export interface Symptom {
  /** Rule that found it, or `NOT_ATTEMPTED`. */
  readonly rule: string
  readonly user?: string
  /** From when to when, milliseconds UTC. Absent when the evidence has no time. */
  readonly since?: number
  readonly until?: number
  /** Number of messages that it stands for: 1, more for messages that are not listed, or 0. */
  readonly messages: number
  readonly journey?: JourneyReport
  readonly sources: readonly SourceRef[]
  /** True when it stands for messages of several users. */
  readonly isMixed?: true
}

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
  const stuckJourneys = indexStuckJourneys(journeys)
  return evaluations
    .filter((evaluation) => evaluation.rule.diagnosis.role === 'symptom' && isFlagged(evaluation))
    .flatMap(({ rule, verdict, findings }) => {
      const symptoms = findings.map(({ context, sources }): Symptom => {
        const [journey] = present(sources.map((source) => stuckJourneys.get(keyOf(source))))
        return {
          rule: rule.id,
          ...defined({
            user: context?.user,
            since: context?.since,
            until: context?.until,
            journey,
          }),
          messages: context?.messages ?? 0,
          sources,
        }
      })
      return verdict.omitted > 0
        ? [...symptoms, omittedSymptom(rule.id, verdict.omitted, symptoms)]
        : symptoms
    })
}

/** Stands for the messages beyond those listed. The oldest are listed, so it is later than they. */
function omittedSymptom(rule: string, messages: number, listed: readonly Symptom[]): Symptom {
  const users = new Set(listed.map(({ user }) => user))
  const times = present(listed.map(({ since }) => since))
  return {
    rule,
    messages,
    sources: [],
    ...defined({
      user: users.size === 1 ? listed[0]?.user : undefined,
      since: greatestOf(times),
      isMixed: users.size > 1 ? (true as const) : undefined,
    }),
  }
}

/** The journeys of stuck items, by the sources of their items. */
function indexStuckJourneys(journeys: readonly JourneyReport[]): Map<string, JourneyReport> {
  const index = new Map<string, JourneyReport>()
  for (const journey of journeys)
    if (journey.steps.some(({ stage }) => stage === 'stuck'))
      for (const { stage, source } of journey.steps)
        if (stage === 'spooled') index.set(keyOf(source), journey)
  return index
}

const keyOf = ({ path, line, record, offset }: SourceRef): string =>
  `${path}|${line}|${record}|${offset}`

export const isSameSource = (left: SourceRef, right: SourceRef): boolean =>
  left.path === right.path &&
  left.line === right.line &&
  left.record === right.record &&
  left.offset === right.offset

interface NotAttempted {
  /** Shown by a log that contains answers of EWS. */
  readonly proven: readonly Symptom[]
  /** Messages of which only the client's own log is known: EWS may have received them. */
  readonly assumed: readonly Symptom[]
}

/**
 * Messages whose recipient was offline and which the client neither spooled nor passed to EWS, in a
 * span that a log covers. `ewsLogs`: paths of logs that contain answers of EWS.
 */
export function collectNotAttempted(
  journeys: readonly JourneyReport[],
  { logs }: Timeline,
  context: CaseContext,
  ewsLogs: ReadonlySet<string>,
): NotAttempted {
  const [proven, assumed]: [Symptom[], Symptom[]] = [[], []]
  for (const journey of journeys) {
    const offline = journey.steps.findLast(({ stage }) => stage === 'recipient-offline')
    if (!offline || journey.steps.some(({ stage }) => ATTEMPTED.has(stage))) continue
    const since = Date.parse(offline.at)
    // A spool that was not collected, or collected before, may contain the message.
    if (!showsSpool(context, journey.user, since)) continue
    const covering = logs.filter((log) => covers(log, since, since + PROCESSING_MS))
    if (covering.length === 0) continue
    const list = covering.some(({ path }) => ewsLogs.has(path)) ? proven : assumed
    list.push({
      rule: NOT_ATTEMPTED,
      ...defined({ user: journey.user }),
      since,
      messages: 1,
      journey,
      sources: [offline.source],
    })
  }
  return { proven, assumed }
}

/** `from` and `to` in milliseconds UTC. */
const covers = (log: Timeline['logs'][number], from: number, to: number): boolean =>
  Date.parse(log.from) <= from &&
  Date.parse(log.to) >= to &&
  !log.gaps.some((gap) => Date.parse(gap.from) < to && Date.parse(gap.to) > from)

/** Number of messages that failed with these symptoms. */
export const countMessages = (symptoms: readonly Symptom[]): number =>
  symptoms.reduce((total, { messages }) => total + messages, 0)
