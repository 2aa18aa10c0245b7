import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { isCommonWord } from './well-known.ts'

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

const CALLS = new RegExp(
  String.raw`(?<![\w-])(?:(?:sip-)?call-?id|(?:ms-)?conversation[-_ ]?id|session-?id(?=:)` +
    String.raw`|replaces)["']?[ \t]*[:=>][ \t]*["']?([^\s;,"'<>&\\]+)`,
  'dgi',
)

const EPID = /(?<![\w-])epid(?:=|:|%3d)\s*"?([0-9a-z]{6,64})/dgi
const INSTANCE = new RegExp(`(?<![\\w-])urn:uuid:\\{?(${GUID})`, 'dgi')
const GRUU = /(?<![\w-])opaque=user:epid:([\w-]{6,})/dgi
const DEVICE = new RegExp(
  `(?<![\\w-])(?:x-ms-)?(?:device|endpoint|machine|hardware|client|tenant|object|user|installation|mailbox|exchange)[-_ ]?(?:id|guid|uuid)["']?[\\s:=>]+["'{]*(${GUID}|[0-9a-f]{12,64})(?![\\w-])`,
  'dgi',
)

const MACHINES = new RegExp(
  String.raw`(?<![\w-])(?:computer(?:[ _-]?name)?|machine[ _-]?name|host[ _-]?name` +
    '|workstation(?:[ _-]?name)?|netbios[ _-]?name|dns[ _-]?host[ _-]?name|logonserver' +
    '|userdomain|registrarpool|homeserver|pool[ _-]?(?:fqdn|name)|server[ _-]?(?:fqdn' +
    String.raw`|name)|fqdn\d*|maddr|received|targetserver|source)(?:["']|&quot;)?[ \t]*(?:>` +
    String.raw`|[:=][ \t]*)[ \t]*["']?[ \t]*([\p{L}\p{N}_][\p{L}\p{N}_.-]*)`,
  'dgiu',
)
/** What these words are followed by when no machine is meant. */
const NO_MACHINE = new RegExp(
  '^(?:is|was|not|the|a|an|of|and|or|to|for|none|null|unknown|true|false' +
    '|local(?:host)?|internal|external)$',
  'i',
)
/** `DESKTOP-4F2K9QX`, `PC-0142`: as Windows and administrators name machines. */
const MACHINE_LIKE = new RegExp(
  String.raw`(?<![\w-])((?:DESKTOP|LAPTOP|WIN|PC|WS|NB|LT|SRV|VM)-(?=[\w-]*\d)` +
    String.raw`[A-Z0-9]{2,}(?:-[A-Z0-9]+)*)(?![\w-]|\.\w)`,
  'dgi',
)

const PEOPLE = new RegExp(
  String.raw`(?<![\w-])(?:display[ _-]?name|first[ _-]?name|last[ _-]?name|given[ _-]?name` +
    '|surname|sam[ _-]?account[ _-]?name|user[ _-]?(?:name)|account[ _-]?name|alias' +
    String.raw`|username|logon[ _-]?name)(?:["']|&quot;)?[ \t]*(?:>|[:=])` +
    String.raw`[ \t]*["']?([^"'<>\r\n;,&|\\]{2,80})`,
  'dgi',
)
/** In front of the address in From, To, Contact and the like; and in XML beside it. */
const QUOTED_NAME = /"([^"\r\n<>]{2,80})"\s*<(?=(?:sips?|tel|mailto|im):)/dgi
const BARE_NAME = new RegExp(
  String.raw`(?:^|[\r\n])(?:From|To|Contact|P-Asserted-Identity|Referred-By|Diversion|f|t` +
    String.raw`|m)[ \t]*:[ \t]*([^"<>\r\n;,]{2,80}?)[ \t]*<(?=(?:sips?|tel):)`,
  'dgi',
)

/** The parts of a distinguished name. */
const COMMON_NAME = /(?<![\w-])(?:CN|OU)=((?:[^,;"\r\n<>\\+=]|\\,)+)/dg
const COMPONENTS = /(?<![\w-])(DC=[\w-]+(?:, ?DC=[\w-]+)*)/dgi
const DIRECTORY = new RegExp(
  '^(?:Users|Computers|System|Configuration|Services|Builtin|Domain Controllers' +
    '|RTC Service|Microsoft.*|DigiCert.*|Baltimore.*|VeriSign.*)$',
  'i',
)

/**
 * What a word in front says the meaning of: ids of calls and devices, names of machines and people.
 */
export function findContexts(view: TextView, names: NameRegistry): void {
  const { text } = view
  const lower = text.toLowerCase()
  const holds = (...words: string[]) => words.some((word) => lower.includes(word))
  if (holds('call', 'conversation', 'session', 'replaces'))
    claimMatches(view, CALLS, (id) => (isToken(id) ? undefined : names.token('call', id)))
  const device = (id: string) => (isToken(id) ? undefined : names.token('device', id))
  if (lower.includes('epid')) for (const one of [GRUU, EPID]) claimMatches(view, one, device)
  if (lower.includes('urn:uuid')) claimMatches(view, INSTANCE, device)
  if (/(?:id|guid|uuid)["']?[\s:=>]/.test(lower)) claimMatches(view, DEVICE, device)
  if (
    holds(
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
    claimMatches(view, MACHINES, (name) =>
      NO_MACHINE.test(name) ||
      isCommonWord(name) ||
      isToken(name.toLowerCase()) ||
      /^[\d.]+$/.test(name) ||
      name.length < 2
        ? undefined
        : machineName(names, name),
    )
  if (holds('desktop-', 'laptop-', 'win-', 'pc-', 'ws-', 'nb-', 'lt-', 'srv-', 'vm-'))
    claimMatches(view, MACHINE_LIKE, (name) => names.redactMachine(name))
  if (holds('name', 'alias'))
    claimMatches(view, PEOPLE, (name, { index, 0: whole }) =>
      text[index + whole.length] === '\\' ? undefined : personName(names, name),
    )
  if (text.includes('<')) {
    claimMatches(view, QUOTED_NAME, (name) => personName(names, name))
    claimMatches(view, BARE_NAME, (name) => personName(names, name))
  }
  if (text.includes('=')) {
    claimMatches(view, COMPONENTS, (run) => components(names, run))
    claimMatches(view, COMMON_NAME, (name) =>
      DIRECTORY.test(name.trim()) ? undefined : commonName(names, name),
    )
  }
}

function machineName(names: NameRegistry, given: string): string {
  const name = given.replace(/[.-]+$/, '')
  const token = name.includes('.') ? names.redactHost(name) : names.redactMachine(name)
  return token + given.slice(name.length)
}

function personName(names: NameRegistry, given: string): string | undefined {
  const name = given.trim()
  if (
    name.length < 2 ||
    isCommonWord(name) ||
    isToken(name) ||
    name.includes('@') ||
    /^[\d.]+$|^[[($%]/.test(name)
  )
    return undefined
  const at = given.indexOf(name)
  return (
    given.slice(0, at) +
    names.token(/\s/.test(name) ? 'name' : 'user', name) +
    given.slice(at + name.length)
  )
}

const commonName = (names: NameRegistry, name: string): string | undefined =>
  /^[\w-]+(?:\.[\w-]+)+$/.test(name) ? names.redactHost(name) : personName(names, name)

function components(names: NameRegistry, run: string): string | undefined {
  const labels = run.split(/, ?/).map((part) => part.slice(3))
  if (labels.some((label) => isToken(label))) return undefined
  return names
    .redactHost(labels.join('.'))
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',')
}
