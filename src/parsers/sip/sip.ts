import { defined, type Mutable, when } from '../../model/defined.ts'
import type { SipSign } from '../../model/logs/log-program.ts'
import type { SipObservation } from '../../model/observation.ts'
import type { ParseContext } from '../../model/parser.ts'
import {
  formatSipHeaders,
  parseSipAddress,
  type SipMessage,
  sipHeader,
} from '../../model/sip-message.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import { parseProvisioning } from './provisioning.ts'
import { keepAllowedBody } from './sip-body.ts'
import { findContradictions } from './sip-contradictions.ts'
import { nextLineFeed, removeMessageText, SipHead, trimLineEnd } from './sip-head.ts'

// REQUEST and RESPONSE must accept exactly what `isSipStartLine` accepts.
// REGISTER sip:contoso.example SIP/2.0
const REQUEST = /^([A-Za-z0-9\-.!%*_+`'~]+) [^ ]+ SIP\/2\.0$/
// SIP/2.0 200 OK
const RESPONSE = /^SIP\/2\.0 (\d{3})(?: |$)/
// 1 INVITE
const CSEQ = /^\d+\s+(\S+)/

/**
 * Parses one SIP message (RFC 3261) that begins with its start line and has LF or CRLF line breaks.
 * Returns undefined when there is none. Drops credentials, message text and all bodies except
 * provisioning and the user's own options.
 */
export function parseSip(text: string): SipMessage | undefined {
  const start = skipLineEnds(text)
  const feed = nextLineFeed(text, start)
  const firstLine = text.slice(start, trimLineEnd(text, start, feed))
  const status = RESPONSE.exec(firstLine)?.[1]
  const request = status === undefined ? REQUEST.exec(firstLine.trimEnd())?.[1] : undefined
  if (status === undefined && request === undefined) return undefined
  const head = new SipHead(text, feed + 1)
  const method = request ?? CSEQ.exec(head.first('cseq') ?? '')?.[1] ?? ''
  const body = keepAllowedBody(method, head.first('content-type') ?? '', () =>
    text.slice(head.bodyAt),
  )
  const message: Mutable<SipMessage> = {
    startLine: removeMessageText(firstLine.trimEnd()),
    method,
    headers: formatSipHeaders(head.headers),
    body,
  }
  if (status !== undefined) message.status = Number(status)
  const faults = [...headFaults(head), ...findContradictions(head.headers, request)]
  if (faults.length > 0) message.damage = faults.join('; ')
  return message
}

function headFaults({ namelessLines, longLines }: SipHead): readonly string[] {
  const lines = namelessLines === 1 ? 'a header line' : `${namelessLines} header lines`
  return [
    ...when(namelessLines > 0, () => [`${lines} without a name`]),
    ...when(longLines > 0, () => ['a header longer than 16 KiB, of which the rest is left out']),
  ]
}

/** Position after the empty lines that a message may begin with. */
function skipLineEnds(text: string): number {
  let at = 0
  while (text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n')) at += 1
  return at
}

/** A SIP message and where it was found. `at` is in milliseconds UTC. */
export interface LoggedSipMessage
  extends Pick<SipObservation, 'message' | 'at' | 'direction' | 'vantage'> {
  readonly source: SourceRef
  readonly isDirectionAssumed?: boolean
  readonly isFirstSent?: boolean
}

/** Provisioned switches that evidence needs, in lower case. */
const SWITCHES = new Set(['enableofflineim', 'enableimautoarchiving', 'imautoarchiving'])
/** The values that provisioning has for a switch. A blank means that it is not set. */
const SWITCH_VALUE = /^(?:true|false|[01]|)$/i
const MAX_SHOWN_CHARACTERS = 40

/**
 * Emits a SIP message, and one observation for each provisioned property in it. Counts switches
 * whose value is not understood.
 */
export function emitSip(
  context: Pick<ParseContext, 'emit' | 'tally'>,
  packet: LoggedSipMessage,
): void {
  const {
    message,
    at,
    direction,
    isDirectionAssumed = false,
    isFirstSent,
    vantage,
    source,
  } = packet
  const isKnown = !isDirectionAssumed || message.method === 'REGISTER'
  const user = vantage === 'client' && isKnown ? clientAddress(message, direction) : undefined
  // A property that is added later would take memory of its own, for every packet of a log.
  const observation: Mutable<SipObservation> =
    user === undefined
      ? { kind: 'sip', at, direction, vantage, message, source }
      : { kind: 'sip', at, direction, vantage, message, source, user }
  if (!isKnown) observation.isDirectionAssumed = true
  if (isFirstSent) observation.isFirstSent = true
  context.emit(observation)
  if (message.body === '') return
  const subscriber = subscriberAddress(message)
  for (const property of parseProvisioning(message.body)) {
    const { property: name, value } = property
    if (SWITCHES.has(name.toLowerCase()) && !SWITCH_VALUE.test(value)) {
      const shown = value.slice(0, MAX_SHOWN_CHARACTERS)
      const reason = `“${shown}” for ${name} is not understood as True or False`
      context.tally.addDamage({ ...defined({ line: source.line }), reason })
    }
    context.emit({
      kind: 'provisioning',
      at,
      source,
      ...property,
      ...defined({ user: subscriber }),
    })
  }
}

/** The sign that a SIP message gives of the program that logged it. */
export const toSipSign = (
  message: SipMessage,
  direction: SipObservation['direction'],
): SipSign => ({
  method: message.method.toUpperCase(),
  isRequest: message.status === undefined,
  direction,
  userAgent: sipHeader(message, 'user-agent'),
})

/** Address of the client that wrote the log. From names the requester, To the other party. */
function clientAddress(
  message: SipMessage,
  direction: SipObservation['direction'],
): string | undefined {
  const isRequester = (direction === 'sent') === (message.status === undefined)
  return parseSipAddress(sipHeader(message, isRequester ? 'from' : 'to'))
}

/**
 * Address of the user that provisioning is for. Notifications are addressed To the user; other
 * messages are requested From the user.
 */
function subscriberAddress(message: SipMessage): string | undefined {
  const isNotification = message.status === undefined && message.method.endsWith('NOTIFY')
  return parseSipAddress(sipHeader(message, isNotification ? 'to' : 'from'))
}
