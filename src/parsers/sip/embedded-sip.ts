import type { RecordMatcher } from '../../model/marker.ts'
import type { SipObservation, TraceObservation } from '../../model/observation.ts'
import type { ParseContext } from '../../model/parser.ts'
import { emitSip, parseSip, toSipSign } from './sip.ts'

const VERSION = Buffer.from('SIP/2.0')
const [LF, QUOTE, SLASH, SEMICOLON, GREATER, BRACKET] = [10, 34, 0x2f, 0x3b, 0x3e, 0x5b]

/** REGISTER sip:contoso.example SIP/2.0 */
const START_LINE =
  /(?:^|[\n"])[ \t]{0,8}((?:[A-Z]{2,20} \S{1,2000} SIP\/2\.0|SIP\/2\.0 \d{3} [^\r\n]{0,200})[ \t]{0,8}(?:\r?\n|$))/
const SENT = /\b(?:sending|sent|outgoing)\b/i
const RECEIVED = /\b(?:receiv(?:ed|ing)|incoming)\b/i

/**
 * Whether a wanted SIP message begins at a line, quoted string or XML element of this record. Every
 * start line contains the SIP version, so only the text before a version in the same line is
 * searched.
 */
export function hasWantedSip(
  wanted: RecordMatcher,
  view: Buffer,
  from: number,
  end: number,
): boolean {
  let searchedTo = from
  for (let version = view.indexOf(VERSION, from); version >= 0 && version < end; ) {
    const versionEnd = version + VERSION.length
    // The `SIP/2.0/TLS` of a Via header is not part of a start line.
    if (view[versionEnd] !== SLASH) {
      if (hasWantedStart(wanted, view, searchedTo, version, end, from)) return true
      searchedTo = version + 1
    }
    version = view.indexOf(VERSION, versionEnd)
  }
  return false
}

/** Searches backwards from the version to the start of its line, but not before `searchedTo`. */
function hasWantedStart(
  wanted: RecordMatcher,
  view: Buffer,
  searchedTo: number,
  version: number,
  end: number,
  from: number,
): boolean {
  for (let at = version; at >= searchedTo; at -= 1) {
    const before = at === from ? LF : (view[at - 1] as number)
    if (
      canPrecedeStartLine(before) &&
      wanted.matchesStart(view, skipBlanks(view, at, version), end)
    )
      return true
    if (before === LF) return false
  }
  return false
}

/** A `;` ends the `&quot;` or `&#10;` of XML, and `[` ends `<![CDATA[`. */
const canPrecedeStartLine = (byte: number): boolean =>
  byte === LF || byte === QUOTE || byte === GREATER || byte === SEMICOLON || byte === BRACKET

function skipBlanks(view: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && (view[at] === 32 || view[at] === 9)) at += 1
  return at
}

/** Whether a text contains the start line of a SIP message. */
export const containsSipMessage = (text: string): boolean => START_LINE.test(text)

/**
 * Emits one record of a client trace from an exporter. A record whose message contains a SIP
 * message is emitted as SIP. Its direction is taken from the text before the SIP message. If that
 * says nothing, or both, a REGISTER counts as sent, because only clients send it. Any other message
 * counts as received, so that it is never mistaken for the client's own.
 */
export function emitRecord(
  context: ParseContext,
  observation: TraceObservation,
  precedingText = '',
): void {
  const found = findSip(observation.event.message, precedingText)
  if (!found) {
    context.tally.program.addText(observation.event.message)
    context.emit({
      ...observation,
      event: { ...observation.event, message: removeSecrets(observation.event.message) },
    })
    return
  }
  context.tally.program.addSip(toSipSign(found.message, found.direction))
  emitSip(context, {
    ...found,
    at: observation.at,
    vantage: 'client',
    source: observation.source,
  })
}

/** Notes what the text of a sampled record shows of the program that wrote the log. */
export function noteProgram({ tally }: Pick<ParseContext, 'tally'>, text: string): void {
  const found = findSip(text)
  if (found) tally.program.addSip(toSipSign(found.message, found.direction), true)
  else tally.program.addText(text)
}

interface FoundSip extends Pick<SipObservation, 'message' | 'direction'> {
  readonly isDirectionAssumed: boolean
}

/**
 * The SIP message in a text, and its direction according to the text before it. Undefined when
 * there is none.
 */
function findSip(text: string, precedingText = ''): FoundSip | undefined {
  const match = START_LINE.exec(text)
  if (!match) return undefined
  const start = match.index + match[0].length - (match[1] ?? '').length
  const message = parseSip(text.slice(start).replace(/"\s*$/, ''))
  if (!message) return undefined
  const textBefore = `${precedingText}\n${text.slice(0, start)}`
  const isRegister = message.status === undefined && message.method === 'REGISTER'
  const saysSent = SENT.test(textBefore)
  const saysReceived = RECEIVED.test(textBefore)
  const isDirectionAssumed = saysSent === saysReceived
  const isSent = isDirectionAssumed ? isRegister : saysSent
  return { message, direction: isSent ? 'sent' : 'received', isDirectionAssumed }
}

/** Authorization: Kerberos gssapi-data="…" */
const CREDENTIALS =
  /^([ \t]*(?:proxy-)?(?:authorization|authenticate|www-authenticate|authentication-info)[ \t]*:).*$/gim
/** ms-body=cXdl · gssapi-data="YII…" */
const SECRETS =
  /\b(ms-body|gssapi-data|opaque|srand|rspauth)[ \t]{0,8}=[ \t]{0,8}(?:"[^"]*"?|[^;,\s"]*)/gi
/** Message-Body: hello */
const MESSAGE_BODY = /^Message-Body:[\s\S]*$/im

/** Removes credentials and the text of messages, wherever they are in a record's text. */
export function removeSecrets(text: string): string {
  // Every secret follows a `:` or `=`. Checking for the character first costs a hundredth of the
  // search.
  const withoutHeaders = text.includes(':')
    ? text.replace(MESSAGE_BODY, 'Message-Body:').replace(CREDENTIALS, '$1')
    : text
  return withoutHeaders.includes('=') ? withoutHeaders.replace(SECRETS, '$1=') : withoutHeaders
}
