export interface SipHeader {
  /** Lower case, compact forms expanded (RFC 3261 section 7.3.3). */
  readonly name: string
  readonly value: string
}

/**
 * A SIP message (RFC 3261) as a log shows it. Message text and credentials are dropped when it is
 * parsed: `body` is kept only for provisioning and roaming documents, and authentication headers
 * and `ms-body` parameters are left out.
 */
export interface SipMessage {
  readonly startLine: string
  /** Of the request; of a response, the method in its CSeq. */
  readonly method: string
  readonly status?: number
  readonly headers: readonly SipHeader[]
  readonly body: string
  /** What did not fit, in words: a Content-Length that disagrees, a packet without an end. */
  readonly damage?: string
}

/** The first value of a header, by its long name in lower case. */
export function sipHeader(
  { headers }: Pick<SipMessage, 'headers'>,
  name: string,
): string | undefined {
  for (const header of headers) if (header.name === name) return header.value
  return undefined
}

/**
 * `user@host` in lower case of a `sip:`/`sips:` URI in a From, To or URI text, without parameters;
 * undefined for anything else.
 */
export function parseSipAddress(value: string | undefined): string | undefined {
  // <sip:kim@contoso.example;opaque=user:epid:x>;tag=1
  const match = value === undefined ? null : /sips?:([^\s<>;?"@]+@[^\s<>;?",:]+)/i.exec(value)
  return match?.[1]?.toLowerCase()
}

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase()
