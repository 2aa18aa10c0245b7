import type { NameRegistry } from './name-registry.ts'
import { redactPersonName } from './redact-person-name.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { trimEnd } from './trim-end.ts'
import { isCommonWord } from './well-known.ts'

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

const CALL_IDS = new RegExp(
  String.raw`(?<![\w-])(?:(?:sip-)?call-?id|(?:ms-)?conversation[-_ ]?id|session-?id(?=:)` +
    String.raw`|replaces)["']?[ \t]*[:=>][ \t]*["']?([^\s;,"'<>&\\]+)`,
  'dgi',
)

const EPID = /(?<![\w-])epid(?:=|:|%3d)\s*"?([0-9a-z][\w-]{5,63})/dgi
const INSTANCE = new RegExp(`(?<![\\w-])urn:uuid:\\{?(${GUID})`, 'dgi')
const GRUU = /(?<![\w-])opaque=user:epid:([\w-]{6,})/dgi
const DEVICE = new RegExp(
  '(?<![\\w-])(?:x-ms-)?(?:device|endpoint|machine|hardware|client|tenant|object|user' +
    '|installation|mailbox|exchange)[-_ ]?(?:id|guid|uuid)' +
    `["']?[\\s:=>]+["'{]*(${GUID}|[0-9a-f]{12,64})(?![\\w-])`,
  'dgi',
)

const LABELED_MACHINES = new RegExp(
  String.raw`(?<![\w-])(?:computer(?:[ _-]?name)?|machine[ _-]?name|host[ _-]?name` +
    '|workstation(?:[ _-]?name)?|netbios[ _-]?name|dns[ _-]?host[ _-]?name|logonserver' +
    '|userdomain|registrarpool|homeserver|pool[ _-]?(?:fqdn|name)|server[ _-]?(?:fqdn' +
    String.raw`|name)|fqdn\d*|maddr|received|targetserver|source)(?:["']|&quot;)?[ \t]*[>:=]` +
    // Blanks are matched in one place: two would take quadratic time.
    String.raw`[ \t]*(?:["'][ \t]{0,9})?\\{0,4}([\p{L}\p{N}_][\p{L}\p{N}_.-]*)`,
  'dgiu',
)
/** Words that can follow such a label but are not machine names. */
const NOT_A_MACHINE = new RegExp(
  '^(?:is|was|not|the|a|an|of|and|or|to|for|none|null|unknown|true|false' +
    '|local(?:host)?|internal|external)$',
  'i',
)
/** Typical machine names: `DESKTOP-4F2K9QX`, `PC-0142`. */
const MACHINE_LIKE = new RegExp(
  String.raw`(?<![\w-])((?:DESKTOP|LAPTOP|WIN|PC|WS|NB|LT|SRV|VM)-(?=[\w-]*\d)` +
    String.raw`[A-Z0-9]{2,}(?:-[A-Z0-9]+)*)(?![\w-]|\.\w)`,
  'dgi',
)

const LABELED_PEOPLE = new RegExp(
  String.raw`(?<![\w-])(?:display[ _-]?name|first[ _-]?name|last[ _-]?name|given[ _-]?name` +
    '|surname|sam[ _-]?account[ _-]?name|user[ _-]?(?:name)|account[ _-]?name|alias' +
    String.raw`|mail[ _-]?nickname|name[ _-]?id|username|logon[ _-]?name)(?:["']|&quot;)?[ \t]*(?:>|[:=])` +
    String.raw`[ \t]*["']?([^"'<>\r\n;,&|\\]{2,80})`,
  'dgi',
)
/** The name of a person in mail: `<t:Name>Kim Akers</t:Name>` */
const MAIL_NAME = /<t:Name>([^<>\r\n]{2,80})<\/t:Name>/dgi
const ADDRESS_START = /<(?=(?:sips?|tel|mailto|im):)/gi
/** The end of a text in front of an address, such as `From: Kim Akers `. */
const BARE_NAME = new RegExp(
  String.raw`(?<![\w-])(?:From|To|Contact|P-Asserted-Identity|Referred-By|Diversion|f|t|m)` +
    String.raw`[ \t]{0,9}:[ \t]{0,9}([^"<>\r\n;,\s][^"<>\r\n;,]{0,78}[^"<>\r\n;,\s])[ \t]{0,9}$`,
  'di',
)
const MAX_BARE_NAME_LENGTH = 120
/** Display name before the address, in headers such as From, To and Contact, and in XML. */
const QUOTED_NAME = /"((?:[^"\\\r\n<>]|\\.){2,80})"[ \t]{0,9}<(?=(?:sips?|tel|mailto|im):)/dgi

const MIN_CALL_ID_LENGTH = 4
/** The ids of calls in `In-Reply-To: a84b4c76e66710, b84b4c76e66711`. */
const REPLIES = /(?<![\w-])In-Reply-To["']?[ \t]*[:=][ \t]*["']?([^\r\n"'<>\\;]{4,1000})/dgi

/**
 * Finds values whose meaning a preceding label tells: ids of calls and devices, names of machines
 * and people.
 */
export function findContexts(view: TextView, names: NameRegistry): void {
  const { text } = view
  const lower = text.toLowerCase()
  const includesAny = (...words: string[]) => words.some((word) => lower.includes(word))
  if (includesAny('call', 'conversation', 'session', 'replaces'))
    claimMatches(view, CALL_IDS, (id) => (isToken(id) ? undefined : names.tokenFor('call', id)))
  if (lower.includes('in-reply-to'))
    claimMatches(view, REPLIES, (ids) =>
      ids.replace(/[^\s,]+/g, (word) => {
        const host = word.lastIndexOf('@') + 1
        const id = word.slice(host)
        return id.length < MIN_CALL_ID_LENGTH || isToken(id)
          ? word
          : word.slice(0, host) + names.tokenFor('call', id)
      }),
    )
  const redactDevice = (id: string) => (isToken(id) ? undefined : names.tokenFor('device', id))
  if (lower.includes('epid'))
    for (const expression of [GRUU, EPID]) claimMatches(view, expression, redactDevice)
  if (lower.includes('urn:uuid')) claimMatches(view, INSTANCE, redactDevice)
  if (/(?:id|guid|uuid)["']?[\s:=>]/.test(lower)) claimMatches(view, DEVICE, redactDevice)
  if (
    includesAny(
      'computer',
      'machine',
      'host',
      'workstation',
      'netbios',
      'server',
      'domain',
      'pool',
      'fqdn',
      'maddr',
      'received',
      'source',
    )
  )
    claimMatches(view, LABELED_MACHINES, (name) =>
      NOT_A_MACHINE.test(name) ||
      isCommonWord(name) ||
      isToken(name.toLowerCase()) ||
      /^[\d.]+$/.test(name) ||
      name.length < 2
        ? undefined
        : redactMachineName(names, name),
    )
  if (includesAny('desktop-', 'laptop-', 'win-', 'pc-', 'ws-', 'nb-', 'lt-', 'srv-', 'vm-'))
    claimMatches(view, MACHINE_LIKE, (name) => names.redactMachine(name))
  if (includesAny('name', 'alias'))
    claimMatches(view, LABELED_PEOPLE, (name, { index, 0: whole }) =>
      text[index + whole.length] === '\\' ? undefined : redactPersonName(names, name),
    )
  if (text.includes('<')) {
    claimMatches(view, MAIL_NAME, (name) => redactPersonName(names, name))
    findBareNames(view, names)
  }
}

function redactMachineName(names: NameRegistry, text: string): string {
  const name = trimEnd(text, '.-')
  if (isToken(name.toLowerCase())) return text
  const token = name.includes('.') ? names.redactHost(name) : names.redactMachine(name)
  return token + text.slice(name.length)
}

function findBareNames(view: TextView, names: NameRegistry): void {
  for (const { index } of view.text.matchAll(ADDRESS_START)) {
    const start = Math.max(0, index - MAX_BARE_NAME_LENGTH)
    const match = BARE_NAME.exec(view.text.slice(start, index))
    const [from, to] = match?.indices?.[1] ?? [0, 0]
    const name = redactPersonName(names, match?.[1] ?? '')
    if (name !== undefined) view.claim(start + from, start + to, name)
  }
}

/**
 * Finds quoted display names. For each text, views must be searched from the outermost to the
 * innermost: in an inner one, the end of a name with quotes cannot be told.
 */
export function findQuotedNames(view: TextView, names: NameRegistry): void {
  if (view.text.includes('<'))
    claimMatches(view, QUOTED_NAME, (name) => redactPersonName(names, name))
}
