import { defined, present } from '../model/defined.ts'
import { minutes, seconds } from '../model/duration.ts'
import type { Journey, JourneyStep } from '../model/journey.ts'
import { joinResentMessages, type PartialJourney } from './join-resent-messages.ts'
import { attemptSteps, messageSteps, outcomeSteps, spooledStep } from './journey-steps.ts'
import { matchInOrder } from './match-in-order.ts'
import type { OfflineMessage, OfflineTrail, SpooledItemHistory } from './offline-trail.ts'
import { type EwsAttempt, pairEwsRecords } from './pair-ews-records.ts'
import { splitTrailByUser } from './split-trail-by-user.ts'

/**
 * A message is spooled as soon as its recipient is known to be offline: an item from later than
 * this is another's.
 */
const SPOOLED_WITHIN = seconds(30)
/** Clocks of the log and of the file system are one, but written at different moments. */
const WRITTEN_LATER = seconds(2)
/**
 * The client picks up what is spooled within two minutes (documented): EWS asked later than that is
 * asked for another.
 */
const PICKED_UP_WITHIN = minutes(2)
/** An item leaves when EWS has taken it: an answer further from that is another's. */
const LEFT_WITHIN = minutes(2)

/** A message, an item, or both. `at` is when it could be picked up first. */
interface Waiting {
  readonly at: number
  readonly message?: OfflineMessage
  readonly item?: SpooledItemHistory
}

/**
 * The way of each offline message, as far as the evidence goes, latest last. A request and its
 * `480` are joined by their Call-ID, what is sent again by that or by the conversation's id. A
 * spooled item and an answer of EWS carry nothing of the message, so they are joined by time alone:
 * inside a window, in order, each to one message only, never across users, and the step says so,
 * and how wide the window is. An item without a message is a journey of its own.
 */
export function joinJourneys(trail: OfflineTrail, now: number, stuckAfter: number): Journey[] {
  const ways = splitTrailByUser(trail).flatMap((part) => waysOf(part, now, stuckAfter))
  return joinResentMessages(ways, trail.again ?? []).sort(
    (left, right) => startOf(left) - startOf(right) || (left.key < right.key ? -1 : 1),
  )
}

const startOf = ({ steps }: Journey): number => steps[0]?.at ?? 0

/** Of one user. */
function waysOf(
  { messages, items, exchanges }: OfflineTrail,
  now: number,
  stuckAfter: number,
): PartialJourney[] {
  const waiting = spooled(messages, items)
  const attempts = pairEwsRecords(exchanges)
  const pickedUp = matchInOrder(waiting, attempts, {
    after: 0,
    before: PICKED_UP_WITHIN,
    also: ({ item }, { at }) => at <= (item?.goneAt ?? at) + WRITTEN_LATER,
  })
  const left = leftBy(waiting, attempts, pickedUp)
  return waiting.map((one): PartialJourney => {
    const { message, item } = one
    const [first, last] = [pickedUp.get(one), left.get(one)]
    const steps: JourneyStep[] = [
      ...(first ? attemptSteps(first, PICKED_UP_WITHIN) : []),
      ...(last ? attemptSteps(last, LEFT_WITHIN) : []),
      ...(item ? outcomeSteps(item, now, stuckAfter) : []),
    ]
    const user = message?.user ?? item?.user
    const { recipient, conversation } = message ?? {}
    return {
      key: message?.callId ?? item?.key ?? '',
      ...defined({ user, recipient, conversation }),
      steps: present([
        ...(message ? messageSteps(message) : []),
        item ? spooledStep(item, message && SPOOLED_WITHIN) : undefined,
        ...steps.sort((one, other) => one.at - other.at),
      ]),
      isHandedOn: item !== undefined || first !== undefined,
    }
  })
}

/** Each message with its item, and the items without a message. */
function spooled(
  messages: readonly OfflineMessage[],
  items: readonly SpooledItemHistory[],
): Waiting[] {
  const told = messages
    .map((message) => ({ at: message.offlineAt, message }))
    .sort(byTime(({ message }) => message.callId))
  const found = items.map((item) => ({ at: item.since, item })).sort(byTime(({ item }) => item.key))
  const pairs = matchInOrder(told, found, { after: -WRITTEN_LATER, before: SPOOLED_WITHIN })
  const joined = new Set(pairs.values())
  return [
    ...told.map((one) => ({ ...one, ...pairs.get(one) })),
    ...found.filter((one) => !joined.has(one)),
  ]
}

/**
 * What comes at one moment is put in the order of its names, so that the order of the logs decides
 * nothing.
 */
const byTime =
  <T extends { readonly at: number }>(nameOf: (one: T) => string) =>
  (left: T, right: T): number =>
    left.at - right.at || (nameOf(left) < nameOf(right) ? -1 : 1)

/** The answers with which items left that had not been taken at once. */
function leftBy(
  waiting: readonly Waiting[],
  attempts: readonly EwsAttempt[],
  pickedUp: ReadonlyMap<Waiting, EwsAttempt>,
): Map<Waiting, EwsAttempt> {
  const used = new Set(pickedUp.values())
  const gone = waiting.flatMap((one) => {
    const { goneAt, mayHaveGoneEarlier: goneBy } = one.item ?? {}
    return goneAt === undefined || goneBy || pickedUp.get(one)?.answer?.code === 'NoError'
      ? []
      : [{ at: goneAt, one }]
  })
  const took = attempts.flatMap((attempt) =>
    attempt.answer?.code === 'NoError' && !used.has(attempt)
      ? [{ at: attempt.answer.at, attempt }]
      : [],
  )
  const pairs = matchInOrder(gone, took, {
    after: -LEFT_WITHIN,
    before: LEFT_WITHIN,
    also: ({ one }, { attempt }) => attempt.at >= one.at,
  })
  return new Map([...pairs].map(([{ one }, { attempt }]) => [one, attempt]))
}
