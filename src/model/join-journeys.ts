import { durationText, minutes, seconds } from './duration.ts'
import type { Journey, JourneyStep } from './journey.ts'
import type { SourceRef } from './source-ref.ts'

/** A message that was answered `480`: its recipient was offline. Moments in milliseconds UTC. */
export interface OfflineMessage {
  readonly callId: string
  readonly user?: string
  readonly recipient?: string
  readonly sentAt?: number
  readonly sentSource?: SourceRef
  readonly offlineAt: number
  readonly source: SourceRef
}

/** A request that writes a message through EWS, or its answer, in the client's trace. */
export interface EwsExchange {
  readonly at: number
  /** `NoError`, `ErrorServerBusy`, `HTTP 503`; absent of the request. */
  readonly code?: string
  readonly user?: string
  readonly source: SourceRef
}

/** An item that is or was in a History Spooler. */
export interface SpooledOnce {
  readonly key: string
  readonly user?: string
  readonly name: string
  readonly since: number
  /** When it was no longer there; absent while it is. */
  readonly goneAt?: number
  readonly source: SourceRef
}

interface Trail {
  readonly messages: readonly OfflineMessage[]
  readonly exchanges: readonly EwsExchange[]
  readonly items: readonly SpooledOnce[]
}

/** A message is spooled as soon as its recipient is known to be offline: an item from later than this is another's. */
const SPOOLED_WITHIN = seconds(30)
/** Clocks of the log and of the file system are one, but written at different moments. */
const SPOOLED_BEFORE = seconds(2)
/** An answer that comes later than this after the last step is another's. */
const ANSWERED_WITHIN = minutes(2)

/**
 * The way of each offline message, as far as the evidence goes, latest last. The request and its `480` are joined by their Call-ID. A spooled item and an answer of EWS carry nothing of
 * the message, so they are joined by time alone: inside a window, in order, each to one message only, never across users, and the step says
 * that it is inferred. An item without a message is a journey of its own.
 */
export function joinJourneys({ messages, exchanges, items }: Trail, now: number, stuckAfter: number): Journey[] {
  const free = [...items].sort((left, right) => left.since - right.since)
  const unused = [...exchanges].sort((left, right) => left.at - right.at)
  const journeys = [...messages]
    .sort((left, right) => left.offlineAt - right.offlineAt)
    .map((message): Journey => {
      const item = take(free, (one) => sameUser(one.user, message.user) && isSpooledAfter(one, message.offlineAt))
      const steps = [...messageSteps(message), ...(item ? itemSteps(item, now, stuckAfter, unused, message.user, true) : [])]
      const { user, recipient, callId } = message
      return { key: callId, ...(user === undefined ? {} : { user }), ...(recipient === undefined ? {} : { recipient }), steps }
    })
  const alone = free.map((item): Journey => {
    const { key, user } = item
    return { key, ...(user === undefined ? {} : { user }), steps: itemSteps(item, now, stuckAfter, unused, user, false) }
  })
  return [...journeys, ...alone].sort((left, right) => (left.steps[0]?.at ?? 0) - (right.steps[0]?.at ?? 0))
}

const isSpooledAfter = ({ since }: SpooledOnce, at: number): boolean =>
  since >= at - SPOOLED_BEFORE && since <= at + SPOOLED_WITHIN

/** Unknown users may be anybody; two known ones must be the same. */
const sameUser = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other

function take<T>(list: T[], fits: (one: T) => boolean): T | undefined {
  const at = list.findIndex(fits)
  return at < 0 ? undefined : list.splice(at, 1)[0]
}

function messageSteps({ sentAt, sentSource, offlineAt, source, recipient }: OfflineMessage): JourneyStep[] {
  const whom = recipient === undefined ? '' : ` to ${recipient}`
  return [
    ...(sentAt !== undefined && sentSource
      ? [{ stage: 'sent', at: sentAt, text: `Sent${whom}`, inferred: false, source: sentSource } as const]
      : []),
    { stage: 'recipient-offline', at: offlineAt, text: 'Answered 480: the recipient is offline', inferred: false, source },
  ]
}

function itemSteps(
  item: SpooledOnce,
  now: number,
  stuckAfter: number,
  unused: EwsExchange[],
  user: string | undefined,
  inferred: boolean,
): JourneyStep[] {
  const { name, since, goneAt, source } = item
  const until = goneAt ?? now
  const near = (one: EwsExchange) => sameUser(one.user, user ?? item.user) && one.at >= since && one.at <= until + ANSWERED_WITHIN
  const request = take(unused, (one) => one.code === undefined && near(one))
  const answer = take(unused, (one) => one.code !== undefined && near(one) && one.at >= (request?.at ?? since))
  const waited = until - since
  const last: JourneyStep[] =
    goneAt !== undefined
      ? [{ stage: 'gone', at: goneAt, text: `Left the spool after ${durationText(waited)}`, inferred: false, source }]
      : waited > stuckAfter
        ? [{ stage: 'stuck', at: since + stuckAfter, text: `Stuck: waits for ${durationText(waited)}`, inferred: false, source }]
        : []
  const picked: JourneyStep[] = request
    ? [{ stage: 'picked-up', at: request.at, text: 'Picked up: EWS asked to write it', inferred: true, source: request.source }]
    : []
  const answered: JourneyStep[] = answer
    ? [{ stage: 'ews-answered', at: answer.at, text: `EWS answered ${answer.code}`, inferred: true, source: answer.source }]
    : []
  const spooled: JourneyStep = { stage: 'spooled', at: since, text: `Spooled as ${name}`, inferred, source }
  return [spooled, ...[...picked, ...answered, ...last].sort((left, right) => left.at - right.at)]
}
