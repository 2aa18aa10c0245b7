import { present } from '../model/defined.ts'
import { formatDuration } from '../model/duration.ts'
import type { JourneyStep } from '../model/journey.ts'
import type { OfflineMessage, ResentMessage, SpooledItemHistory } from './offline-trail.ts'
import { EWS_ANSWER_WINDOW_MS, type EwsAttempt } from './pair-ews-records.ts'

/** For a step that is joined by time alone, inside a window of `within` milliseconds. */
const inferredWithin = (within: number) => ({ inferred: true, by: 'time', within }) as const
const KNOWN = { inferred: false } as const

export function messageSteps({
  sentAt,
  sentSource,
  offlineAt,
  source,
  recipient,
}: OfflineMessage): JourneyStep[] {
  const recipientText = recipient === undefined ? '' : ` to ${recipient}`
  const text = 'Answered 480: the recipient is offline'
  if (sentAt === undefined || !sentSource)
    return [{ stage: 'recipient-offline', at: offlineAt, text, ...KNOWN, source }]
  return [
    { stage: 'sent', at: sentAt, text: `Sent${recipientText}`, ...KNOWN, source: sentSource },
    { stage: 'recipient-offline', at: offlineAt, text, ...KNOWN, by: 'call-id', source },
  ]
}

/**
 * A message that was sent again in the same conversation, inside a window of `within` milliseconds,
 * and whether it reached the recipient.
 */
export function resentSteps({ at, source, answer }: ResentMessage, within: number): JourneyStep[] {
  const failure = answer && answer.status >= 300 ? `, answered ${answer.status}` : ''
  const sent: JourneyStep = {
    stage: 'sent',
    at,
    text: `Sent again in the same conversation${failure}`,
    ...KNOWN,
    by: 'conversation-id',
    within,
    source,
  }
  if (!answer || answer.status >= 300) return [sent]
  const reached: JourneyStep = {
    stage: 'reached',
    at: answer.at,
    source: answer.source,
    text: `Answered ${answer.status}: the recipient was reached`,
    ...KNOWN,
    by: 'call-id',
  }
  return [sent, reached]
}

/**
 * A spooled item. `within`: the window in milliseconds inside which it is joined to the message
 * before it; undefined when there is no message.
 */
export const spooledStep = (
  { name, since, source }: SpooledItemHistory,
  within: number | undefined,
): JourneyStep => ({
  stage: 'spooled',
  at: since,
  text: `Spooled as ${name}`,
  source,
  ...(within === undefined ? KNOWN : inferredWithin(within)),
})

/**
 * A request to EWS and its answer. `within`: the window in milliseconds inside which the attempt is
 * joined to the message.
 */
export function attemptSteps({ request, answer }: EwsAttempt, within: number): JourneyStep[] {
  const requested: JourneyStep | undefined = request && {
    stage: 'picked-up',
    at: request.at,
    text: 'Picked up: the client asked EWS to write it',
    ...inferredWithin(within),
    source: request.source,
  }
  const answered: JourneyStep | undefined = answer && {
    stage: 'ews-answered',
    at: answer.at,
    text: `EWS answered ${answer.code}`,
    ...inferredWithin(request ? EWS_ANSWER_WINDOW_MS : within),
    source: answer.source,
  }
  return present([requested, answered])
}

/**
 * The step at which a spooled item left the spool or became stuck. Empty while it waits for no
 * longer than `stuckAfter` milliseconds. `now`: milliseconds UTC.
 */
export function outcomeSteps(
  { since, goneAt, mayHaveGoneEarlier, analyzedAt, source }: SpooledItemHistory,
  now: number,
  stuckAfter: number,
): JourneyStep[] {
  const waited = (goneAt ?? analyzedAt ?? now) - since
  if (goneAt !== undefined) {
    const text = mayHaveGoneEarlier
      ? `No longer in the spool: it left within ${formatDuration(waited)}`
      : `Left the spool after ${formatDuration(waited)}`
    return [{ stage: 'gone', at: goneAt, text, ...KNOWN, by: 'item', source }]
  }
  if (waited <= stuckAfter) return []
  const text = `Stuck for ${formatDuration(waited)}`
  return [{ stage: 'stuck', at: since + stuckAfter, text, ...KNOWN, by: 'item', source }]
}
