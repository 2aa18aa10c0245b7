import { detachString } from './text/detach-string.ts'

/** A header of a SIP message. */
export interface SipHeader {
  /** Lower case, compact forms expanded (RFC 3261 section 7.3.3). */
  readonly name: string
  readonly value: string
}

/** The headers that some evidence asks for, the most frequent first. A parser keeps no others. */
export const SIP_HEADERS = [
  'from',
  'to',
  'call-id',
  'cseq',
  'ms-conversation-id',
  'user-agent',
  'server',
  'contact',
  'expires',
  'ms-diagnostics',
  'ms-diagnostics-public',
] as const

/** A header that is kept, by its name in lower case. */
export type SipHeaderName = (typeof SIP_HEADERS)[number]

/**
 * A SIP message (RFC 3261) from a log. Parsing drops message text and credentials: `body` is kept
 * only for provisioning and roaming documents; of the headers only `SIP_HEADERS` are kept, without
 * `ms-body` parameters.
 */
export interface SipMessage {
  readonly startLine: string
  /** Method of the request. For a response: the method in its CSeq. */
  readonly method: string
  readonly status?: number
  /**
   * The headers in the order of `SIP_HEADERS`: for each value a line feed, the name, a colon and
   * the value. One text, because most messages are dropped after one or two headers were read. Use
   * `sipHeader`.
   */
  readonly headers: string
  readonly body: string
  /** Description of damage, such as a wrong Content-Length or a missing end. */
  readonly damage?: string
}

/** What the first value of each header follows in `headers`. */
const BEFORE_VALUE = Object.fromEntries(
  SIP_HEADERS.map((name) => [name, `\n${name}:`]),
) as Readonly<Record<SipHeaderName, string>>

/** Returns the first value of a header. */
export function sipHeader(
  { headers }: Pick<SipMessage, 'headers'>,
  name: SipHeaderName,
): string | undefined {
  const before = BEFORE_VALUE[name]
  const at = headers.indexOf(before)
  if (at < 0) return undefined
  const start = at + before.length
  const end = headers.indexOf('\n', start)
  return end < 0 ? headers.slice(start) : headers.slice(start, end)
}

/**
 * Call-ID and CSeq in one text, which a request and its answers share. Undefined without a Call-ID.
 * The part before the first line feed is the Call-ID.
 */
export function sipTransaction({ headers }: Pick<SipMessage, 'headers'>): string | undefined {
  const before = BEFORE_VALUE['call-id']
  const at = headers.indexOf(before)
  if (at < 0) return undefined
  const start = at + before.length
  const end = headers.indexOf('\n', start)
  if (end < 0) return headers.slice(start)
  // CSeq follows, unless there are several Call-IDs or none of it.
  if (headers.startsWith(BEFORE_VALUE.cseq, end)) {
    const lineEnd = headers.indexOf('\n', end + 1)
    return lineEnd < 0 ? headers.slice(start) : headers.slice(start, lineEnd)
  }
  const cseq = sipHeader({ headers }, 'cseq')
  const callId = headers.slice(start, end)
  return cseq === undefined ? callId : callId + BEFORE_VALUE.cseq + cseq
}

const POSITIONS: ReadonlyMap<string, number> = new Map(
  SIP_HEADERS.map((name, position) => [name, position]),
)

/** The text of `headers` for these values, without those that are not kept. */
export function formatSipHeaders(headers: readonly SipHeader[]): string {
  const texts = SIP_HEADERS.map(() => '')
  for (const { name, value } of headers) {
    const position = POSITIONS.get(name)
    if (position !== undefined) texts[position] += `\n${name}:${value}`
  }
  return texts.join('')
}

/**
 * RFC 5321: 64 characters, `@` and 255 characters.
 * Limit: characters of a SIP address.
 * Beyond: it is not taken for an address.
 */
const MAX_ADDRESS_CHARACTERS = 320

/** Characters that end a user name, and those that end a host; also white space beyond ASCII. */
const ENDS_USER = /[\s<>;?"@]/
const ENDS_HOST = /[\s<>;?",:]/
const USER_END = 1
const HOST_END = 2
const ASCII_ENDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  return (ENDS_USER.test(character) ? USER_END : 0) | (ENDS_HOST.test(character) ? HOST_END : 0)
})
const WHITE_SPACE = /\s/
const AT_SIGN = 0x40

/** The characters of a user name that mean the same escaped (RFC 3261 `unreserved`). */
const ESCAPED_UNRESERVED = /%(?:2[1789ade]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi

/**
 * Addresses that were extracted before, because nearly all packets of a log name the same few. All
 * are forgotten beyond this number.
 */
const MAX_SHARED_ADDRESSES = 1000
const sharedAddresses = new Map<string, string>()
/** The last values and their addresses, by length: several evidences ask for the same header. */
const RECENT_VALUES = 8
const recentValues: string[] = Array.from({ length: RECENT_VALUES }, () => '')
const recentAddresses: (string | undefined)[] = Array.from({ length: RECENT_VALUES })

/**
 * Extracts `user@host` in lower case from a `sip:` or `sips:` URI, or from a From or To header.
 * Returns undefined if there is none, or it is longer than an address can be. A display name in
 * quotes may contain what looks like an address, and is skipped. The text is a copy, which equal
 * addresses share.
 */
export function parseSipAddress(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const slot = value.length % RECENT_VALUES
  if (recentValues[slot] !== value) {
    recentAddresses[slot] = findAddress(value)
    recentValues[slot] = value
  }
  return recentAddresses[slot]
}

function findAddress(value: string): string | undefined {
  // <sip:kim@contoso.example;opaque=user:epid:x>;tag=1
  // A user name is consumed even where no host follows, so that a text of many schemes is read once.
  let from = quotedNameEnd(value)
  for (let colon = value.indexOf(':', from); colon >= 0; colon = value.indexOf(':', from)) {
    const user = colon + 1
    if (!isScheme(value, from, colon)) {
      from = user
      continue
    }
    const userEnd = findEnd(value, user, USER_END)
    from = userEnd
    if (userEnd === user || value.charCodeAt(userEnd) !== AT_SIGN) continue
    const end = findEnd(value, userEnd + 1, HOST_END)
    if (end === userEnd + 1) continue
    return end - user > MAX_ADDRESS_CHARACTERS
      ? undefined
      : shareAddress(value.slice(user, end), userEnd - user)
  }
  return undefined
}

/** Whether `sip` or `sips` is before the colon, and not before `from`. */
function isScheme(value: string, from: number, colon: number): boolean {
  const isSecure = (value.charCodeAt(colon - 1) | 0x20) === 0x73
  const start = colon - (isSecure ? 4 : 3)
  return (
    start >= from &&
    (value.charCodeAt(start) | 0x20) === 0x73 &&
    (value.charCodeAt(start + 1) | 0x20) === 0x69 &&
    (value.charCodeAt(start + 2) | 0x20) === 0x70
  )
}

function findEnd(value: string, from: number, end: number): number {
  let at = from
  for (; at < value.length; at += 1) {
    const code = value.charCodeAt(at)
    if (code < 128 ? ((ASCII_ENDS[code] as number) & end) !== 0 : WHITE_SPACE.test(value[at] ?? ''))
      break
  }
  return at
}

function shareAddress(address: string, userLength: number): string {
  const known = sharedAddresses.get(address)
  if (known !== undefined) return known
  if (sharedAddresses.size >= MAX_SHARED_ADDRESSES) sharedAddresses.clear()
  const user = unescapeUser(address.slice(0, userLength))
  const shared = detachString((user + address.slice(userLength)).toLowerCase())
  sharedAddresses.set(detachString(address), shared)
  return shared
}

/** Position after the quoted string that a header value begins with; 0 if it has none. */
function quotedNameEnd(value: string): number {
  const start = value.length - value.trimStart().length
  if (value[start] !== '"') return 0
  for (let at = start + 1; at < value.length; at += 1) {
    if (value[at] === '\\') at += 1
    else if (value[at] === '"') return at + 1
  }
  // Without its end, the rest of the value may be the address.
  return 0
}

/** `%6Bim` is the same user as `kim`. */
const unescapeUser = (user: string): string =>
  user.includes('%')
    ? user.replace(ESCAPED_UNRESERVED, (code) =>
        String.fromCharCode(Number.parseInt(code.slice(1), 16)),
      )
    : user

/** Extracts `user@host` in lower case from an address with or without its scheme. */
export const parseUserAddress = (text: string): string | undefined =>
  parseSipAddress(/^sips?:/i.test(text) ? text : `sip:${text}`)

// UCCAPI/16.0.7967.5277 OC/16.0.7967.2139 (Skype for Business)
/** The client build in a User-Agent. */
export const CLIENT_AGENT = /\bOC\/(\d+\.\d+\.\d+\.\d+)/

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase()
