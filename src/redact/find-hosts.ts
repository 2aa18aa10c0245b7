import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { trimEnd } from './trim-end.ts'
import { isCommonWord, TOP_LEVEL_DOMAINS, WORD_LIKE_DOMAINS } from './well-known.ts'

const IN_URL = /:\/\/(?:[^\s/@"'<>]*@)?([\p{L}\p{N}_][\p{L}\p{N}_.-]*)/dgu
const IN_VIA = /SIP\/2\.0\/(?:TLS|TCP|UDP|WSS?)[ \t]+([A-Za-z_][\w.-]*)/dgi
const IN_HEADER = new RegExp(
  String.raw`(?:(?:^|[\r\n])Peer|(?<![\w.-])(?:Host|X-FEServer|X-BEServer|X-CalculatedBETarget` +
    String.raw`|X-DiagInfo|X-TargetServer))["']?[ \t]*[:=][ \t]*["']?([A-Za-z_][\w.-]*)`,
  'dgi',
)
/** The account in front of a host: `https://kim:password@contoso.example` */
const USER_IN_URL = /:\/\/([^\s/@"'<>:]{1,64})(?::[^\s/@"'<>]*)?@/dg
const IN_SIP = /(?<!\w)sips?:([A-Za-z][\w-]*(?:\.[\w-]+)+)(?![\w@.-])/dgi
const LETTER_OR_DIGIT = '[\\p{L}\\p{N}_]'
const DOTTED_ASCII = new RegExp(
  String.raw`(?<![\w.-])((?:[A-Za-z0-9_](?:[\w-]*[A-Za-z0-9_])?\.)+` +
    String.raw`[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?)\.?(?![\w-])`,
  'dg',
)
const DOTTED = new RegExp(
  `(?<![\\p{L}\\p{N}_.-])((?:${LETTER_OR_DIGIT}(?:[\\p{L}\\p{N}_-]*${LETTER_OR_DIGIT})?\\.)+` +
    '\\p{L}(?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)\\.?(?![\\p{L}\\p{N}_-])',
  'dgu',
)
/** Program namespaces that look like host names. */
const NAMESPACE =
  /^(?:system|microsoft|windows|asp|ipm|im|xml|java|org\.apache|selected|deserialized)\./i
/** `[pool\server]` at the start of a server log record. */
const SERVER_PREFIX = /\[([A-Za-z_][\w.-]*)\\([A-Za-z_][\w.-]*)\](?=[0-9A-Fa-f]+\.[0-9A-Fa-f]+::)/dg

/** Finds host names, by their context or by their top-level domain. */
export function findHosts(view: TextView, names: NameRegistry): void {
  const { text } = view
  if (text.includes('://')) {
    claimMatches(view, USER_IN_URL, (user) =>
      isToken(user) || isCommonWord(user) ? undefined : names.tokenFor('user', user),
    )
    claimMatches(view, IN_URL, (host) => redactHostName(names, host))
  }
  if (text.includes('SIP/2.0/')) claimMatches(view, IN_VIA, (host) => redactHostName(names, host))
  if (/host|peer|x-/i.test(text))
    claimMatches(view, IN_HEADER, (host) =>
      isCommonWord(host) ? undefined : redactHostName(names, host),
    )
  if (text.includes(':')) {
    if (/sip/i.test(text)) claimMatches(view, IN_SIP, (host) => redactHostName(names, host))
  }
  if (text.includes('.'))
    claimMatches(view, view.isAscii ? DOTTED_ASCII : DOTTED, (host) =>
      looksLikeHost(host) ? redactHostName(names, host) : undefined,
    )
  if (!text.includes('\\')) return
  claimMatches(view, SERVER_PREFIX, (name) =>
    isToken(name) ? undefined : redactHostName(names, name),
  )
}

function redactHostName(names: NameRegistry, text: string): string | undefined {
  const host = trimEnd(text, '.-')
  if (isToken(host) || /^[\d.]+$/.test(host) || host === '') return undefined
  return names.redactHost(host) + text.slice(host.length)
}

function looksLikeHost(host: string): boolean {
  const labels = host.split('.')
  const last = labels.at(-1) ?? ''
  const end = last.toLowerCase()
  if (end.startsWith('xn--')) return true
  if (!TOP_LEVEL_DOMAINS.has(end) || NAMESPACE.test(host)) return false
  if (!WORD_LIKE_DOMAINS.has(end)) return true
  return (
    labels.length > 2 &&
    /\D/.test(labels.at(-2) ?? '') &&
    (last === end || last === last.toUpperCase())
  )
}
