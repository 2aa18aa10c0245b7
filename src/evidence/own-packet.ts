import { firstSentMarker, type Marker, sipStartMarkers } from '../model/marker.ts'
import type { SipObservation } from '../model/observation.ts'

/**
 * Requests that other evidence needs anyway. Reading all requests of a chatty kind, such as
 * SUBSCRIBE, would take twice as long where they are frequent.
 */
const READ_METHODS = ['REGISTER', 'INVITE', 'MESSAGE']

/**
 * Markers for the packets that show which client and which user a log belongs to: all requests with
 * the methods above, and the first packets of any kind that the client sent in each of its logs. A
 * log that begins after the sign-in contains no REGISTER.
 */
export const ownPacketMarkers: readonly Marker[] = [
  ...sipStartMarkers(...READ_METHODS.map((method) => `${method} `)),
  firstSentMarker,
]

/**
 * Whether this client sent the packet. False for packets that the markers do not select, so that
 * the result does not depend on what other evidence wants.
 */
export const isOwnPacket = (observation: SipObservation): boolean =>
  observation.vantage === 'client' &&
  observation.direction === 'sent' &&
  (isReadRequest(observation) || observation.isFirstSent === true)

/** Whether this client certainly received the request. False for requests that are not selected. */
export const isReceivedRequest = (observation: SipObservation): boolean =>
  observation.vantage === 'client' &&
  observation.direction === 'received' &&
  !observation.isDirectionAssumed &&
  isReadRequest(observation)

const isReadRequest = ({ message: { status, method } }: SipObservation): boolean =>
  status === undefined && READ_METHODS.includes(method)
