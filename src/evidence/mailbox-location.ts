import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipTextMarkers, traceTextMarkers } from '../model/marker.ts'
import type { SourceRef } from '../model/source-ref.ts'
import {
  EXCHANGE_URL_PATHS,
  type ExchangeCloud,
  exchangeCloudOf,
  parseExchangeRequest,
} from './exchange-request.ts'

/** Where a mailbox is, according to the EWS address that the client uses. */
export interface MailboxLocation {
  /** `unclear` when two current addresses contradict each other. */
  readonly hosting: 'exchange-online' | 'on-premises' | 'unclear'
  /** Only for Exchange Online. Undefined when the evidence does not show which cloud. */
  readonly cloud?: ExchangeCloud
  readonly host: string
  /** Where the address was read, in words. */
  readonly sourceText: string
  /** `user@domain` in lower case; undefined when the evidence names nobody. */
  readonly user?: string
  readonly sources: readonly SourceRef[]
}

interface ExchangeAddress {
  /** Empty when the evidence states the location without an address. */
  readonly host: string
  /** Set when the evidence states the location itself. Otherwise the host shows it. */
  readonly isOnline?: boolean
  readonly sourceText: string
  /** Milliseconds UTC. `-Infinity` when the evidence has no time. */
  readonly at: number
  readonly source: SourceRef
}

interface AddressesOfUser {
  /** From Configuration Information, by `internal` and `external`. */
  readonly configuredAddresses: Map<string, ExchangeAddress>
  /** The latest address in provisioning or in a request. */
  requestedAddress?: ExchangeAddress
  redirectAddress?: ExchangeAddress
  /**
   * From the latest answer of Autodiscover that states where the mailbox is. A saved answer has no
   * time, so that an answer in a trace takes precedence.
   */
  statedAddress?: ExchangeAddress
}

// Location: https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml
// <RedirectUrl>https://outlook.office365.com/EWS/Exchange.asmx
const REDIRECT =
  /\b(?:location:|redirect[a-z]{0,5}\b[^\n]{0,40}?)\s{0,4}https?:\/\/([a-z0-9.-]{1,253})([^\s<>"']{0,80})/i
// <RedirectAddr>kim@contoso.mail.onmicrosoft.com</RedirectAddr>
// This is the hybrid routing address of a mailbox in Exchange Online.
const REDIRECT_ADDRESS = /<RedirectAddr>\s{0,9}[^<>@\s]{1,64}@([a-z0-9.-]{1,253})\s{0,9}</i
// <MicrosoftOnline>False</MicrosoftOnline>, in Autodiscover's answer
const MICROSOFT_ONLINE = /<MicrosoftOnline>\s{0,9}(True|False)\s{0,9}</i
/**
 * Damaged or hostile input may contain any number.
 * Limit: users whose mailbox is located.
 * Beyond: further users are not checked.
 */
const MAX_USERS = 100

/**
 * Whether each user's mailbox is in Exchange Online or on-premises. INFERRED: a host that is not
 * Microsoft's is on-premises.
 */
export const mailboxLocation = defineEvidence<readonly MailboxLocation[]>({
  name: 'mailbox location',
  markers: [
    ...traceTextMarkers(...EXCHANGE_URL_PATHS, 'RedirectAddr', 'RedirectUrl', 'MicrosoftOnline'),
    ...sipTextMarkers('provisionGroupList'),
  ],
  start() {
    const byUser = new Map<string, AddressesOfUser>()
    /** An empty user stands for evidence that names nobody. Undefined beyond `MAX_USERS`. */
    const addressesOf = (user = ''): AddressesOfUser | undefined => {
      const existing = byUser.get(user)
      if (existing || byUser.size >= MAX_USERS) return existing
      const addresses: AddressesOfUser = { configuredAddresses: new Map() }
      byUser.set(user, addresses)
      return addresses
    }
    const addRequestedAddress = (address: ExchangeAddress, user: string | undefined) => {
      const addresses = addressesOf(user)
      if (addresses && address.at >= (addresses.requestedAddress?.at ?? address.at))
        addresses.requestedAddress = address
    }
    const addStatedAddress = (address: ExchangeAddress, user: string | undefined) => {
      const addresses = addressesOf(user)
      if (addresses && address.at >= (addresses.statedAddress?.at ?? address.at))
        addresses.statedAddress = address
    }
    return {
      listeners: {
        'configuration-row'({ name, value, status, user, source, at = Number.NEGATIVE_INFINITY }) {
          const row = /^\s*EWS (Internal|External) URL\s*$/i.exec(name)?.[1]?.toLowerCase()
          const request = row && (parseExchangeRequest(value) ?? parseExchangeRequest(status ?? ''))
          if (!row || !request) return
          const sourceText = `the row ${name.trim()}`
          const address = { host: request.host, sourceText, at, source }
          addressesOf(user)?.configuredAddresses.set(row, address)
        },
        provisioning({ group, property, value, user, at, source }) {
          // The user's own options contain no addresses. Their SIP messages lack the marker
          // `provisionGroupList`, so they may not reach this listener at all.
          const request = group === 'otherOptions' ? undefined : parseExchangeRequest(value)
          if (request?.service !== 'ews') return
          const sourceText = `${property} in in-band provisioning`
          addRequestedAddress({ host: request.host, sourceText, at, source }, user)
        },
        'autodiscover-answer'({ ewsUrls, isOnline, redirect, user, source }) {
          const host = parseExchangeRequest(ewsUrls[0] ?? '')?.host ?? routingDomainOf(redirect)
          if (host === undefined && isOnline === undefined) return
          addStatedAddress(
            {
              host: host ?? '',
              sourceText: 'Autodiscover’s answer',
              at: Number.NEGATIVE_INFINITY,
              source,
              ...defined({ isOnline }),
            },
            user,
          )
        },
        trace({ event: { message }, at, user, source }) {
          const redirectHost = findRedirectHost(message)
          if (redirectHost !== undefined) {
            const addresses = addressesOf(user)
            const sourceText = 'the last redirect in the trace'
            if (addresses && at >= (addresses.redirectAddress?.at ?? at))
              addresses.redirectAddress = { host: redirectHost, sourceText, at, source }
          }
          const request = parseExchangeRequest(message)
          const host = request?.service === 'ews' ? request.host : undefined
          const isOnline = parseMicrosoftOnline(message)
          if (isOnline !== undefined) {
            const sourceText = 'MicrosoftOnline in Autodiscover’s answer'
            addStatedAddress({ host: host ?? '', isOnline, sourceText, at, source }, user)
          } else if (host !== undefined)
            addRequestedAddress(
              { host, sourceText: 'the EWS address in the trace', at, source },
              user,
            )
        },
      },
      result: () =>
        mergeUnnamedLocation(
          [...byUser].flatMap(([user, addresses]) => locateMailbox(user, addresses)),
        ),
    }
  },
  facts(locations) {
    const [first] = locations
    if (!first) return {}
    const isMixed = locations.some(({ hosting }) => hosting !== first.hosting)
    return {
      mailboxLocation: {
        label: 'Mailbox',
        value: isMixed ? 'different' : first.hosting,
        text: locations.map(formatMailboxLocation).join('; '),
        sources: locations.flatMap(({ sources }) => sources),
      },
    }
  },
})

/**
 * The host to which an answer redirects the client, if that host shows where the mailbox is.
 * Autodiscover in the user's own domain does not show it.
 */
function findRedirectHost(message: string): string | undefined {
  const routingDomain = REDIRECT_ADDRESS.exec(message)?.[1]?.toLowerCase()
  if (routingDomain !== undefined && exchangeCloudOf(routingDomain)) return routingDomain
  const [, host, path = ''] = REDIRECT.exec(message) ?? []
  if (host === undefined) return undefined
  return exchangeCloudOf(host) !== undefined || /^\/ews\//i.test(path.replace(/^:\d{1,5}/, ''))
    ? host.toLowerCase()
    : undefined
}

/** `contoso.mail.onmicrosoft.com` of `kim@contoso.mail.onmicrosoft.com`. */
function routingDomainOf(redirect = ''): string | undefined {
  const domain = /@([a-z0-9.-]{1,253})$/i.exec(redirect)?.[1]?.toLowerCase()
  return domain !== undefined && exchangeCloudOf(domain) ? domain : undefined
}

function parseMicrosoftOnline(message: string): boolean | undefined {
  const text = MICROSOFT_ONLINE.exec(message)?.[1]?.toLowerCase()
  return text === undefined ? undefined : text === 'true'
}

const hostingOf = ({ host, isOnline }: ExchangeAddress): 'exchange-online' | 'on-premises' =>
  (isOnline ?? exchangeCloudOf(host) !== undefined) ? 'exchange-online' : 'on-premises'

/**
 * Adds the location without a user to the first user with the same host: it is the same fact, read
 * in two places.
 */
function mergeUnnamedLocation(locations: readonly MailboxLocation[]): MailboxLocation[] {
  const unnamed = locations.find(({ user }) => user === undefined)
  const same = locations.find(
    ({ user, host, hosting }) =>
      user !== undefined && host === unnamed?.host && hosting === unnamed.hosting,
  )
  if (!unnamed || !same) return [...locations]
  return locations
    .filter((location) => location !== unnamed)
    .map((location) =>
      location === same ? { ...same, sources: [...same.sources, ...unnamed.sources] } : location,
    )
}

/** The location of one user's mailbox; empty when no address is known. */
function locateMailbox(
  userKey: string,
  { configuredAddresses, requestedAddress, redirectAddress, statedAddress }: AddressesOfUser,
): MailboxLocation[] {
  const user = userKey === '' ? undefined : userKey
  // In a hybrid deployment the last redirect is decisive, unless Autodiscover's answer after it
  // states the location. The window shows the address that the client chose. A request in the
  // trace is least reliable, because it may be an attempt.
  const answers = [redirectAddress, statedAddress]
    .filter((address) => address !== undefined)
    .sort((left, right) => right.at - left.at)
  const [first, ...others] =
    answers.length > 0
      ? answers.slice(0, 1)
      : configuredAddresses.size > 0
        ? configuredAddresses.values()
        : requestedAddress
          ? [requestedAddress]
          : []
  if (!first) return []
  const sources = [first, ...others].map(({ source }) => source)
  const { host, sourceText } = first
  const hosting = hostingOf(first)
  const other = others.find((address) => hostingOf(address) !== hosting)
  if (!other) {
    const cloud = hosting === 'exchange-online' ? exchangeCloudOf(host) : undefined
    return [{ hosting, host, sourceText, sources, ...defined({ user, cloud }) }]
  }
  return [
    {
      hosting: 'unclear',
      host: `${host} and ${other.host}`,
      sourceText: `${sourceText} and ${other.sourceText}`,
      sources,
      ...defined({ user }),
    },
  ]
}

const HOSTING_LABELS = {
  'exchange-online': 'Exchange Online',
  'on-premises': 'on-premises',
  unclear: 'unclear',
}

/** `Exchange Online (outlook.office365.com, from the row EWS Internal URL)`. */
export function formatMailboxLocation({
  hosting,
  cloud,
  host,
  sourceText,
  user,
}: MailboxLocation): string {
  const cloudText = cloud === 'national' ? ' of a national cloud' : ''
  const userText = user === undefined ? '' : ` for ${user}`
  const hostText = host === '' ? '' : `${host}, `
  return `${HOSTING_LABELS[hosting]}${cloudText}${userText} (${hostText}from ${sourceText})`
}
