import type { TraceObservation } from '../../model/observation.ts'
import type { ParseContext } from '../../model/parser.ts'
import type { RecordMatcher } from '../../model/wanted-records.ts'
import { emitSip, parseSip } from './sip.ts'

const VERSION = Buffer.from('SIP/2.0')
const [LF, QUOTE, SLASH, SEMICOLON, GREATER, BRACKET] = [10, 34, 0x2f, 0x3b, 0x3e, 0x5b]

/** REGISTER sip:contoso.example SIP/2.0 */
const START_LINE =
  /(?:^|[\n"])[ \t]{0,8}((?:[A-Z]{2,20} \S{1,2000} SIP\/2\.0|SIP\/2\.0 \d{3} [^\r\n]{0,200})[ \t]{0,8}(?:\r?\n|$))/
const SENT = /\b(?:sending|sent|outgoing)\b/i
const RECEIVED = /\b(?:receiv(?:ed|ing)|incoming)\b/i

/**
 * Whether a SIP message that is asked for begins at some line, quoted string or element of this
 * record. Its start line holds its version, so only what stands before a version on the same line
 * is looked at.
 */
export function hasWantedSip(
  wanted: RecordMatcher,
  view: Buffer,
  from: number,
  end: number,
): boolean {
  let looked = from
  for (let version = view.indexOf(VERSION, from); version >= 0 && version < end; ) {
    const behind = version + VERSION.length
    // The `SIP/2.0/TLS` of a Via is in no start line.
    if (view[behind] !== SLASH) {
      if (hasWantedStart(wanted, view, looked, version, end, from)) return true
      looked = version + 1
    }
    version = view.indexOf(VERSION, behind)
  }
  return false
}

/**
 * Looks at the places from `looked` to `version`, back from the version to the start of its line.
 */
function hasWantedStart(
  wanted: RecordMatcher,
  view: Buffer,
  looked: number,
  version: number,
  end: number,
  from: number,
): boolean {
  for (let at = version; at >= looked; at -= 1) {
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

/** `;` ends the `&quot;` or `&#10;` of XML, `[` its `<![CDATA[`. */
const canPrecedeStartLine = (byte: number): boolean =>
  byte === LF || byte === QUOTE || byte === GREATER || byte === SEMICOLON || byte === BRACKET

function skipBlanks(view: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && (view[at] === 32 || view[at] === 9)) at += 1
  return at
}

export const containsSipMessage = (text: string): boolean => START_LINE.test(text)

/**
 * Emits one record of a client's trace that some exporter wrote: as SIP when its message holds a
 * SIP message, else as it is. Which way a SIP message went is taken from the words before it.
 * Without any it counts as received, so that nothing is taken for this client's own; but a REGISTER
 * is always a client's.
 */
export function emitRecord(
  context: ParseContext,
  observation: TraceObservation,
  precedingText = '',
): void {
  const match = START_LINE.exec(observation.event.message)
  const start = match ? match.index + match[0].length - (match[1] ?? '').length : -1
  const message = match
    ? parseSip(observation.event.message.slice(start).replace(/"\s*$/, ''))
    : undefined
  if (!message) {
    context.emit({
      ...observation,
      event: { ...observation.event, message: removeSecrets(observation.event.message) },
    })
    return
  }
  const words = `${precedingText}\n${observation.event.message.slice(0, start)}`
  const own = message.status === undefined && message.method === 'REGISTER'
  const sent = SENT.test(words) || (own && !RECEIVED.test(words))
  emitSip(context, {
    message,
    at: observation.at,
    direction: sent ? 'sent' : 'received',
    vantage: 'client',
    source: observation.source,
  })
}

/** Authorization: Kerberos gssapi-data="…" */
const CREDENTIALS =
  /^([ \t]*(?:proxy-)?(?:authorization|authenticate|www-authenticate|authentication-info)[ \t]*:).*$/gim
/** ms-body=cXdl · gssapi-data="YII…" */
const SECRETS =
  /\b(ms-body|gssapi-data|opaque|srand|rspauth)[ \t]{0,8}=[ \t]{0,8}(?:"[^"]*"?|[^;,\s"]*)/gi
/** Message-Body: hello */
const MESSAGE_BODY = /^Message-Body:[\s\S]*$/im

/**
 * A record's text without what the user wrote and without credentials, wherever they stand in it.
 */
export function removeSecrets(text: string): string {
  // All of these hold one of two signs; to look for a sign first costs a hundredth of looking for
  // them.
  const named = text.includes(':')
    ? text.replace(MESSAGE_BODY, 'Message-Body:').replace(CREDENTIALS, '$1')
    : text
  return named.includes('=') ? named.replace(SECRETS, '$1=') : named
}
