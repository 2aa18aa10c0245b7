import { claimMatches, type TextView } from './replacements.ts'
import { REMOVED_TEXT } from './token-kind.ts'

const removalOf = (text: string): string | undefined =>
  text.trim() === '' || text === REMOVED_TEXT || text.startsWith(REMOVED_TEXT)
    ? undefined
    : REMOVED_TEXT

/** The start of a word, also behind an escaped line break or tab. */
const WORD_START = String.raw`(?:(?<![\w-])|(?<=\\[rnt]))`

/** Headers with credentials. The name of the scheme is kept. */
const HEADERS = new RegExp(
  `${WORD_START}(?:(?:proxy-)?authorization|(?:www|proxy)-authenticate|(?:proxy-)?` +
    'authentication-info|(?:set-)?cookie2?|x-[a-z-]{0,40}(?:token|ticket' +
    String.raw`|auth)[a-z-]{0,40}|ms-(?:web)?ticket)["']?\s*[:=]\s*["']?(?:(?:NTLM|Kerberos` +
    String.raw`|Negotiate|TLS-DSK|Digest|Basic|Bearer)(?=[\s,]|$)\s*)?` +
    // The value may be folded: its next line begins with a blank.
    String.raw`((?:\r?\n(?=[ \t])|(?:\\r)?\\n(?=[ \t]|\\t)|(?!\\[rn])[^\r\n<])*)`,
  'dgi',
)

/** `gssapi-data="…"`, `ms-body=cXdl`, `password=…` */
const PARAMETERS = new RegExp(
  `${WORD_START}(?:gssapi-data|rspauth|srand|crand|cnonce|snonce|nonce|opaque(?==")` +
    '|ms-body|access_token|refresh_token|id_token|client_secret|client_assertion' +
    '|assertion|passw(?:or)?d|(?:ice-)?pwd|ticket|samlresponse|cookie)' +
    String.raw`["']?\s*[=:]\s*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s;,&"'<>]+))`,
  'dgi',
)

const SCHEMES =
  /(?<![\w-])(?:Bearer|Basic|NTLM|Negotiate|Kerberos)\s+([A-Za-z0-9+/._~-]{12,}={0,2})/dgi
/** Keys of encrypted media in SDP: `a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:WVNf…|2^31` */
const MEDIA_KEYS = /(?<![\w-])inline:([A-Za-z0-9+/=]{16,})/dgi
/** JSON Web Tokens. */
const WEB_TOKEN = /(?<![\w-])(eyJ[\w-]{8,}\.[\w-]+\.[\w-]*)/dg

/** XML elements with credentials, message text or subjects. */
const PRIVATE_ELEMENTS =
  'BinarySecurityToken|CipherValue|SignatureValue|X509Certificate|Password|Cookie|MimeContent' +
  '|Body(?=[^>]{0,300}BodyType)|UniqueBody|NormalizedBody|TextBody|Subject|Preview|note' +
  '|ConversationTopic|MeetingSubject|MeetingLocation'
const ELEMENTS = new RegExp(
  `<((?:[\\w-]+:)?(?:${PRIVATE_ELEMENTS}))(?=[\\s>])[^>]{0,1000}(?<!/)>` +
    '([\\s\\S]*?)(?:</\\1\\s*>|$)',
  'dgi',
)
/** Such an element that is not closed in this text. Everything after it is private. */
const OPEN_ELEMENT = new RegExp(
  `<((?:[\\w-]+:)?(?:${PRIVATE_ELEMENTS}))(?=[\\s>])[^>]{0,1000}(?<!/)>(?![\\s\\S]*</\\1\\s*>)`,
  'i',
)

/** Subjects are written by users. */
const SUBJECT = new RegExp(
  String.raw`(?:^|[\r\n]|\\n)(?:Subject|Ms-Conversation-(?:Subject|Preview))[ \t]*:` +
    String.raw`[ \t]*((?:(?!\\[rn])[^\r\n<])+)`,
  'dgi',
)

/**
 * A complete MESSAGE or INVITE request on one line, as in some exports, with escaped line ends. Its
 * body extends to the end of the field or element. An INVITE may have the first message, and keys.
 */
const INLINE_MESSAGE = new RegExp(
  String.raw`(?:MESSAGE|INVITE) sips?:\S+ SIP\/2\.0` +
    String.raw`[\s\S]*?(?:\r?\n\r?\n|(?:\\r)?\\n(?:\\r)?\\n)` +
    String.raw`([\s\S]*?)(?=$|"[ \t]*(?:,|\r?$)` +
    String.raw`|<\/(?:Data|Message|EventData|Event|DebugData|S|Obj)>)`,
  'dg',
)

const HINT = new RegExp(
  'auth|cookie|ticket|token|gssapi|nonce|rand|ms-body|passw|pwd|secret|assert|opaque' +
    '|saml|bearer|basic|ntlm|negotiate|kerberos|eyJ|<|subject|preview|inline:' +
    '|(?:MESSAGE|INVITE) sip',
  'i',
)

/** Finds credentials and message text, which must be removed from all output. */
export function findPrivate(view: TextView): void {
  const { text } = view
  if (!HINT.test(text)) return
  if (text.includes('<'))
    claimMatches(view, ELEMENTS, (group, match) =>
      group === match[1] ? undefined : removalOf(group),
    )
  claimMatches(view, HEADERS, removalOf)
  if (text.includes('=') || text.includes(':')) claimMatches(view, PARAMETERS, removalOf)
  claimMatches(view, SCHEMES, removalOf)
  if (text.includes('eyJ')) claimMatches(view, WEB_TOKEN, removalOf)
  if (text.includes('inline:')) claimMatches(view, MEDIA_KEYS, removalOf)
  claimMatches(view, SUBJECT, removalOf)
  if (text.includes('MESSAGE sip') || text.includes('INVITE sip'))
    claimMatches(view, INLINE_MESSAGE, removalOf)
}

/**
 * Start of the closing tag if the text ends inside a private element, else undefined. In XML inside
 * XML, the tags are escaped.
 */
export function findOpenElement(text: string): string | undefined {
  const name = text.includes('<') ? OPEN_ELEMENT.exec(text)?.[1] : undefined
  if (name !== undefined) return `</${name}`
  if (!text.includes('&lt;')) return undefined
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  const escapedName = OPEN_ELEMENT.exec(plain)?.[1]
  return escapedName === undefined ? undefined : `&lt;/${escapedName}`
}
