import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipStartMarkers, traceTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { parseSipAddress, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { findPrintedUser, sourceOfProperty } from './cmdlet-property.ts'
import { getUserCommand } from './collect-commands.ts'

/** A user's addresses, `user@domain` in lower case, and where each was read. */
export interface UserIdentity {
  readonly sip: string
  readonly sipSource: SourceRef
  readonly mail?: string
  readonly mailSource?: SourceRef
  /** What the mail address was read from, in words. */
  readonly mailFrom?: string
  /** Whether this user signed in with this client. */
  readonly hasSignedIn: boolean
}

export interface UserIdentities {
  readonly users: readonly UserIdentity[]
  /** SIP domains of the organization's own users, as Get-CsUser and the sign-ins show them. */
  readonly sipDomains: ReadonlySet<string>
}

interface MailAddress {
  readonly mail: string
  readonly mailFrom: string
  readonly mailSource: SourceRef
}

// <AutoDiscoverSMTPAddress>kim@contoso.example</AutoDiscoverSMTPAddress> (MS-OXDSCLI)
const AUTODISCOVERED = /<AutoDiscoverSMTPAddress>\s{0,9}([^<>\s@]{1,64}@[^<>\s@]{1,255})\s{0,9}</i
const MOST_USERS = 20_000

export const mailAddressMissing: MissingEvidence = {
  evidence: 'the user’s mail address',
  how: 'Ask a Skype for Business administrator for the output of this in the Skype for Business Server Management Shell.',
  commands: [getUserCommand],
}

/**
 * Who signed in here, and which mail addresses these users have: the client looks for Exchange by
 * the domain of the mail address.
 */
export const userIdentity = defineEvidence<UserIdentities>({
  name: 'users',
  markers: [...sipStartMarkers('REGISTER '), ...traceTextMarkers('AutoDiscoverSMTPAddress')],
  start() {
    const registered = new Map<string, SourceRef>()
    const printed = new Map<string, { readonly source: SourceRef; readonly mail?: MailAddress }>()
    let autodiscovered: (MailAddress & { readonly user?: string }) | undefined
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
          if (user !== undefined && !registered.has(user) && registered.size < MOST_USERS)
            registered.set(user, source)
        },
        'cmdlet-output'(seen) {
          const user = seen.cmdlet === 'Get-CsUser' ? findPrintedUser(seen) : undefined
          if (user === undefined || (printed.size >= MOST_USERS && !printed.has(user))) return
          const address = seen.properties.get('windowsemailaddress')?.trim().toLowerCase() ?? ''
          const mailSource = sourceOfProperty(seen, 'windowsemailaddress')
          const mail = { mail: address, mailFrom: 'WindowsEmailAddress in Get-CsUser', mailSource }
          printed.set(user, {
            source: sourceOfProperty(seen, 'sipaddress'),
            ...defined({ mail: address.includes('@') ? mail : undefined }),
          })
        },
        'autodiscover-answer'({ mail, source, user }) {
          if (mail === undefined) return
          const mailFrom = 'the address that Autodiscover answered'
          autodiscovered = { mail, mailFrom, mailSource: source, ...defined({ user }) }
        },
        trace({ event, source, user }) {
          const address = AUTODISCOVERED.exec(event.message)?.[1]?.toLowerCase()
          const mailFrom = 'the address that Autodiscover answered'
          if (address)
            autodiscovered = {
              mail: address,
              mailFrom,
              mailSource: source,
              ...defined({ user }),
            }
        },
      },
      result() {
        const names = registered.size > 0 ? [...registered.keys()] : [...printed.keys()]
        // Autodiscover's answer does not name the signed-in user: it speaks for the only one.
        const answerFor = autodiscovered?.user ?? (names.length === 1 ? names[0] : undefined)
        const users = names.flatMap((sip): UserIdentity[] => {
          const own = printed.get(sip)
          const sipSource = registered.get(sip) ?? own?.source
          if (sipSource === undefined) return []
          const { mail, mailFrom, mailSource } =
            own?.mail ?? (sip === answerFor ? autodiscovered : undefined) ?? {}
          const mailOf = mail && mailFrom && mailSource ? { mail, mailFrom, mailSource } : {}
          return [{ sip, sipSource, hasSignedIn: registered.has(sip), ...mailOf }]
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
    const words = shown.map(({ sip, mail, mailFrom }) =>
      mail ? `${sip} (mail ${mail}, from ${mailFrom})` : sip,
    )
    const more = users.length > shown.length ? `, and ${users.length - shown.length} more` : ''
    const sources = shown.flatMap(({ sipSource, mailSource }) =>
      mailSource ? [sipSource, mailSource] : [sipSource],
    )
    const value = shown.map(({ sip }) => sip).join(', ')
    return {
      users: {
        label: users.length === 1 ? 'User' : 'Users',
        value: `${value}${more}`,
        text: `${words.join(', ')}${more}`,
        sources,
      },
    }
  },
})
