import type { EwsRecord, OfflineTrail } from '../journeys/offline-trail.ts'
import { BoundedList } from '../model/bounded-list.ts'
import { defined } from '../model/defined.ts'
import { detachString } from '../model/detach-string.ts'
import { seconds } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipMethodMarkers, sipStartMarkers, traceTextMarkers } from '../model/marker.ts'
import type { TraceObservation } from '../model/observation.ts'
import { findEwsCode, KNOWN_EWS_CODES } from './ews-codes.ts'
import { EXCHANGE_URL_PATHS, parseExchangeRequest } from './exchange-request.ts'
import { SentRequestTracker } from './sent-request-tracker.ts'

/**
 * Messages to people who were offline, what was sent again, and what EWS answered, one by one: the
 * latest of them.
 */
export interface MessageTrail
  extends Required<Pick<OfflineTrail, 'messages' | 'again' | 'exchanges'>> {
  /** Messages before these. */
  readonly droppedMessageCount: number
}

const MOST = 500
/**
 * The first answer to a request may be 401, asking for credentials; the next, with them, follows at
 * once.
 */
const CHALLENGE_ANSWERED = seconds(30)

/** CreateItem writes the message to the recipient's mailbox; other requests are not about it. */
const WRITES = /\bCreateItem|\bMessageDisposition\b/i
const ASKS = /MessageDisposition/i

/** One by one, what `offlineMessages` and `ewsResponses` count. */
export const messageTrail = defineEvidence<MessageTrail>({
  name: 'trail of offline messages',
  markers: [
    ...sipMethodMarkers('MESSAGE'),
    ...sipStartMarkers('INVITE ', 'SIP/2.0 480'),
    ...traceTextMarkers(
      'ResponseCode',
      'MessageDisposition',
      EXCHANGE_URL_PATHS[0],
      ...KNOWN_EWS_CODES,
    ),
  ],
  start() {
    const sent = new SentRequestTracker(MOST)
    const exchanges = new BoundedList<EwsRecord>(MOST)
    return {
      listeners: {
        sip: (seen) => sent.handle(seen),
        trace(seen) {
          const exchange = exchangeOf(seen)
          if (!exchange) return
          if (exchange.code !== undefined && isChallenge(exchanges.last, exchange.at))
            exchanges.removeLast()
          exchanges.add(exchange)
        },
      },
      result: () => ({ ...sent.result(), exchanges: exchanges.toArray() }),
    }
  },
})

const isChallenge = (before: EwsRecord | undefined, at: number): boolean =>
  before?.code === 'HTTP 401' && at >= before.at && at - before.at <= CHALLENGE_ANSWERED

/**
 * The request itself has what it asks for in it, `MessageDisposition`, and no code; an answer has a
 * code, or a status.
 */
function exchangeOf({ at, event, source, user }: TraceObservation): EwsRecord | undefined {
  const { message } = event
  if (!WRITES.test(message)) return undefined
  const code = findEwsCode(message)
  const request = parseExchangeRequest(message)
  const status = request?.service === 'ews' ? request.status : undefined
  if (code === undefined && request?.service !== 'ews' && !ASKS.test(message)) return undefined
  const said = code ?? (status === undefined ? undefined : `HTTP ${status}`)
  return {
    at,
    source,
    ...defined({ code: said === undefined ? undefined : detachString(said), user }),
  }
}
