import { defineEvidence } from '../model/evidence.ts'
import type { EwsExchange, OfflineMessage } from '../model/join-journeys.ts'
import { sipStart, traceText } from '../model/marker.ts'
import type { SipSeen, TraceSeen } from '../model/observation.ts'
import { sipAddress, sipHeader } from '../model/sip-message.ts'
import { ewsCodeIn, namedCodes } from './ews-codes.ts'
import { exchangeRequest } from './exchange-request.ts'

/** Messages to people who were offline, and what EWS answered, one by one and in the order of the log: the latest of them. */
export interface MessageTrail {
  readonly messages: readonly OfflineMessage[]
  readonly exchanges: readonly EwsExchange[]
}

const MOST = 500
/** Requests whose answer has not come yet. */
const MOST_OPEN = 200

/** CreateItem writes the message to the recipient's mailbox; other requests are not about it. */
const WRITES = /\bCreateItem|\bMessageDisposition\b/i

/** One by one, what `offlineMessages` and `ewsResponses` count. */
export const messageTrail = defineEvidence<MessageTrail>({
  name: 'trail of offline messages',
  markers: [...sipStart('INVITE ', 'MESSAGE ', 'SIP/2.0 480'), ...traceText('ResponseCode', 'MessageDisposition', ...namedCodes)],
  start() {
    const messages: OfflineMessage[] = []
    const exchanges: EwsExchange[] = []
    /** By Call-ID: what this client sent. */
    const sent = new Map<string, { readonly at: number; readonly source: SipSeen['source'] }>()
    return {
      on: {
        sip(seen) {
          const { message, direction, vantage, at, source } = seen
          if (vantage !== 'client' || !/^(INVITE|MESSAGE)$/.test(message.method)) return
          const callId = sipHeader(message, 'call-id')
          if (callId === undefined) return
          if (message.status === undefined) {
            if (direction === 'sent') keep(sent, callId, { at, source })
            return
          }
          if (message.status !== 480 || direction !== 'received') return
          const user = sipAddress(sipHeader(message, 'from'))
          const recipient = sipAddress(sipHeader(message, 'to'))
          const request = sent.get(callId)
          push(messages, {
            ...{ callId, offlineAt: at, source },
            ...(user === undefined ? {} : { user }),
            ...(recipient === undefined ? {} : { recipient }),
            ...(request && request.at <= at ? { sentAt: request.at, sentSource: request.source } : {}),
          })
        },
        trace(seen) {
          const exchange = exchangeOf(seen)
          if (exchange) push(exchanges, exchange)
        },
      },
      result: () => ({ messages: [...messages], exchanges: [...exchanges] }),
    }
  },
})

/** The request itself has what it asks for in it, `MessageDisposition`, and no code; an answer has a code, or a status. */
function exchangeOf({ at, event, source, user }: TraceSeen): EwsExchange | undefined {
  const { message } = event
  if (!WRITES.test(message)) return undefined
  const code = ewsCodeIn(message)
  const request = exchangeRequest(message)
  const status = request?.service === 'ews' ? request.status : undefined
  const said = code ?? (status === undefined ? undefined : `HTTP ${status}`)
  return { at, source, ...(said === undefined ? {} : { code: said }), ...(user === undefined ? {} : { user }) }
}

function push<T>(list: T[], one: T): void {
  list.push(one)
  if (list.length > 2 * MOST) list.splice(0, list.length - MOST)
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > MOST_OPEN && oldest !== undefined) map.delete(oldest)
}
