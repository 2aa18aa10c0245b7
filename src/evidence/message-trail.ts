import type { EwsRecord, OfflineTrail } from '../journeys/offline-trail.ts'
import { BoundedList } from '../model/bounded-list.ts'
import { defined } from '../model/defined.ts'
import { seconds } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipMethodMarkers, sipStartMarkers, traceTextMarkers } from '../model/marker.ts'
import type { TraceObservation } from '../model/observation.ts'
import { detachString } from '../model/text/detach-string.ts'
import { findEwsCode, KNOWN_EWS_CODES } from './ews-codes.ts'
import { EXCHANGE_URL_PATHS, parseExchangeRequest } from './exchange-request.ts'
import { SentRequestTracker } from './sent-request-tracker.ts'

/** The latest offline messages, resent messages and EWS records, at most `MAX_ENTRIES` of each. */
export interface MessageTrail
  extends Required<Pick<OfflineTrail, 'messages' | 'resent' | 'ewsRecords'>> {
  /** Number of earlier offline messages, which are not in the list. */
  readonly droppedMessageCount: number
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: latest messages, resent messages and EWS records that are kept.
 * Beyond: the earliest is left out.
 */
const MAX_ENTRIES = 500
/**
 * The first answer to a request may be a challenge: a 401 that asks for credentials. The client
 * then repeats the request with credentials immediately.
 */
const CHALLENGE_WINDOW_MS = seconds(30)

/** CreateItem writes the message to the recipient's mailbox. No other request matters here. */
const CREATE_ITEM = /\bCreateItem|\bMessageDisposition\b/i
// <m:CreateItem MessageDisposition="SendAndSaveCopy">: only a request contains this.
const REQUEST = /MessageDisposition/i

/** The single records that `offlineMessages` and `ewsResponses` only count. */
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
    const sentRequests = new SentRequestTracker(MAX_ENTRIES)
    const ewsRecords = new BoundedList<EwsRecord>(MAX_ENTRIES)
    return {
      listeners: {
        sip: (observation) => sentRequests.handle(observation),
        trace(observation) {
          const record = toEwsRecord(observation)
          if (!record) return
          if (record.code !== undefined && isChallenge(ewsRecords.last, record.at))
            ewsRecords.removeLast()
          ewsRecords.add(record)
        },
      },
      result: () => ({ ...sentRequests.result(), ewsRecords: ewsRecords.toArray() }),
    }
  },
})

/** Whether a record is a 401 that the answer at `at` follows soon enough. */
const isChallenge = (record: EwsRecord | undefined, at: number): boolean =>
  record?.code === 'HTTP 401' && at >= record.at && at - record.at <= CHALLENGE_WINDOW_MS

/**
 * The request or answer that a trace record contains, or undefined. An answer has a code or an HTTP
 * status; a request has neither.
 */
function toEwsRecord({ at, event, source, user }: TraceObservation): EwsRecord | undefined {
  const { message } = event
  if (!CREATE_ITEM.test(message)) return undefined
  const responseCode = findEwsCode(message)
  const request = parseExchangeRequest(message)
  const status = request?.service === 'ews' ? request.status : undefined
  if (responseCode === undefined && request?.service !== 'ews' && !REQUEST.test(message))
    return undefined
  const code = responseCode ?? (status === undefined ? undefined : `HTTP ${status}`)
  return {
    at,
    source,
    ...defined({ code: code === undefined ? undefined : detachString(code), user }),
  }
}
