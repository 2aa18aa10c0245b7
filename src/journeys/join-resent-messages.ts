import { present } from '../model/defined.ts'
import { minutes } from '../model/duration.ts'
import type { Journey, JourneyStep } from '../model/journey.ts'
import { resentSteps } from './journey-steps.ts'
import type { ResentMessage } from './offline-trail.ts'

/** A journey before resent messages are joined to it. */
export interface PartialJourney extends Journey {
  /** Whether its message was spooled or passed to EWS: a later request is then another message. */
  readonly isHandedOn: boolean
}

/**
 * The client gives up on a message after two minutes (documented). A later request in the same
 * conversation is another message.
 */
const RESEND_WINDOW_MS = minutes(2)

/**
 * Joins each resent message to the message that it repeats. They must share the Call-ID, or the
 * conversation id with the same user and recipient, and the resent one must follow within
 * `RESEND_WINDOW_MS`. Resent messages that repeat no message are left out.
 */
export function joinResentMessages(
  partialJourneys: readonly PartialJourney[],
  resentMessages: readonly ResentMessage[],
): Journey[] {
  const journeys: OpenJourney[] = []
  /** Journeys that a later message may continue, by `keysOf`. */
  const openJourneys = new Map<string, OpenJourney>()
  const entries = [
    ...partialJourneys.map(fromJourney),
    ...resentMessages.map(fromResentMessage),
  ].sort((left, right) => left.at - right.at || (left.key < right.key ? -1 : 1))
  for (const { keys, steps, journey, isEnd } of entries) {
    const keyIndex = keys.findIndex((key) => canFollow(openJourneys.get(key)?.steps, steps))
    const before = openJourneys.get(keys[keyIndex] ?? '')
    if (before)
      before.steps.push(...joinedSteps(steps, keyIndex === 0 ? 'call-id' : 'conversation-id'))
    else if (!journey) continue
    else journeys.push({ ...journey, steps: [...steps] })
    const current = before ?? journeys.at(-1)
    for (const key of keys) {
      if (isEnd || current === undefined) openJourneys.delete(key)
      else openJourneys.set(key, current)
    }
  }
  return journeys
}

type OpenJourney = Omit<Journey, 'steps'> & { readonly steps: JourneyStep[] }

/** A partial journey or a resent message, in one form. */
interface Entry {
  /** Milliseconds UTC. */
  readonly at: number
  readonly key: string
  readonly keys: readonly string[]
  readonly steps: readonly JourneyStep[]
  /** Undefined for a resent message, which never starts a journey. */
  readonly journey?: Journey
  /** Whether no later message can belong to the same journey. */
  readonly isEnd: boolean
}

function fromJourney({ isHandedOn, ...journey }: PartialJourney): Entry {
  const { key, steps } = journey
  return { at: steps[0]?.at ?? 0, key, keys: keysOf(journey), steps, journey, isEnd: isHandedOn }
}

function fromResentMessage(message: ResentMessage): Entry {
  const { at, callId: key } = message
  const steps = resentSteps(message, RESEND_WINDOW_MS)
  const isEnd = steps.at(-1)?.stage === 'reached'
  return { at, key, keys: keysOf({ ...message, key }), steps, isEnd }
}

/**
 * The Call-ID first, then the conversation id. The latter includes the recipient, because a
 * conversation may continue under the same id with other people.
 */
const keysOf = ({
  key,
  user = '',
  recipient = '',
  conversation,
}: Pick<Journey, 'key' | 'user' | 'recipient' | 'conversation'>): string[] =>
  present([
    JSON.stringify([user, key]),
    conversation === undefined ? undefined : JSON.stringify([user, recipient, conversation]),
  ])

/** Whether the steps begin after the last one before, within `RESEND_WINDOW_MS`. */
function canFollow(
  stepsBefore: readonly JourneyStep[] | undefined,
  steps: readonly JourneyStep[],
): boolean {
  const [last, next] = [stepsBefore?.at(-1), steps[0]]
  return (
    last !== undefined &&
    next !== undefined &&
    next.at >= last.at &&
    next.at - last.at <= RESEND_WINDOW_MS
  )
}

/** The steps of a repetition: the first one says how it is joined to the journey. */
const joinedSteps = (
  [first, ...rest]: readonly JourneyStep[],
  by: 'call-id' | 'conversation-id',
): JourneyStep[] =>
  first === undefined
    ? []
    : [
        {
          ...first,
          text: first.text.replace(/^Sent(?= to |$)/, 'Sent again'),
          by,
          within: RESEND_WINDOW_MS,
        },
        ...rest,
      ]
