import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { isCommonWord } from './well-known.ts'

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

const CALL_IDS = new RegExp(
  String.raw`(?<![\w-])(?:(?:sip-)?call-?id|(?:ms-)?conversation[-_ ]?id|session-?id(?=:)` +
    String.raw`|replaces)["']?[ \t]*[:=>][ \t]*["']?([^\s;,"'<>&\\]+)`,
  'dgi',
)

const EPID = /(?<![\w-])epid(?:=|:|%3d)\s*"?([0-9a-z]{6,64})/dgi
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
    String.raw`|name)|fqdn\d*|maddr|received|targetserver|source)(?:["']|&quot;)?[ \t]*(?:>` +
    String.raw`|[:=][ \t]*)[ \t]*["']?[ \t]*([\p{L}\p{N}_][\p{L}\p{N}_.-]*)`,
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
    String.raw`|username|logon[ _-]?name)(?:["']|&quot;)?[ \t]*(?:>|[:=])` +
    String.raw`[ \t]*["']?([^"'<>\r\n;,&|\\]{2,80})`,
  'dgi',
)
/** Display name before the address, in headers such as From, To and Contact, and in XML. */
const QUOTED_NAME = /"([^"\r\n<>]{2,80})"\s*<(?=(?:sips?|tel|mailto|im):)/dgi
const BARE_NAME = new RegExp(
  String.raw`(?:^|[\r\n])(?:From|To|Contact|P-Asserted-Identity|Referred-By|Diversion|f|t` +
    String.raw`|m)[ \t]*:[ \t]*([^"<>\r\n;,]{2,80}?)[ \t]*<(?=(?:sips?|tel):)`,
  'dgi',
)

/** Parts of a distinguished name. */
const COMMON_NAME = /(?<![\w-])(?:CN|OU)=((?:[^,;"\r\n<>\\+=]|\\,)+)/dg
const DOMAIN_COMPONENTS = /(?<![\w-])(DC=[\w-]+(?:, ?DC=[\w-]+)*)/dgi
const STANDARD_CONTAINER = new RegExp(
  '^(?:Users|Computers|System|Configuration|Services|Builtin|Domain Controllers' +
    '|RTC Service|Microsoft.*|DigiCert.*|Baltimore.*|VeriSign.*)$',
  'i',
)

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
    claimMatches(view, QUOTED_NAME, (name) => redactPersonName(names, name))
    claimMatches(view, BARE_NAME, (name) => redactPersonName(names, name))
  }
  if (text.includes('=')) {
    claimMatches(view, DOMAIN_COMPONENTS, (run) => redactDomainComponents(names, run))
    claimMatches(view, COMMON_NAME, (name) =>
      STANDARD_CONTAINER.test(name.trim()) ? undefined : redactCommonName(names, name),
    )
  }
}

function redactMachineName(names: NameRegistry, text: string): string {
  const name = text.replace(/[.-]+$/, '')
  const token = name.includes('.') ? names.redactHost(name) : names.redactMachine(name)
  return token + text.slice(name.length)
}

function redactPersonName(names: NameRegistry, text: string): string | undefined {
  const name = text.trim()
  if (
    name.length < 2 ||
    isCommonWord(name) ||
    isToken(name) ||
    name.includes('@') ||
    /^[\d.]+$|^[[($%]/.test(name)
  )
    return undefined
  const at = text.indexOf(name)
  return (
    text.slice(0, at) +
    names.tokenFor(/\s/.test(name) ? 'name' : 'user', name) +
    text.slice(at + name.length)
  )
}

const redactCommonName = (names: NameRegistry, name: string): string | undefined =>
  /^[\w-]+(?:\.[\w-]+)+$/.test(name) ? names.redactHost(name) : redactPersonName(names, name)

function redactDomainComponents(names: NameRegistry, run: string): string | undefined {
  const labels = run.split(/, ?/).map((part) => part.slice(3))
  if (labels.some((label) => isToken(label))) return undefined
  return names
    .redactHost(labels.join('.'))
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',')
}
