import type { EwsExchange, OfflineTrail } from '../journeys/offline-trail.ts'
import { copyOf } from '../model/copy-of.ts'
import { defined } from '../model/defined.ts'
import { seconds } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { Latest } from '../model/latest.ts'
import { sipMethod, sipStart, traceText } from '../model/marker.ts'
import type { TraceSeen } from '../model/observation.ts'
import { ewsCodeIn, namedCodes } from './ews-codes.ts'
import { EXCHANGE_URLS, exchangeRequest } from './exchange-request.ts'
import { SentMessages } from './sent-messages.ts'

/**
 * Messages to people who were offline, what was sent again, and what EWS answered, one by one: the
 * latest of them.
 */
export interface MessageTrail
  extends Required<Pick<OfflineTrail, 'messages' | 'again' | 'exchanges'>> {
  /** Messages before these. */
  readonly forgotten: number
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
    ...sipMethod('MESSAGE'),
    ...sipStart('INVITE ', 'SIP/2.0 480'),
    ...traceText('ResponseCode', 'MessageDisposition', EXCHANGE_URLS[0], ...namedCodes),
  ],
  start() {
    const sent = new SentMessages(MOST)
    const exchanges = new Latest<EwsExchange>(MOST)
    return {
      on: {
        sip: (seen) => sent.hear(seen),
        trace(seen) {
          const exchange = exchangeOf(seen)
          if (!exchange) return
          if (exchange.code !== undefined && isChallenge(exchanges.last, exchange.at))
            exchanges.drop()
          exchanges.add(exchange)
        },
      },
      result: () => ({ ...sent.result(), exchanges: exchanges.list() }),
    }
  },
})

const isChallenge = (before: EwsExchange | undefined, at: number): boolean =>
  before?.code === 'HTTP 401' && at >= before.at && at - before.at <= CHALLENGE_ANSWERED

/**
 * The request itself has what it asks for in it, `MessageDisposition`, and no code; an answer has a
 * code, or a status.
 */
function exchangeOf({ at, event, source, user }: TraceSeen): EwsExchange | undefined {
  const { message } = event
  if (!WRITES.test(message)) return undefined
  const code = ewsCodeIn(message)
  const request = exchangeRequest(message)
  const status = request?.service === 'ews' ? request.status : undefined
  if (code === undefined && request?.service !== 'ews' && !ASKS.test(message)) return undefined
  const said = code ?? (status === undefined ? undefined : `HTTP ${status}`)
  return {
    at,
    source,
    ...defined({ code: said === undefined ? undefined : copyOf(said), user }),
  }
}
