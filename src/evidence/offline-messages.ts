import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipStartMarkers } from '../model/marker.ts'
import type { SipObservation } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { domainOf, parseSipAddress, type SipMessage, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { copyTracingCommand } from './collect-commands.ts'

/** Messages of one sender to one recipient who was offline. Times in milliseconds UTC. */
export interface OfflineRecipient {
  readonly sender: string
  readonly recipient: string
  readonly messageCount: number
  readonly first: number
  readonly last: number
  /** What the server gave as its reason. */
  readonly reason?: string
  /** The first few places. */
  readonly sources: readonly SourceRef[]
}

export interface OfflineMessages {
  readonly recipients: readonly OfflineRecipient[]
  /** Messages to recipients beyond those kept. */
  readonly omittedCount: number
}

const MOST_RECIPIENTS = 200
const MOST_SOURCES = 3

// reason="User is in Do Not Disturb": an answer of somebody who is there
const PRESENT = /do not disturb|declin|busy/i
// ms-diagnostics: 1009; reason ="No match"; source="sip.contoso.example"
const REASON = /;\s{0,4}reason\s{0,4}=\s{0,4}"([^"]{1,200})"/i

export const offlineMessageMissing: MissingEvidence = {
  evidence: 'a message to a recipient who was offline',
  how: 'Send a message to the contact while offline, exit the client, and collect Lync-UccApi-*.UccApilog of the Tracing folder.',
  commands: [copyTracingCommand],
}

/**
 * Whether it tells this client that the recipient of its message is offline: `480 Temporarily
 * Unavailable` (INFERRED to mean that).
 */
export const isOfflineResponse = ({ vantage, direction, message }: SipObservation): boolean =>
  message.status === 480 &&
  vantage === 'client' &&
  direction === 'received' &&
  /^(INVITE|MESSAGE)$/.test(message.method) &&
  !PRESENT.test(reasonOf(message) ?? '')

function reasonOf(message: SipMessage): string | undefined {
  const diagnostics =
    sipHeader(message, 'ms-diagnostics') ?? sipHeader(message, 'ms-diagnostics-public')
  return REASON.exec(diagnostics ?? '')?.[1]
}

/**
 * Who was offline when this user wrote: an INVITE or MESSAGE answered `480 Temporarily Unavailable`
 * (INFERRED to mean offline).
 */
export const offlineMessages = defineEvidence<OfflineMessages>({
  name: 'messages to offline recipients',
  markers: sipStartMarkers('SIP/2.0 480'),
  start() {
    const recipients = new Map<string, OfflineRecipient>()
    let omitted = 0
    return {
      listeners: {
        sip(seen) {
          const { message, at, source } = seen
          if (!isOfflineResponse(seen)) return
          const reason = reasonOf(message)
          const sender = parseSipAddress(sipHeader(message, 'from'))
          const recipient = parseSipAddress(sipHeader(message, 'to'))
          if (sender === undefined || recipient === undefined) return
          const key = `${sender}\n${recipient}`
          const before = recipients.get(key)
          if (before === undefined && recipients.size >= MOST_RECIPIENTS) {
            omitted += 1
            return
          }
          recipients.set(key, {
            sender,
            recipient,
            messageCount: (before?.messageCount ?? 0) + 1,
            first: Math.min(before?.first ?? at, at),
            last: Math.max(before?.last ?? at, at),
            ...defined({ reason }),
            sources: before ? [...before.sources, source].slice(0, MOST_SOURCES) : [source],
          })
        },
      },
      result: () => ({ recipients: [...recipients.values()], omittedCount: omitted }),
    }
  },
})

/** Whether the recipient belongs to another organization, as far as domains tell. */
export const isFederatedRecipient = (
  { sender, recipient }: OfflineRecipient,
  ownDomains: ReadonlySet<string>,
): boolean => domainOf(recipient) !== domainOf(sender) && !ownDomains.has(domainOf(recipient))
