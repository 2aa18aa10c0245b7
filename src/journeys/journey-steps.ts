import { present } from '../model/defined.ts'
import { formatDuration } from '../model/duration.ts'
import type { JourneyStep } from '../model/journey.ts'
import type { OfflineMessage, ResentMessage, SpooledItemHistory } from './offline-trail.ts'
import type { EwsAttempt } from './pair-ews-records.ts'
import { EWS_ANSWER_WINDOW_MS } from './pair-ews-records.ts'

/** Joined by time alone, inside a window of so many milliseconds. */
const inferredWithin = (within: number) => ({ inferred: true, by: 'time', within }) as const
const known = { inferred: false } as const

export function messageSteps({
  sentAt,
  sentSource,
  offlineAt,
  source,
  recipient,
}: OfflineMessage): JourneyStep[] {
  const whom = recipient === undefined ? '' : ` to ${recipient}`
  const text = 'Answered 480: the recipient is offline'
  if (sentAt === undefined || !sentSource)
    return [{ stage: 'recipient-offline', at: offlineAt, text, ...known, source }]
  return [
    { stage: 'sent', at: sentAt, text: `Sent${whom}`, ...known, source: sentSource },
    { stage: 'recipient-offline', at: offlineAt, text, ...known, by: 'call-id', source },
  ]
}

/**
 * What was sent again in the same conversation, inside a window of so many milliseconds, and
 * whether it reached the recipient.
 */
export function resentSteps({ at, source, answer }: ResentMessage, within: number): JourneyStep[] {
  const refused = answer && answer.status >= 300 ? `, answered ${answer.status}` : ''
  const text = `Sent again in the same conversation${refused}`
  const sent: JourneyStep = {
    stage: 'sent',
    at,
    text,
    ...known,
    by: 'conversation-id',
    within,
    source,
  }
  if (!answer || answer.status >= 300) return [sent]
  const reached = {
    at: answer.at,
    source: answer.source,
    text: `Answered ${answer.status}: the recipient is reached`,
  }
  return [sent, { stage: 'reached', ...reached, ...known, by: 'call-id' }]
}

/**
 * In a spool: a message that goes before it is joined by time, inside a window of so many
 * milliseconds.
 */
export const spooledStep = (
  { name, since, source }: SpooledItemHistory,
  within: number | undefined,
): JourneyStep => ({
  stage: 'spooled',
  at: since,
  text: `Spooled as ${name}`,
  source,
  ...(within === undefined ? known : inferredWithin(within)),
})

/** What EWS was asked, and what it answered. */
export function attemptSteps({ request, answer }: EwsAttempt, within: number): JourneyStep[] {
  const answered = `EWS answered ${answer?.code}`
  return present([
    request
      ? ({
          stage: 'picked-up',
          at: request.at,
          text: 'Picked up: EWS asked to write it',
          ...inferredWithin(within),
          source: request.source,
        } as const)
      : undefined,
    answer
      ? ({
          stage: 'ews-answered',
          at: answer.at,
          text: answered,
          ...inferredWithin(request ? EWS_ANSWER_WINDOW_MS : within),
          source: answer.source,
        } as const)
      : undefined,
  ])
}

/** How it ended, as far as is known at `now`, milliseconds UTC. */
export function outcomeSteps(
  { since, goneAt, mayHaveGoneEarlier: goneBy, seenAt, source }: SpooledItemHistory,
  now: number,
  stuckAfter: number,
): JourneyStep[] {
  const waited = (goneAt ?? seenAt ?? now) - since
  if (goneAt !== undefined) {
    const text = goneBy
      ? `No longer in the spool: it left within ${formatDuration(waited)}`
      : `Left the spool after ${formatDuration(waited)}`
    return [{ stage: 'gone', at: goneAt, text, ...known, by: 'item', source }]
  }
  if (waited <= stuckAfter) return []
  const text = `Stuck: waits for ${formatDuration(waited)}`
  return [{ stage: 'stuck', at: since + stuckAfter, text, ...known, by: 'item', source }]
}
