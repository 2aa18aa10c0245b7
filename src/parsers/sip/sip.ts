import { defined, type Mutable } from '../../model/defined.ts'
import type { SipObservation } from '../../model/observation.ts'
import type { ParseContext } from '../../model/parser.ts'
import { parseSipAddress, type SipMessage, sipHeader } from '../../model/sip-message.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import { parseProvisioning } from './provisioning.ts'
import { keepAllowedBody } from './sip-body.ts'
import { nextLineFeed, removeMessageText, SipHead, trimLineEnd } from './sip-head.ts'

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
  const start = skipLineEnds(text)
  const feed = nextLineFeed(text, start)
  const firstLine = text.slice(start, trimLineEnd(text, start, feed))
  const status = RESPONSE.exec(firstLine)?.[1]
  const request = status === undefined ? REQUEST.exec(firstLine.trimEnd())?.[1] : undefined
  if (status === undefined && request === undefined) return undefined
  const head = new SipHead(text, feed + 1)
  const method = request ?? CSEQ.exec(sipHeader(head, 'cseq') ?? '')?.[1] ?? ''
  const body = keepAllowedBody(method, sipHeader(head, 'content-type') ?? '', text, head.bodyAt)
  const message: Mutable<SipMessage> = {
    startLine: removeMessageText(firstLine.trimEnd()),
    method,
    headers: head.headers,
    body,
  }
  if (status !== undefined) message.status = Number(status)
  if (head.namelessLines > 0)
    message.damage = `${head.namelessLines === 1 ? 'a header line' : `${head.namelessLines} header lines`} without a name`
  return message
}

/** Place behind the empty lines that a message may begin with. */
function skipLineEnds(text: string): number {
  let at = 0
  while (text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n')) at += 1
  return at
}

/** A SIP message and where it was seen. `at` in milliseconds UTC. */
export interface LoggedSipMessage
  extends Pick<SipObservation, 'message' | 'at' | 'direction' | 'vantage'> {
  readonly source: SourceRef
}

/** Emits a SIP message, and one observation for each provisioned property that it carries. */
export function emitSip(
  context: Pick<ParseContext, 'emit'>,
  { message, at, direction, vantage, source }: LoggedSipMessage,
): void {
  const user = vantage === 'client' ? clientAddress(message, direction) : undefined
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
  const subscriber = subscriberAddress(message)
  for (const property of parseProvisioning(message.body))
    context.emit({
      kind: 'provisioning',
      at,
      source,
      ...property,
      ...defined({ user: subscriber }),
    })
}

/** Whose client it is: From names who asked, To who was asked. */
function clientAddress(
  message: SipMessage,
  direction: SipObservation['direction'],
): string | undefined {
  const asked = (direction === 'sent') === (message.status === undefined)
  return parseSipAddress(sipHeader(message, asked ? 'from' : 'to'))
}

/**
 * Whom provisioning is for, in anybody's log: notifications go To the user, all else was asked for
 * by From.
 */
function subscriberAddress(message: SipMessage): string | undefined {
  const notified = message.status === undefined && message.method.endsWith('NOTIFY')
  return parseSipAddress(sipHeader(message, notified ? 'to' : 'from'))
}
