import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { trimEnd } from './trim-end.ts'

/** `DOMAIN\user`, `domain.example\user`. Registry keys and paths look similar. */
const ACCOUNT = new RegExp(
  String.raw`(?<![\p{L}\p{N}_\\/.:%@-])([\p{L}\p{N}][\p{L}\p{N}_.-]{1,63})` +
    String.raw`\\([\p{L}\p{N}_][\p{L}\p{N}_.$-]{0,63})(?![\p{L}\p{N}_\\])`,
  'dgu',
)
/** `.\user`: an account of this machine. */
const LOCAL_ACCOUNT =
  /(?<![\p{L}\p{N}_\\/.])\.\\([\p{L}\p{N}_][\p{L}\p{N}_$-]{0,63})(?![\p{L}\p{N}_.\\$-])/dgu
const NETBIOS_DOMAIN = /^[A-Z][A-Z0-9-]{1,14}$/
const NOT_A_DOMAIN = new RegExp(
  '^(?:HK(?:LM|CU|CR|CC|U)|SOFTWARE|SYSTEM|NT|AUTHORITY|BUILTIN|ROOT|MACHINE|USER' +
    '|CIMV2|PS|SERVICE)$',
)
/** The folders, files and registry keys that occur in evidence. */
const PATH_WORDS = new Set(
  (
    'software system system32 syswow64 windows microsoft office lync skype communicator ' +
    'skypeforbusiness tracing bin lib src obj program programs users user appdata local ' +
    'roaming locallow temp tmp common config configuration data log logs history spooler ' +
    'policies policy classes currentversion currentcontrolset control parameters ' +
    'environment network networks security sam hardware console printers desktop ' +
    'documents downloads public default server client files cimv2 root wow6432node ' +
    'clicktorun uccapi sip exchange outlook inetpub www nt authority builtin service ' +
    'services machine hklm hkcu hkcr hku hkcc x86 x64 en-us uninstall run registry ' +
    'registration internet settings explorer identity identities accounts profiles ' +
    'samples whole formats rules case cases bundle bundles evidence spool folder share'
  ).split(' '),
)
const FILE_NAME = new RegExp(
  String.raw`\.(?:exe|dll|sys|log|txt|ini|cfg|config|xml|json|csv|tsv|zip|gz|tar|tgz|7z|cab|etl` +
    '|uccapilog|uccplog|reg|ps1|psm1|psd1|bat|cmd|vbs|dat|db|hist|cache|tmp|bak|html?|evtx|msi' +
    '|msp|pdb|tmf|man|pst|ost|eml|msg|wav|png|jpe?g|gif|svg|ico|lnk|cs|cpp|c|h|inl|ts|js|mjs|md' +
    '|docx?|xlsx?|pptx?|pdf|map|ndjson|hash)$',
  'i',
)
/** Backslashes of a text that escapes its line ends and tabs. */
const ESCAPED_LINE_END = /\\r\\n|\\[nrt](?:[A-Z\s"\\]|$)/

/** Finds accounts with their domain. */
export function findAccounts(view: TextView, names: NameRegistry): void {
  const { text } = view
  if (!text.includes('\\')) return
  let hasEscapes: boolean | undefined
  /** Whether the backslash belongs to an escape such as `\n`. */
  const isEscape = (user: string) => {
    if (!/^[nrt]/.test(user)) return false
    hasEscapes ??= ESCAPED_LINE_END.test(text)
    return hasEscapes
  }
  claimMatches(view, ACCOUNT, (part, { 1: domain = '', 2: user = '' }) => {
    if (isToken(user) || NOT_A_DOMAIN.test(domain)) return undefined
    if (!NETBIOS_DOMAIN.test(domain) && (looksLikePath(domain, user) || isEscape(user)))
      return undefined
    if (part === user) return redactUser(names, user)
    if (/^azuread$/i.test(domain) || isToken(domain.toLowerCase())) return undefined
    return domain.includes('.') ? names.redactHost(domain) : names.redactNetbiosName(domain)
  })
  if (text.includes('.\\'))
    claimMatches(view, LOCAL_ACCOUNT, (user) =>
      isToken(user) || looksLikePath('', user) || isEscape(user)
        ? undefined
        : redactUser(names, user),
    )
}

const looksLikePath = (domain: string, user: string): boolean =>
  user.length < 2 ||
  PATH_WORDS.has(domain.toLowerCase()) ||
  PATH_WORDS.has(user.toLowerCase()) ||
  FILE_NAME.test(domain) ||
  FILE_NAME.test(user)

function redactUser(names: NameRegistry, text: string): string {
  const user = trimEnd(text, '.-')
  return names.tokenFor('user', user) + text.slice(user.length)
}
