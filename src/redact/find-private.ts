import { claimMatches, claimWholeMatches, type TextView } from './replacements.ts'
import { REMOVED_TEXT } from './token-kind.ts'

/** The replacement at the start of a text, also in quotes. */
const IS_REMOVED = /^(?:["'\\]|&(?:quot|apos|#\d\d|#x\d\d);){0,4}\[removed\]/

const removalOf = (text: string): string | undefined =>
  text.trim() === '' || IS_REMOVED.test(text) ? undefined : REMOVED_TEXT

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
    '|assertion|ticket|samlresponse|cookie)' +
    String.raw`["']?\s*[=:]\s*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s;,&"'<>]+))`,
  'dgi',
)

/** `password: correct horse`, up to the next property. */
const PASSWORDS = new RegExp(
  `${WORD_START}(?:passw(?:or)?d|(?:ice-)?pwd|passphrase)` +
    String.raw`["']?\s*[=:][ \t]*(?:"((?:[^"\\\r\n]|\\.)*)"|'([^'\r\n]*)'` +
    String.raw`|((?:(?![ \t][\w-]{1,40}[=:]|\\[rnt"])[^\r\n;,&"'<>])+))`,
  'dgi',
)
/** `https://kim:password@contoso.example` */
const URL_PASSWORD = /:\/\/[^\s/@"'<>:]{0,64}:([^\s/@"'<>]{1,256})@/dg
/** Strings of JSON and attributes of XML with what users wrote. */
const PRIVATE_STRINGS = new RegExp(
  String.raw`(?<![\w-])(?:subject|conversation[_-]?topic|(?:unique|normalized|text)?body` +
    String.raw`|(?:body)?preview|note|(?:meeting)?location|meetingsubject)["']?[ \t]{0,9}[:=]` +
    String.raw`[ \t]{0,9}"(?!https?:)((?:[^"\\\r\n]|\\.)*)"`,
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
  '|ConversationTopic|MeetingSubject|MeetingLocation|Location|(?:Encrypted)?Assertion'
const ELEMENTS = new RegExp(
  `<((?:[\\w-]+:)?(?:${PRIVATE_ELEMENTS}))(?=[\\s>])[^>]{0,1000}(?<!/)>` +
    '([\\s\\S]*?)(?:</\\1\\s{0,99}>|$)',
  'dgi',
)
/** Subjects are written by users. */
const SUBJECT = new RegExp(
  String.raw`(?:^|[\r\n]|\\n)(?:Subject|Ms-Conversation-(?:Subject|Preview))[ \t]*:` +
    String.raw`[ \t]*((?:(?!\\[rn])[^\r\n<])+)`,
  'dgi',
)

/** A subject elsewhere in a line. It ends with the field that it is in. Not of a certificate. */
const INLINE_SUBJECT = new RegExp(
  String.raw`(?<![\w-])(?:Subject|Ms-Conversation-(?:Subject|Preview))[ \t]*[:=][ \t]*` +
    String.raw`(?![ \t]|(?:CN|OU|O|C|E|L|S|ST|DC)[ \t]{0,2}=)` +
    String.raw`((?:(?!\\[rn]|"[ \t]{0,9}(?:[,;}\]]|\r?$))[^\r\n<])+)`,
  'dgi',
)

/**
 * A complete MESSAGE or INVITE request on one line, as in some exports, with escaped line ends. Its
 * body extends to the end of the field or element. An INVITE may have the first message, and keys.
 */
const INLINE_REQUEST = /(?:MESSAGE|INVITE) sips?:\S{1,1000} SIP\/2\.0/g
const HEADER_END = /\r?\n\r?\n|(?:\\r)?\\n(?:\\r)?\\n/g
const BODY_END = /$|"[ \t]{0,99}(?:,|\r?$)|<\/(?:Data|Message|EventData|Event|DebugData|S|Obj)>/g

const HINT = new RegExp(
  'auth|cookie|ticket|token|gssapi|nonce|rand|ms-body|passw|pwd|secret|assert|opaque' +
    '|saml|bearer|basic|ntlm|negotiate|kerberos|eyJ|<|subject|preview|inline:|passphrase|://' +
    '|(?:MESSAGE|INVITE) sip',
  'i',
)

/**
 * Parts of words in lower case, of which each match of an expression has one. Compiling these
 * expressions takes longer than everything else for a short text, so it is left out where it can be.
 */
export const PRIVATE_WORDS: readonly (readonly [expression: RegExp, words: readonly string[]])[] = [
  [
    ELEMENTS,
    [
      ...['securitytoken', 'value', 'certificate', 'password', 'cookie', 'mimecontent', 'body'],
      ...['subject', 'preview', 'note', 'topic', 'location', 'assertion'],
    ],
  ],
  [HEADERS, ['auth', 'cookie', 'ticket', 'token']],
  [
    PARAMETERS,
    [
      ...['gssapi', 'rspauth', 'rand', 'nonce', 'opaque', 'ms-body', 'token', 'secret'],
      ...['assertion', 'ticket', 'samlresponse', 'cookie'],
    ],
  ],
  [PASSWORDS, ['pass', 'pwd']],
  [SCHEMES, ['bearer', 'basic', 'ntlm', 'negotiate', 'kerberos']],
  [SUBJECT, ['subject', 'preview']],
  [INLINE_SUBJECT, ['subject', 'preview']],
]
const WORDS_OF: ReadonlyMap<RegExp, readonly string[]> = new Map(PRIVATE_WORDS)

/** Finds credentials and message text, which must be removed from all output. */
export function findPrivate(view: TextView): void {
  const { text } = view
  if (!HINT.test(text)) return
  const lower = text.toLowerCase()
  const mayMatch = (expression: RegExp) =>
    WORDS_OF.get(expression)?.some((word) => lower.includes(word)) ?? true
  if (text.includes('<') && mayMatch(ELEMENTS))
    claimMatches(view, ELEMENTS, (group, match) =>
      group === match[1] ? undefined : removalOf(group),
    )
  if (mayMatch(HEADERS)) claimWholeMatches(view, HEADERS, removalOf)
  if (text.includes('=') || text.includes(':')) {
    if (mayMatch(PARAMETERS)) claimMatches(view, PARAMETERS, removalOf)
    if (mayMatch(PASSWORDS)) claimMatches(view, PASSWORDS, removalOf)
  }
  if (text.includes('://')) claimMatches(view, URL_PASSWORD, removalOf)
  if (mayMatch(SCHEMES)) claimMatches(view, SCHEMES, removalOf)
  if (text.includes('eyJ')) claimMatches(view, WEB_TOKEN, removalOf)
  if (text.includes('inline:')) claimMatches(view, MEDIA_KEYS, removalOf)
  if (mayMatch(SUBJECT)) claimMatches(view, SUBJECT, removalOf)
  if (mayMatch(INLINE_SUBJECT)) claimMatches(view, INLINE_SUBJECT, removalOf)
  if (text.includes('MESSAGE sip') || text.includes('INVITE sip')) findInlineMessages(view)
}

/** Finds strings of JSON and attributes of XML with what users wrote. */
export function findPrivateStrings(view: TextView): void {
  if (/subject|topic|body|preview|note|location/i.test(view.text))
    claimMatches(view, PRIVATE_STRINGS, removalOf)
}

function findInlineMessages(view: TextView): void {
  const { text } = view
  let at = 0
  for (;;) {
    const request = execFrom(INLINE_REQUEST, text, at)
    // Without the end of a header after this request, there is none after later ones either.
    const header = request && execFrom(HEADER_END, text, request.index + request[0].length)
    if (!header) return
    const from = header.index + header[0].length
    const to = execFrom(BODY_END, text, from)?.index ?? text.length
    const removal = removalOf(text.slice(from, to))
    if (removal !== undefined) view.claim(from, to, removal)
    at = Math.max(to, from)
  }
}

function execFrom(expression: RegExp, text: string, from: number): RegExpExecArray | null {
  expression.lastIndex = from
  return expression.exec(text)
}

/**
 * Start of the closing tag if the text ends inside a private element, else undefined. In XML inside
 * XML, the tags are escaped.
 */
export function findOpenElement(text: string): string | undefined {
  const name = text.includes('<') ? findOpenName(text) : undefined
  if (name !== undefined) return `</${name}`
  if (!text.includes('&lt;')) return undefined
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  const escapedName = findOpenName(plain)
  return escapedName === undefined ? undefined : `&lt;/${escapedName}`
}

/** The name of the private element that is not closed: everything after its start is private. */
function findOpenName(text: string): string | undefined {
  let at = 0
  for (;;) {
    const match = execFrom(ELEMENTS, text, at)
    if (!match) return undefined
    at = match.index + match[0].length
    if (at < text.length) continue
    return new RegExp(`</${match[1]}\\s{0,99}>$`, 'i').test(match[0]) ? undefined : match[1]
  }
}
