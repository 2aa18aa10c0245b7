import type { SipSeen } from '../model/observation.ts'
import type { ParseContext } from '../model/parser.ts'
import { type SipHeader, type SipMessage, sipAddress, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { readProvisioning } from './provisioning.ts'
import { keptBody } from './sip-body.ts'
import { headerValues, longName } from './sip-header-values.ts'

/** Credentials, and what the user wrote. */
const DROPPED = new Set([
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'proxy-authentication-info',
  'subject',
])

// Both as `isSipStartLine` has it on bytes.
// REGISTER sip:contoso.example SIP/2.0
const REQUEST = /^([A-Za-z][A-Za-z0-9\-.!%*_+`'~]*) [^ ]+ SIP\/2\.0$/
// SIP/2.0 200 OK
const RESPONSE = /^SIP\/2\.0 (\d{3})(?: |$)/
// f:
const HEADER = /^([A-Za-z0-9\-.!%*_+`'~]+)[ \t]*:/

/**
 * Reads one SIP message (RFC 3261) whose lines end in LF or CRLF, start line first; undefined when there is none. Credentials, message
 * text and all bodies but provisioning and the user's own options are dropped here and reach nothing else.
 */
export function parseSip(text: string): SipMessage | undefined {
  const lines = text.replace(/\r\n/g, '\n').replace(/^\n+/, '')
  const blank = lines.indexOf('\n\n')
  const [firstLine = '', ...headerLines] = unfold(blank < 0 ? lines : lines.slice(0, blank))
  const status = RESPONSE.exec(firstLine)?.[1]
  const request = REQUEST.exec(firstLine.trimEnd())?.[1]
  if (status === undefined && request === undefined) return undefined
  const { headers, nameless } = readHeaders(headerLines)
  const method = request ?? /^\d+\s+(\S+)/.exec(headers.find(({ name }) => name === 'cseq')?.value ?? '')?.[1] ?? ''
  const contentType = headers.find(({ name }) => name === 'content-type')?.value ?? ''
  return {
    startLine: withoutText(firstLine.trimEnd()),
    method,
    ...(status === undefined ? {} : { status: Number(status) }),
    headers,
    body: blank < 0 ? '' : keptBody(method, contentType, lines.slice(blank + 2)),
    ...(nameless > 0 ? { damage: `${nameless === 1 ? 'a header line' : `${nameless} header lines`} without a name` } : {}),
  }
}

/** A line that begins with a blank continues the header above. */
function unfold(head: string): string[] {
  const lines: string[] = []
  for (const line of head.split('\n')) {
    const last = lines.length - 1
    if (/^[ \t]/.test(line) && last >= 1) lines[last] = `${lines[last]} ${line.trim()}`
    else lines.push(line)
  }
  return lines
}

function readHeaders(lines: readonly string[]): { readonly headers: SipHeader[]; readonly nameless: number } {
  const headers: SipHeader[] = []
  let nameless = 0
  for (const line of lines) {
    const match = HEADER.exec(line)
    const name = longName(match?.[1] ?? '')
    if (!match) nameless += line.trim() === '' ? 0 : 1
    else if (!DROPPED.has(name)) {
      const value = withoutText(line.slice(match[0].length).trim())
      for (const one of headerValues(name, value)) headers.push({ name, value: one })
    }
  }
  return { headers, nameless }
}

/** `ms-text-format` and `ms-im-format` carry the first message itself, in base64. */
function withoutText(value: string): string {
  // ms-body=cXdl
  return value.replace(/;?\s{0,8}ms-body\s{0,8}=\s{0,8}(?:"[^"]*(?:"|$)|[^;]*)/gi, '')
}

/** A SIP message and where it was seen. `at` in milliseconds UTC. */
export interface SipRead extends Pick<SipSeen, 'message' | 'at' | 'direction' | 'vantage'> {
  readonly source: SourceRef
}

/** Emits a SIP message, and one observation for each provisioned property that it carries. */
export function emitSip(context: Pick<ParseContext, 'emit'>, { message, at, direction, vantage, source }: SipRead): void {
  const user = vantage === 'client' ? ownAddress(message, direction) : undefined
  context.emit({ kind: 'sip', at, direction, vantage, message, source, ...(user === undefined ? {} : { user }) })
  if (message.body === '') return
  const subscriber = subscriberOf(message)
  for (const property of readProvisioning(message.body))
    context.emit({ kind: 'provisioning', at, source, ...property, ...(subscriber === undefined ? {} : { user: subscriber }) })
}

/** Whose client it is: From names who asked, To who was asked. */
function ownAddress(message: SipMessage, direction: SipSeen['direction']): string | undefined {
  const asked = (direction === 'sent') === (message.status === undefined)
  return sipAddress(sipHeader(message, asked ? 'from' : 'to'))
}

/** Whom provisioning is for, in anybody's log: notifications go To the user, all else was asked for by From. */
function subscriberOf(message: SipMessage): string | undefined {
  const notified = message.status === undefined && /NOTIFY$/.test(message.method)
  return sipAddress(sipHeader(message, notified ? 'to' : 'from'))
}
