import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipStartMarkers } from '../model/marker.ts'
import type { SipObservation } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { domainOf, parseSipAddress, type SipMessage, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { copyTracingCommand } from './collect-commands.ts'

/** The messages of one sender to one recipient who was offline. */
export interface OfflineRecipient {
  readonly sender: string
  readonly recipient: string
  readonly messageCount: number
  /** First and last answer, milliseconds UTC. */
  readonly first: number
  readonly last: number
  /** The reason that the server stated, if any. */
  readonly reason?: string
  /** The first sources, at most `MAX_SOURCES`. */
  readonly sources: readonly SourceRef[]
}

/** The recipients that were offline when a message was sent to them. */
export interface OfflineMessages {
  readonly recipients: readonly OfflineRecipient[]
  /** Number of messages to recipients beyond `MAX_RECIPIENTS`. */
  readonly omittedCount: number
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: recipients whose messages are counted apart.
 * Beyond: messages to further ones are counted together.
 */
const MAX_RECIPIENTS = 200
/**
 * Damaged or hostile input may contain any number.
 * Limit: messages cited for each recipient.
 * Beyond: further ones are counted.
 */
const MAX_SOURCES = 3

// reason="User is in Do Not Disturb": this recipient is not offline.
const ONLINE_REASON = /do not disturb|declin|busy/i
// ms-diagnostics: 1009; reason ="No match"; source="sip.contoso.example"
const REASON = /;\s{0,4}reason\s{0,4}=\s{0,4}"([^"]{1,200})"/i

export const offlineMessageMissing: MissingEvidence = {
  evidence: 'a message to a recipient who was offline',
  how:
    'Send a message to a contact who is offline, exit the client, and collect ' +
    'Lync-UccApi-*.UccApilog from the Tracing folder.',
  commands: [copyTracingCommand],
}

/**
 * Whether a SIP message tells this client that the recipient of its message is offline: `480
 * Temporarily Unavailable`. INFERRED: 480 means offline.
 */
export const isOfflineResponse = ({ vantage, direction, message }: SipObservation): boolean =>
  message.status === 480 &&
  vantage === 'client' &&
  direction === 'received' &&
  /^(INVITE|MESSAGE)$/.test(message.method) &&
  !ONLINE_REASON.test(reasonOf(message) ?? '')

/** The text of `reason` in the diagnostics header. */
function reasonOf(message: SipMessage): string | undefined {
  const diagnostics =
    sipHeader(message, 'ms-diagnostics') ?? sipHeader(message, 'ms-diagnostics-public')
  return REASON.exec(diagnostics ?? '')?.[1]
}

/**
 * The recipients who were offline when this user sent a message: an INVITE or MESSAGE was answered
 * `480 Temporarily Unavailable`. INFERRED: 480 means offline.
 */
export const offlineMessages = defineEvidence<OfflineMessages>({
  name: 'messages to offline recipients',
  markers: sipStartMarkers('SIP/2.0 480'),
  start() {
    const recipients = new Map<string, OfflineRecipient>()
    let omittedCount = 0
    return {
      listeners: {
        sip(observation) {
          const { message, at, source } = observation
          if (!isOfflineResponse(observation)) return
          const reason = reasonOf(message)
          const sender = parseSipAddress(sipHeader(message, 'from'))
          const recipient = parseSipAddress(sipHeader(message, 'to'))
          if (sender === undefined || recipient === undefined) return
          const key = `${sender}\n${recipient}`
          const before = recipients.get(key)
          if (before === undefined && recipients.size >= MAX_RECIPIENTS) {
            omittedCount += 1
            return
          }
          recipients.set(key, {
            sender,
            recipient,
            messageCount: (before?.messageCount ?? 0) + 1,
            first: Math.min(before?.first ?? at, at),
            last: Math.max(before?.last ?? at, at),
            ...defined({ reason }),
            sources: before ? [...before.sources, source].slice(0, MAX_SOURCES) : [source],
          })
        },
      },
      result: () => ({ recipients: [...recipients.values()], omittedCount }),
    }
  },
})

/**
 * Whether the recipient belongs to another organization, according to its domain. `ownDomains` are
 * the SIP domains known to be the organization's own.
 */
export const isFederatedRecipient = (
  { sender, recipient }: OfflineRecipient,
  ownDomains: ReadonlySet<string>,
): boolean => domainOf(recipient) !== domainOf(sender) && !ownDomains.has(domainOf(recipient))
