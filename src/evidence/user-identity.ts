import { defined, present } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { traceTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { parseSipAddress, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { detachString } from '../model/text/detach-string.ts'
import { findPrintedUser, sourceOfProperty } from './cmdlet-property.ts'
import { getUserCommand } from './collect-commands.ts'
import { isOwnPacket, isReceivedRequest, ownPacketMarkers } from './own-packet.ts'

/** A user's addresses, and where each was read. */
export interface UserIdentity {
  /** `user@domain` in lower case. */
  readonly sip: string
  readonly sipSource: SourceRef
  readonly mail?: MailAddress
  /** Whether this client’s logs contain packets of this user. */
  readonly usesThisClient: boolean
}

/** The users of the case. */
export interface UserIdentities {
  readonly users: readonly UserIdentity[]
  /** SIP domains of the organization's own users, from Get-CsUser and this client's packets. */
  readonly sipDomains: ReadonlySet<string>
}

/** An address, and where it was read. */
export interface MailAddress {
  /** `user@domain` in lower case. */
  readonly address: string
  /** Where it was read, in words. */
  readonly sourceText: string
  readonly source: SourceRef
}

// <AutoDiscoverSMTPAddress>kim@contoso.example</AutoDiscoverSMTPAddress> (MS-OXDSCLI)
const AUTODISCOVER_ADDRESS =
  /<AutoDiscoverSMTPAddress>\s{0,9}([^<>\s@]{1,64}@[^<>\s@]{1,255})\s{0,9}</i
/**
 * Damaged or hostile input may contain any number.
 * Limit: users that are told apart.
 * Beyond: further users are left out.
 */
const MAX_USERS = 20_000

export const mailAddressMissing: MissingEvidence = {
  evidence: 'the user’s mail address',
  how:
    'Ask a Skype for Business administrator to run this in the Skype for Business Server ' +
    'Management Shell and send the output.',
  commands: [getUserCommand],
  from: 'skype-administrator',
}

/**
 * The users of this client and their mail addresses: those who signed in, or in a log that begins
 * after the sign-in those who sent its packets. Without such packets, the users that Get-CsUser
 * printed. The client uses the domain of the mail address to find Exchange.
 */
export const userIdentity = defineEvidence<UserIdentities>({
  name: 'users',
  markers: [...ownPacketMarkers, ...traceTextMarkers('AutoDiscoverSMTPAddress')],
  start() {
    const registered = new Map<string, SourceRef>()
    const senders = new Map<string, SourceRef>()
    const addressees = new Map<string, SourceRef>()
    const printed = new Map<string, { readonly source: SourceRef; readonly mail?: MailAddress }>()
    let autodiscovered: { readonly mail: MailAddress; readonly user?: string } | undefined
    return {
      listeners: {
        sip(observation) {
          const { message, source } = observation
          const isOwn = isOwnPacket(observation)
          if (!isOwn && !isReceivedRequest(observation)) return
          const isSender = isOwn && message.status === undefined
          const users = !isSender
            ? addressees
            : message.method === 'REGISTER'
              ? registered
              : senders
          // A request that the client received names its user, unless it was forwarded. So do the
          // client's responses to it.
          const user = parseSipAddress(sipHeader(message, isSender ? 'from' : 'to'))
          if (
            user !== undefined &&
            !isAnonymous(user) &&
            !users.has(user) &&
            users.size < MAX_USERS
          )
            users.set(detachString(user), source)
        },
        'cmdlet-output'(output) {
          const user = output.cmdlet === 'Get-CsUser' ? findPrintedUser(output) : undefined
          if (user === undefined || (printed.size >= MAX_USERS && !printed.has(user))) return
          const address = output.properties.get('windowsemailaddress')?.trim().toLowerCase() ?? ''
          const mail = {
            address,
            sourceText: 'WindowsEmailAddress in Get-CsUser',
            source: sourceOfProperty(output, 'windowsemailaddress'),
          }
          printed.set(user, {
            source: sourceOfProperty(output, 'sipaddress'),
            ...defined({ mail: address.includes('@') ? mail : undefined }),
          })
        },
        'autodiscover-answer'({ mail, source, user }) {
          if (mail === undefined) return
          const sourceText = 'the address in Autodiscover’s answer'
          autodiscovered = { mail: { address: mail, sourceText, source }, ...defined({ user }) }
        },
        trace({ event, source, user }) {
          const address = AUTODISCOVER_ADDRESS.exec(event.message)?.[1]?.toLowerCase()
          const sourceText = 'the address in Autodiscover’s answer'
          if (address)
            autodiscovered = { mail: { address, sourceText, source }, ...defined({ user }) }
        },
      },
      result() {
        const clientUsers = selectClientUsers(registered, senders, addressees)
        const names = clientUsers.size > 0 ? [...clientUsers.keys()] : [...printed.keys()]
        // Autodiscover's answer does not name the user. With one user, it must be about that user.
        const autodiscoverUser = autodiscovered?.user ?? (names.length === 1 ? names[0] : undefined)
        const users = names.flatMap((sip): UserIdentity[] => {
          const output = printed.get(sip)
          const sipSource = clientUsers.get(sip) ?? output?.source
          if (sipSource === undefined) return []
          const mail = output?.mail ?? (sip === autodiscoverUser ? autodiscovered?.mail : undefined)
          return [{ sip, sipSource, usesThisClient: clientUsers.has(sip), ...defined({ mail }) }]
        })
        const domains = [...clientUsers.keys(), ...printed.keys()].map((address) =>
          address.slice(address.indexOf('@') + 1),
        )
        return { users, sipDomains: new Set(domains) }
      },
    }
  },
  facts({ users }) {
    const shown = users.slice(0, 10)
    if (shown.length === 0) return {}
    const texts = shown.map(({ sip, mail }) =>
      mail ? `${sip} (mail ${mail.address}, from ${mail.sourceText})` : sip,
    )
    const more = users.length > shown.length ? `, and ${users.length - shown.length} more` : ''
    const sources = shown.flatMap(({ sipSource, mail }) => present([sipSource, mail?.source]))
    const value = shown.map(({ sip }) => sip).join(', ')
    return {
      users: {
        label: users.length === 1 ? 'User' : 'Users',
        value: `${value}${more}`,
        text: `${texts.join(', ')}${more}`,
        sources,
      },
    }
  },
})

/** Guests of a meeting have addresses such as `3f2a@anonymous.invalid`. */
const isAnonymous = (address: string): boolean => address.endsWith('.invalid')

/**
 * The most certain users: those who signed in, else the senders of the client's requests, else the
 * one address to which all received requests were sent.
 */
function selectClientUsers(
  registered: ReadonlyMap<string, SourceRef>,
  senders: ReadonlyMap<string, SourceRef>,
  addressees: ReadonlyMap<string, SourceRef>,
): ReadonlyMap<string, SourceRef> {
  if (registered.size > 0) return registered
  if (senders.size > 0) return senders
  return addressees.size === 1 ? addressees : new Map()
}
