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
 * The client spools a message as soon as its recipient is known to be offline. An item that appears
 * later than this belongs to another message.
 */
const SPOOL_WINDOW_MS = seconds(30)
/** Log and file system use the same clock, but write at slightly different times. */
const WRITE_TOLERANCE_MS = seconds(2)
/**
 * The client picks up spooled items within two minutes (documented). A later request to EWS belongs
 * to another item.
 */
const PICK_UP_WINDOW_MS = minutes(2)
/** An item leaves the spool when EWS accepts it. An answer further away belongs to another item. */
const LEAVE_WINDOW_MS = minutes(2)

/** A message, a spooled item, or both. */
interface WaitingEntry {
  /** The earliest time at which it could be picked up, milliseconds UTC. */
  readonly at: number
  readonly message?: OfflineMessage
  readonly item?: SpooledItemHistory
}

/**
 * The journeys of all offline messages, as far as the evidence shows them, latest last. `now` is in
 * milliseconds UTC, `stuckAfter` in milliseconds.
 *
 * A request and its `480` are joined by Call-ID, a resent message by Call-ID or conversation id. A
 * spooled item and an EWS record name no message, so they are joined by time alone: inside a
 * window, in order, each to one message only, and never across users. Such a step is marked as
 * inferred and states its window. An item without a message is a journey of its own.
 */
export function joinJourneys(trail: OfflineTrail, now: number, stuckAfter: number): Journey[] {
  const partialJourneys = splitTrailByUser(trail).flatMap((part) =>
    joinPartialJourneys(part, now, stuckAfter),
  )
  return joinResentMessages(partialJourneys, trail.resent ?? []).sort(
    (left, right) => startOf(left) - startOf(right) || (left.key < right.key ? -1 : 1),
  )
}

const startOf = ({ steps }: Journey): number => steps[0]?.at ?? 0

/** The journeys of one user, without resent messages. */
function joinPartialJourneys(
  { messages, items, ewsRecords }: OfflineTrail,
  now: number,
  stuckAfter: number,
): PartialJourney[] {
  const waiting = joinItems(messages, items)
  const attempts = pairEwsRecords(ewsRecords)
  const pickedUpBy = matchInOrder(waiting, attempts, {
    minOffset: 0,
    maxOffset: PICK_UP_WINDOW_MS,
    accepts: ({ item }, { at }) => at <= (item?.goneAt ?? at) + WRITE_TOLERANCE_MS,
  })
  const leftBy = matchLeavingItems(waiting, attempts, pickedUpBy)
  return waiting.map((entry): PartialJourney => {
    const { message, item } = entry
    const [firstAttempt, lastAttempt] = [pickedUpBy.get(entry), leftBy.get(entry)]
    const laterSteps: JourneyStep[] = []
    if (firstAttempt) laterSteps.push(...attemptSteps(firstAttempt, PICK_UP_WINDOW_MS))
    if (lastAttempt) laterSteps.push(...attemptSteps(lastAttempt, LEAVE_WINDOW_MS))
    if (item) laterSteps.push(...outcomeSteps(item, now, stuckAfter))
    const user = message?.user ?? item?.user
    const { recipient, conversation } = message ?? {}
    const spoolWindow = message ? SPOOL_WINDOW_MS : undefined
    return {
      key: message?.callId ?? item?.key ?? '',
      ...defined({ user, recipient, conversation }),
      steps: present([
        ...(message ? messageSteps(message) : []),
        item && spooledStep(item, spoolWindow),
        ...laterSteps.sort((left, right) => left.at - right.at),
      ]),
      isHandedOn: item !== undefined || firstAttempt !== undefined,
    }
  })
}

/** Each message with its item, then the items without a message. */
function joinItems(
  messages: readonly OfflineMessage[],
  items: readonly SpooledItemHistory[],
): WaitingEntry[] {
  const messageEntries = messages
    .map((message) => ({ at: message.offlineAt, message }))
    .sort(compareByTime(({ message }) => message.callId))
  const itemEntries = items
    .map((item) => ({ at: item.since, item }))
    .sort(compareByTime(({ item }) => item.key))
  const pairs = matchInOrder(messageEntries, itemEntries, {
    minOffset: -WRITE_TOLERANCE_MS,
    maxOffset: SPOOL_WINDOW_MS,
  })
  const pairedItems = new Set(pairs.values())
  return [
    ...messageEntries.map((entry) => ({ ...entry, ...pairs.get(entry) })),
    ...itemEntries.filter((entry) => !pairedItems.has(entry)),
  ]
}

/**
 * Orders by time, and by name at the same time, so that the result does not depend on the order in
 * which logs are read.
 */
const compareByTime =
  <T extends { readonly at: number }>(nameOf: (entry: T) => string) =>
  (left: T, right: T): number =>
    left.at - right.at || (nameOf(left) < nameOf(right) ? -1 : 1)

/**
 * The successful attempt with which each item left that EWS did not accept when it was picked up.
 */
function matchLeavingItems(
  waiting: readonly WaitingEntry[],
  attempts: readonly EwsAttempt[],
  pickedUpBy: ReadonlyMap<WaitingEntry, EwsAttempt>,
): Map<WaitingEntry, EwsAttempt> {
  const usedAttempts = new Set(pickedUpBy.values())
  const leaving = waiting.flatMap((entry) => {
    const { goneAt, mayHaveGoneEarlier } = entry.item ?? {}
    const wasAccepted = pickedUpBy.get(entry)?.answer?.code === 'NoError'
    return goneAt === undefined || mayHaveGoneEarlier || wasAccepted ? [] : [{ at: goneAt, entry }]
  })
  const successes = attempts.flatMap((attempt) =>
    attempt.answer?.code === 'NoError' && !usedAttempts.has(attempt)
      ? [{ at: attempt.answer.at, attempt }]
      : [],
  )
  const pairs = matchInOrder(leaving, successes, {
    minOffset: -LEAVE_WINDOW_MS,
    maxOffset: LEAVE_WINDOW_MS,
    accepts: ({ entry }, { attempt }) => attempt.at >= entry.at,
  })
  return new Map([...pairs].map(([{ entry }, { attempt }]) => [entry, attempt]))
}
