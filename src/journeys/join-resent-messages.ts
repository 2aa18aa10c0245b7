import { present } from '../model/defined.ts'
import { minutes } from '../model/duration.ts'
import type { Journey, JourneyStep } from '../model/journey.ts'
import { resentSteps } from './journey-steps.ts'
import type { ResentMessage } from './offline-trail.ts'

/** A journey while it is put together. */
export interface PartialJourney extends Journey {
  /** Its message was spooled or handed to EWS: what is sent after that is another message. */
  readonly isHandedOn: boolean
}

/**
 * The client gives up on a message after two minutes (documented): what is sent later in the same
 * conversation is another.
 */
const SENT_AGAIN_WITHIN = minutes(2)

/**
 * Joins what was sent again to the message that it repeats: by the Call-ID, or by the
 * conversation's id with the same user and recipient, and after the answer to what was sent before.
 * A message that went on into the spool or to EWS is not the one that is sent again.
 */
export function joinResentMessages(
  ways: readonly PartialJourney[],
  again: readonly ResentMessage[],
): Journey[] {
  const folded: Folding[] = []
  const open = new Map<string, Folding>()
  const pieces = [...ways.map((way) => ({ way })), ...again.map((sent) => ({ sent }))].sort(
    (left, right) => startOf(left) - startOf(right) || (nameOf(left) < nameOf(right) ? -1 : 1),
  )
  for (const piece of pieces) {
    const of = 'way' in piece ? piece.way : { ...piece.sent, key: piece.sent.callId }
    const steps = 'way' in piece ? piece.way.steps : resentSteps(piece.sent, SENT_AGAIN_WITHIN)
    const keys = keysOf(of)
    const found = keys
      .map((key) => open.get(key))
      .findIndex((before) => before !== undefined && canFollow(before.steps, steps))
    const before = open.get(keys[found] ?? '')
    if (before) {
      before.steps.push(...joined(steps, found === 0 ? 'call-id' : 'conversation-id'))
    } else if ('sent' in piece) continue
    else folded.push({ ...withoutGoesOn(piece.way), steps: [...steps] })
    const now = before ?? folded.at(-1)
    const ended = 'way' in piece ? piece.way.isHandedOn : steps.at(-1)?.stage === 'reached'
    for (const key of keys) {
      if (ended || now === undefined) open.delete(key)
      else open.set(key, now)
    }
  }
  return folded
}

type Folding = Omit<Journey, 'steps'> & { readonly steps: JourneyStep[] }

const withoutGoesOn = ({ isHandedOn: _, ...journey }: PartialJourney): Journey => journey

const nameOf = (
  piece: { readonly way: PartialJourney } | { readonly sent: ResentMessage },
): string => ('way' in piece ? piece.way.key : piece.sent.callId)

const startOf = (
  piece: { readonly way: PartialJourney } | { readonly sent: ResentMessage },
): number => ('way' in piece ? (piece.way.steps[0]?.at ?? 0) : piece.sent.at)

/**
 * The Call-ID first. A conversation goes on under its id with others, too, so the recipient counts.
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

function canFollow(before: readonly JourneyStep[], steps: readonly JourneyStep[]): boolean {
  const [last, next] = [before.at(-1), steps[0]]
  return (
    last !== undefined &&
    next !== undefined &&
    next.at >= last.at &&
    next.at - last.at <= SENT_AGAIN_WITHIN
  )
}

/** The first of these steps is joined to what was there. */
const joined = (
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
          within: SENT_AGAIN_WITHIN,
        },
        ...rest,
      ]
