import { defined, present } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipStartMarkers, traceTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { parseSipAddress, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { findPrintedUser, sourceOfProperty } from './cmdlet-property.ts'
import { getUserCommand } from './collect-commands.ts'

/** A user's addresses, and where each was read. */
export interface UserIdentity {
  /** `user@domain` in lower case. */
  readonly sip: string
  readonly sipSource: SourceRef
  readonly mail?: MailAddress
  /** Whether this user signed in with this client. */
  readonly hasSignedIn: boolean
}

export interface UserIdentities {
  readonly users: readonly UserIdentity[]
  /** SIP domains of the organization's own users, from Get-CsUser and the sign-ins. */
  readonly sipDomains: ReadonlySet<string>
}

interface MailAddress {
  /** `user@domain` in lower case. */
  readonly address: string
  /** Where it was read, in words. */
  readonly sourceText: string
  readonly source: SourceRef
}

// <AutoDiscoverSMTPAddress>kim@contoso.example</AutoDiscoverSMTPAddress> (MS-OXDSCLI)
const AUTODISCOVER_ADDRESS =
  /<AutoDiscoverSMTPAddress>\s{0,9}([^<>\s@]{1,64}@[^<>\s@]{1,255})\s{0,9}</i
const MAX_USERS = 20_000

export const mailAddressMissing: MissingEvidence = {
  evidence: 'the user’s mail address',
  how:
    'Ask a Skype for Business administrator to run this in the Skype for Business Server ' +
    'Management Shell and send the output.',
  commands: [getUserCommand],
}

/**
 * The users who signed in with this client, and their mail addresses. The client uses the domain of
 * the mail address to find Exchange.
 */
export const userIdentity = defineEvidence<UserIdentities>({
  name: 'users',
  markers: [...sipStartMarkers('REGISTER '), ...traceTextMarkers('AutoDiscoverSMTPAddress')],
  start() {
    const registered = new Map<string, SourceRef>()
    const printed = new Map<string, { readonly source: SourceRef; readonly mail?: MailAddress }>()
    let autodiscovered: { readonly mail: MailAddress; readonly user?: string } | undefined
    return {
      listeners: {
        sip({ message, direction, vantage, source }) {
          if (
            vantage !== 'client' ||
            direction !== 'sent' ||
            message.status !== undefined ||
            message.method !== 'REGISTER'
          )
            return
          const user = parseSipAddress(sipHeader(message, 'from'))
          if (user !== undefined && !registered.has(user) && registered.size < MAX_USERS)
            registered.set(user, source)
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
        trace({ event, source, user }) {
          const address = AUTODISCOVER_ADDRESS.exec(event.message)?.[1]?.toLowerCase()
          const sourceText = 'the address in Autodiscover’s answer'
          if (address)
            autodiscovered = { mail: { address, sourceText, source }, ...defined({ user }) }
        },
      },
      result() {
        const names = registered.size > 0 ? [...registered.keys()] : [...printed.keys()]
        // Autodiscover's answer does not name the user. With one user, it must be about that user.
        const autodiscoverUser = autodiscovered?.user ?? (names.length === 1 ? names[0] : undefined)
        const users = names.flatMap((sip): UserIdentity[] => {
          const output = printed.get(sip)
          const sipSource = registered.get(sip) ?? output?.source
          if (sipSource === undefined) return []
          const mail = output?.mail ?? (sip === autodiscoverUser ? autodiscovered?.mail : undefined)
          return [{ sip, sipSource, hasSignedIn: registered.has(sip), ...defined({ mail }) }]
        })
        const domains = [...registered.keys(), ...printed.keys()].map((address) =>
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
