import type { NameRegistry } from './name-registry.ts'
import { redactPersonName } from './redact-person-name.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'

/** Attributes that identify a distinguished name on their own. */
const HINT = /(?<![\w-])(?:CN|OU|DC)[ \t]{0,2}=/i
const STRONG = /^(?:CN|OU)$/i
/** `DC=contoso,DC=example` */
const DOMAIN_COMPONENTS = new RegExp(
  String.raw`(?<![\w-])(DC[ \t]{0,2}=[ \t]{0,2}[\w-]+` +
    String.raw`(?:,[ \t]{0,2}DC[ \t]{0,2}=[ \t]{0,2}[\w-]+)*)`,
  'dgi',
)
/**
 * A part of a distinguished name, in the notations of directories (`,`), OpenSSL and Exchange (`/`).
 * The value may be quoted, or have characters escaped.
 */
const PART = new RegExp(
  String.raw`(?<![\w-])(CN|OU|O|L|ST|S|STREET|UID|GN|SN|T|C|DC)[ \t]{0,2}=[ \t]{0,2}` +
    String.raw`(?:"((?:[^"\\\r\n]|\\.){1,256})"|((?:[^,;"\r\n<>\\+=/]|\\[,+"\\<>;=#]` +
    String.raw`|/(?![A-Za-z]{1,12}[ \t]{0,2}=)){1,256}))`,
  'dgi',
)
/** Between two parts of the same name. */
const SEPARATOR = /^"?[ \t]{0,2}[,;+/][ \t]{0,2}$/
const STANDARD_CONTAINER = new RegExp(
  '^(?:Users|Computers|System|Configuration|Services|Servers|Builtin|Domain Controllers' +
    '|Recipients|(?:Exchange|First) Administrative Group.*' +
    '|RTC Service|Microsoft.*|DigiCert.*|Baltimore.*|VeriSign.*)$',
  'i',
)

interface Part {
  readonly attribute: string
  readonly from: number
  readonly to: number
}

/**
 * Finds names of people and organizations in distinguished names. Parts such as `O=` count only
 * next to `CN=` or `OU=`.
 */
export function findDistinguishedNames(view: TextView, names: NameRegistry): void {
  const { text } = view
  if (!text.includes('=') || !HINT.test(text)) return
  claimMatches(view, DOMAIN_COMPONENTS, (run) => redactDomainComponents(names, run))
  let run: Part[] = []
  const claimRun = () => {
    if (!run.some(({ attribute }) => STRONG.test(attribute))) return
    for (const { attribute, from, to } of run) {
      if (/^(?:C|DC)$/i.test(attribute)) continue
      const value = text.slice(from, to)
      const replacement = STANDARD_CONTAINER.test(value.trim())
        ? undefined
        : redactCommonName(names, value)
      if (replacement !== undefined) view.claim(from, to, replacement)
    }
  }
  for (const match of text.matchAll(PART)) {
    const [from, to] = match.indices?.[2] ?? match.indices?.[3] ?? [0, 0]
    const previous = run.at(-1)
    if (previous && !SEPARATOR.test(text.slice(previous.to, match.index).slice(0, 9))) {
      claimRun()
      run = []
    }
    run.push({ attribute: match[1] ?? '', from, to })
  }
  claimRun()
}

const redactCommonName = (names: NameRegistry, name: string): string | undefined =>
  /^[\w-]+(?:\.[\w-]+)+$/.test(name) ? names.redactHost(name) : redactPersonName(names, name)

function redactDomainComponents(names: NameRegistry, run: string): string | undefined {
  const labels = run.split(',').map((part) => part.slice(part.indexOf('=') + 1).trim())
  if (labels.some((label) => isToken(label))) return undefined
  return names
    .redactHost(labels.join('.'))
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',')
}
