/** A header of a SIP message. */
export interface SipHeader {
  /** Lower case, compact forms expanded (RFC 3261 section 7.3.3). */
  readonly name: string
  readonly value: string
}

/**
 * A SIP message (RFC 3261) from a log. Parsing drops message text and credentials: `body` is kept
 * only for provisioning and roaming documents; authentication headers and `ms-body` parameters are
 * removed.
 */
export interface SipMessage {
  readonly startLine: string
  /** Method of the request. For a response: the method in its CSeq. */
  readonly method: string
  readonly status?: number
  readonly headers: readonly SipHeader[]
  readonly body: string
  /** Description of damage, such as a wrong Content-Length or a missing end. */
  readonly damage?: string
}

/** Returns the first value of a header. `name` is the long form in lower case. */
export function sipHeader(
  { headers }: Pick<SipMessage, 'headers'>,
  name: string,
): string | undefined {
  for (const header of headers) if (header.name === name) return header.value
  return undefined
}

// <sip:kim@contoso.example;opaque=user:epid:x>;tag=1
// What follows the scheme is consumed, so that a text of many schemes is read once.
const SCHEME_AND_USER = /sips?:([^\s<>;?"@]*)/gi
/**
 * RFC 5321: 64 characters, `@` and 255 characters.
 * Limit: characters of a SIP address.
 * Beyond: it is not taken for an address.
 */
const MAX_ADDRESS_CHARACTERS = 320
const HOST = /@[^\s<>;?",:]+/y

/** The characters of a user name that mean the same escaped (RFC 3261 `unreserved`). */
const ESCAPED_UNRESERVED = /%(?:2[1789ade]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi

/**
 * Extracts `user@host` in lower case from a `sip:` or `sips:` URI, or from a From or To header.
 * Returns undefined if there is none, or it is longer than an address can be. A display name in
 * quotes may contain what looks like an address, and is skipped.
 */
export function parseSipAddress(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  for (SCHEME_AND_USER.lastIndex = quotedNameEnd(value); ; ) {
    const start = SCHEME_AND_USER.exec(value)
    if (!start) return undefined
    const [, user = ''] = start
    HOST.lastIndex = SCHEME_AND_USER.lastIndex
    const host = user === '' ? undefined : HOST.exec(value)?.[0]
    if (host === undefined) continue
    // Evidence keeps hundreds of addresses.
    return user.length + host.length > MAX_ADDRESS_CHARACTERS
      ? undefined
      : (unescapeUser(user) + host).toLowerCase()
  }
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
