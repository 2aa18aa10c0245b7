import { defined } from '../../model/defined.ts'
import type { SipSeen } from '../../model/observation.ts'
import type { ParseContext } from '../../model/parser.ts'
import { type SipMessage, sipAddress, sipHeader } from '../../model/sip-message.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import type { Written } from '../../model/written.ts'
import { readProvisioning } from './provisioning.ts'
import { keptBody } from './sip-body.ts'
import { lineEnd, lineFeed, SipHead, withoutText } from './sip-head.ts'

// Both as `isSipStartLine` has it on bytes.
// REGISTER sip:contoso.example SIP/2.0
const REQUEST = /^([A-Za-z][A-Za-z0-9\-.!%*_+`'~]*) [^ ]+ SIP\/2\.0$/
// SIP/2.0 200 OK
const RESPONSE = /^SIP\/2\.0 (\d{3})(?: |$)/
// 1 INVITE
const CSEQ = /^\d+\s+(\S+)/

/**
 * Reads one SIP message (RFC 3261) whose lines end in LF or CRLF, start line first; undefined when
 * there is none. Credentials, message text and all bodies but provisioning and the user's own
 * options are dropped here and reach nothing else.
 */
export function parseSip(text: string): SipMessage | undefined {
  const start = behindLineEnds(text)
  const feed = lineFeed(text, start)
  const firstLine = text.slice(start, lineEnd(text, start, feed))
  const status = RESPONSE.exec(firstLine)?.[1]
  const request = status === undefined ? REQUEST.exec(firstLine.trimEnd())?.[1] : undefined
  if (status === undefined && request === undefined) return undefined
  const head = new SipHead(text, feed + 1)
  const method = request ?? CSEQ.exec(sipHeader(head, 'cseq') ?? '')?.[1] ?? ''
  const body = keptBody(method, sipHeader(head, 'content-type') ?? '', text, head.body)
  const message: Written<SipMessage> = {
    startLine: withoutText(firstLine.trimEnd()),
    method,
    headers: head.headers,
    body,
  }
  if (status !== undefined) message.status = Number(status)
  if (head.nameless > 0)
    message.damage = `${head.nameless === 1 ? 'a header line' : `${head.nameless} header lines`} without a name`
  return message
}

/** Place behind the empty lines that a message may begin with. */
function behindLineEnds(text: string): number {
  let at = 0
  while (text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n')) at += 1
  return at
}

/** A SIP message and where it was seen. `at` in milliseconds UTC. */
export interface SipRead extends Pick<SipSeen, 'message' | 'at' | 'direction' | 'vantage'> {
  readonly source: SourceRef
}

/** Emits a SIP message, and one observation for each provisioned property that it carries. */
export function emitSip(
  context: Pick<ParseContext, 'emit'>,
  { message, at, direction, vantage, source }: SipRead,
): void {
  const user = vantage === 'client' ? ownAddress(message, direction) : undefined
  context.emit({
    kind: 'sip',
    at,
    direction,
    vantage,
    message,
    source,
    ...defined({ user }),
  })
  if (message.body === '') return
  const subscriber = subscriberOf(message)
  for (const property of readProvisioning(message.body))
    context.emit({
      kind: 'provisioning',
      at,
      source,
      ...property,
      ...defined({ user: subscriber }),
    })
}

/** Whose client it is: From names who asked, To who was asked. */
function ownAddress(message: SipMessage, direction: SipSeen['direction']): string | undefined {
  const asked = (direction === 'sent') === (message.status === undefined)
  return sipAddress(sipHeader(message, asked ? 'from' : 'to'))
}

/**
 * Whom provisioning is for, in anybody's log: notifications go To the user, all else was asked for
 * by From.
 */
function subscriberOf(message: SipMessage): string | undefined {
  const notified = message.status === undefined && message.method.endsWith('NOTIFY')
  return sipAddress(sipHeader(message, notified ? 'to' : 'from'))
}
