import type { Wanted } from '../model/matcher.ts'
import type { TraceSeen } from '../model/observation.ts'
import type { ParseContext } from '../model/parser.ts'
import { emitSip, parseSip } from './sip.ts'

const LF = 10
const QUOTE = 34

/** REGISTER sip:contoso.example SIP/2.0 */
const START_LINE =
  /(?:^|[\n"])[ \t]{0,8}((?:[A-Z]{2,20} \S{1,2000} SIP\/2\.0|SIP\/2\.0 \d{3} [^\r\n]{0,200})[ \t]{0,8}(?:\r?\n|$))/
const SENT = /\b(?:sending|sent|outgoing)\b/i
const RECEIVED = /\b(?:receiv(?:ed|ing)|incoming)\b/i

/** Whether a SIP message that is asked for begins at some line or quoted string of this record. */
export function wantsEmbeddedSip(wanted: Wanted, view: Buffer, from: number, end: number): boolean {
  if (wanted.startsAt(view, from, end)) return true
  for (let at = from; at < end; at += 1) {
    const byte = view[at]
    if ((byte === LF || byte === QUOTE) && wanted.startsAt(view, at + 1, end)) return true
  }
  return false
}

export const holdsSipMessage = (text: string): boolean => START_LINE.test(text)

/**
 * Emits one record of a client's trace that some exporter wrote: as SIP when its message holds a SIP message, else as it is. Which way
 * a SIP message went is taken from the words before it. Without any it counts as received, so that nothing is taken for this client's
 * own; but a REGISTER is always a client's.
 */
export function emitRecord(context: ParseContext, seen: TraceSeen, before = ''): void {
  const match = START_LINE.exec(seen.event.message)
  const start = match ? match.index + match[0].length - (match[1] ?? '').length : -1
  const message = match ? parseSip(seen.event.message.slice(start).replace(/"\s*$/, '')) : undefined
  if (!message) {
    context.emit({ ...seen, event: { ...seen.event, message: withoutSecrets(seen.event.message) } })
    return
  }
  const words = `${before}\n${seen.event.message.slice(0, start)}`
  const own = message.status === undefined && message.method === 'REGISTER'
  const sent = SENT.test(words) || (own && !RECEIVED.test(words))
  emitSip(context, { message, at: seen.at, direction: sent ? 'sent' : 'received', vantage: 'client', source: seen.source })
}

/** Authorization: Kerberos gssapi-data="…" */
const CREDENTIALS = /^([ \t]*(?:proxy-)?(?:authorization|authenticate|www-authenticate|authentication-info)[ \t]*:).*$/gim
/** ms-body=cXdl · gssapi-data="YII…" */
const SECRETS = /\b(ms-body|gssapi-data|opaque|srand|rspauth)[ \t]{0,8}=[ \t]{0,8}(?:"[^"]*"?|[^;,\s"]*)/gi
/** Message-Body: hello */
const MESSAGE_BODY = /^Message-Body:[\s\S]*$/im

/** A record's text without what the user wrote and without credentials, wherever they stand in it. */
export function withoutSecrets(text: string): string {
  return text.replace(MESSAGE_BODY, 'Message-Body:').replace(CREDENTIALS, '$1').replace(SECRETS, '$1=')
}
