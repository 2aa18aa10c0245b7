import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipTextMarkers, traceTextMarkers } from '../model/marker.ts'
import type { SourceRef } from '../model/source-ref.ts'
import {
  EXCHANGE_URL_PATHS,
  isExchangeOnlineHost,
  parseExchangeRequest,
} from './exchange-request.ts'

/** Where a mailbox is, as the EWS address that the client uses tells. */
export interface MailboxLocation {
  /** `unclear` when two current addresses say different things. */
  readonly hosting: 'exchange-online' | 'on-premises' | 'unclear'
  readonly host: string
  /** What it was read from, in words. */
  readonly sourceText: string
  /** `user@domain` in lower case; absent when the evidence names nobody. */
  readonly user?: string
  readonly sources: readonly SourceRef[]
}

interface ExchangeAddress {
  readonly host: string
  /** Set when Autodiscover states the location itself. Otherwise the host shows it. */
  readonly isOnline?: boolean
  readonly sourceText: string
  readonly at: number
  readonly source: SourceRef
}

interface AddressesOfUser {
  readonly configuredAddresses: Map<string, ExchangeAddress>
  requestedAddress?: ExchangeAddress
  redirectAddress?: ExchangeAddress
  /** From a saved answer of Autodiscover. */
  answeredAddress?: ExchangeAddress
}

// Location: https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml
// <RedirectUrl>https://outlook.office365.com/EWS/Exchange.asmx
const REDIRECT =
  /\b(?:location:|redirect[a-z]{0,5}\b[^\n]{0,40}?)\s{0,4}https?:\/\/([a-z0-9.-]{1,253})([^\s<>"']{0,80})/i
// <RedirectAddr>kim@contoso.mail.onmicrosoft.com</RedirectAddr>: the hybrid routing address of a
// mailbox that is online
const REDIRECT_ADDRESS =
  /<RedirectAddr>[^<>@\s]{1,64}@([a-z0-9-]{1,63}\.mail\.onmicrosoft\.com)\s{0,9}</i
const MOST_USERS = 100

/**
 * Whether the mailbox is in Exchange Online or on-premises. That any other host than Microsoft's is
 * on-premises is INFERRED.
 */
export const mailboxLocation = defineEvidence<readonly MailboxLocation[]>({
  name: 'mailbox location',
  markers: [
    ...traceTextMarkers(...EXCHANGE_URL_PATHS, 'RedirectAddr', 'RedirectUrl'),
    ...sipTextMarkers('provisionGroupList'),
  ],
  start() {
    const byUser = new Map<string, AddressesOfUser>()
    const of = (user = ''): AddressesOfUser | undefined => {
      const known = byUser.get(user)
      if (known || byUser.size >= MOST_USERS) return known
      const fresh: AddressesOfUser = { configuredAddresses: new Map() }
      byUser.set(user, fresh)
      return fresh
    }
    const used = (address: ExchangeAddress, user: string | undefined) => {
      const addresses = of(user)
      if (
        addresses &&
        (addresses.requestedAddress === undefined || address.at >= addresses.requestedAddress.at)
      )
        addresses.requestedAddress = address
    }
    return {
      listeners: {
        'configuration-row'({ name, value, status, user, source, at = Number.NEGATIVE_INFINITY }) {
          const row = /^\s*EWS (Internal|External) URL\s*$/i.exec(name)?.[1]?.toLowerCase()
          const request = row && (parseExchangeRequest(value) ?? parseExchangeRequest(status ?? ''))
          if (row && request)
            of(user)?.configuredAddresses.set(row, {
              host: request.host,
              sourceText: `the row ${name.trim()}`,
              at,
              source,
            })
        },
        provisioning({ group, property, value, user, at, source }) {
          // The user's own options hold no addresses, and come without the list that is asked for.
          const request = group === 'otherOptions' ? undefined : parseExchangeRequest(value)
          if (request?.service === 'ews')
            used(
              { host: request.host, sourceText: `${property} in in-band provisioning`, at, source },
              user,
            )
        },
        'autodiscover-answer'({ ewsUrls, isOnline, redirect, user, source }) {
          const host = parseExchangeRequest(ewsUrls[0] ?? '')?.host ?? redirectHost(redirect)
          const addresses = of(user)
          if (!addresses || (host === undefined && isOnline === undefined)) return
          addresses.answeredAddress = {
            host: host ?? 'no host named',
            sourceText: 'Autodiscover’s answer',
            at: Number.NEGATIVE_INFINITY,
            source,
            ...defined({ isOnline }),
          }
        },
        trace({ event: { message }, at, user, source }) {
          const host = redirectedTo(message)
          if (host !== undefined) {
            const addresses = of(user)
            if (addresses && at >= (addresses.redirectAddress?.at ?? at))
              addresses.redirectAddress = {
                host,
                sourceText: 'the last redirect in the trace',
                at,
                source,
              }
          }
          const request = parseExchangeRequest(message)
          if (request?.service === 'ews')
            used(
              { host: request.host, sourceText: 'the EWS address in the trace', at, source },
              user,
            )
        },
      },
      result: () => toldOnce([...byUser].flatMap(([user, addresses]) => locate(user, addresses))),
    }
  },
  facts(locations) {
    const [first] = locations
    if (!first) return {}
    const value = locations.some(({ hosting: place }) => place !== first.hosting)
      ? 'different'
      : first.hosting
    const text = locations.map(formatMailboxLocation).join('; ')
    return {
      mailboxLocation: {
        label: 'Mailbox',
        value,
        text,
        sources: locations.flatMap(({ sources }) => sources),
      },
    }
  },
})

/**
 * A host to which the answer sends the client and that tells where the mailbox is: Autodiscover
 * below the user's own domain does not.
 */
function redirectedTo(message: string): string | undefined {
  const online = REDIRECT_ADDRESS.exec(message)?.[1]
  if (online !== undefined) return online.toLowerCase()
  const [, host, path = ''] = REDIRECT.exec(message) ?? []
  if (host === undefined) return undefined
  return isExchangeOnlineHost(host) || /^\/ews\//i.test(path.replace(/^:\d{1,5}/, ''))
    ? host.toLowerCase()
    : undefined
}

/** `contoso.mail.onmicrosoft.com`: the domain shows that the mailbox is in Exchange Online. */
function redirectHost(redirect: string | undefined): string | undefined {
  const domain = /@([a-z0-9-]{1,63}\.mail\.onmicrosoft\.com)$/i.exec(redirect ?? '')?.[1]
  return domain?.toLowerCase()
}

const placeOf = (host: string): 'exchange-online' | 'on-premises' =>
  isExchangeOnlineHost(host) || /\.mail\.onmicrosoft\.com$/i.test(host)
    ? 'exchange-online'
    : 'on-premises'

const placeOfAddress = ({ host, isOnline }: ExchangeAddress): 'exchange-online' | 'on-premises' =>
  isOnline === undefined ? placeOf(host) : isOnline ? 'exchange-online' : 'on-premises'

/**
 * What names nobody and says the same host as a user's own evidence is about that user: one
 * statement, read in two places.
 */
function toldOnce(locations: readonly MailboxLocation[]): MailboxLocation[] {
  const nobodys = locations.find(({ user }) => user === undefined)
  const same = locations.find(({ user, host }) => user !== undefined && host === nobodys?.host)
  if (!nobodys || !same) return [...locations]
  return locations
    .filter((one) => one !== nobodys)
    .map((one) =>
      one === same ? { ...same, sources: [...same.sources, ...nobodys.sources] } : one,
    )
}

function locate(
  user: string,
  {
    configuredAddresses: rows,
    requestedAddress: used,
    redirectAddress: redirect,
    answeredAddress: answered,
  }: AddressesOfUser,
): MailboxLocation[] {
  const whose = user === '' ? {} : { user }
  const from = (address: ExchangeAddress): MailboxLocation[] => [
    {
      hosting: placeOfAddress(address),
      host: address.host,
      sourceText: address.sourceText,
      sources: [address.source],
      ...whose,
    },
  ]
  // In a hybrid the last redirect wins; the window shows what the client settled on; a request in
  // the trace may be an attempt.
  if (redirect) return from(redirect)
  if (answered) return from(answered)
  const [first, ...others] = rows.values()
  if (!first) return used ? from(used) : []
  const sources = [first, ...others].map(({ source }) => source)
  const split = others.find(({ host }) => placeOf(host) !== placeOf(first.host))
  if (!split)
    return [
      {
        hosting: placeOf(first.host),
        host: first.host,
        sourceText: first.sourceText,
        sources,
        ...whose,
      },
    ]
  return [
    {
      hosting: 'unclear',
      host: `${first.host} and ${split.host}`,
      sourceText: `${first.sourceText} and ${split.sourceText}`,
      sources,
      ...whose,
    },
  ]
}

const PLACES = {
  'exchange-online': 'Exchange Online',
  'on-premises': 'on-premises',
  unclear: 'unclear',
}

/** `Exchange Online (outlook.office365.com, from the row EWS Internal URL)`. */
export function formatMailboxLocation({
  hosting: place,
  host,
  sourceText: from,
  user,
}: MailboxLocation): string {
  return `${PLACES[place]}${user === undefined ? '' : ` for ${user}`} (${host}, from ${from})`
}
