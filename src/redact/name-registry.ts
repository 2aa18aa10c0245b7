import { domainToASCII } from 'node:url'
import { isWordCode } from './characters.ts'
import type { TokenSource } from './token-generator.ts'
import { isToken, type TokenKind } from './token-kind.ts'
import {
  countRegisteredLabels,
  isCommonWord,
  isPublicHost,
  isServiceLabel,
  tenantSuffix,
} from './well-known.ts'

const SHORTEST_NAME = 3

/**
 * What stands for whom in this run, and which bare words are names: all names that were seen
 * somewhere as such.
 */
export class NameRegistry {
  private readonly naming: TokenSource
  /** Names by their lower-case first word, the longest first. */
  private readonly learned = new Map<string, { readonly name: string; readonly token: string }[]>()
  /**
   * What was to be learnt before, in the form in which it was met: it need not be weighed again.
   */
  private readonly offered = new Set<string>()
  /** Told of the first word of each learnt name, in lower case. */
  onLearn: ((word: string) => void) | undefined

  constructor(naming: TokenSource) {
    this.naming = naming
  }

  /**
   * The token of a value; bare words that equal it are replaced from now on, where the value is
   * special enough for that.
   */
  token(kind: TokenKind, value: string, form = sameForm(value)): string {
    const token = this.naming.tokenFor(kind, form, value)
    if (kind === 'user' || kind === 'name' || kind === 'case') this.learn(value, token)
    if ((kind === 'call' || kind === 'device') && value.length >= 8) this.learn(value, token)
    return token
  }

  /** A machine's own name, which log lines carry bare. */
  redactMachine(value: string): string {
    const token = this.token('host', value)
    this.learn(value, token)
    return token
  }

  /**
   * `mail.contoso.example` → `host-1.domain-1`: who registered the domain is one token, each label
   * in front of it another.
   */
  redactHost(given: string): string {
    const dot = given.endsWith('.') ? '.' : ''
    const host = dot ? given.slice(0, -1) : given
    const lower = host.toLowerCase()
    if (isPublicHost(lower) || isToken(lower)) return given
    const labels = host.split('.')
    if (labels.length === 1) return isServiceLabel(lower) ? given : this.redactMachine(host) + dot
    const tenant = tenantSuffix(lower)
    if (tenant !== undefined)
      return `${this.tenant(host.slice(0, -tenant.length - 1), tenant)}.${host.slice(-tenant.length)}${dot}`
    const own = isToken(labels.at(-1) ?? '') ? 1 : countRegisteredLabels(labels)
    const front = labels.slice(0, -own).map((label) => this.label(label))
    return [...front, this.domain(labels.slice(-own).join('.'))].join('.') + dot
  }

  /**
   * `DOMAIN` of `DOMAIN\user`: the same token as the domain of that first label, where one is
   * known.
   */
  redactNetbiosName(name: string): string {
    const known = this.learned
      .get(name.toLowerCase())
      ?.find((one) => one.name.length === name.length)
    return known?.token ?? this.domain(name)
  }

  private domain(domain: string): string {
    if (isToken(domain)) return domain
    const token = this.naming.tokenFor('domain', asciiDomain(domain), domain)
    this.learn(domain, token)
    this.learn(domain.split('.')[0] ?? '', token)
    return token
  }

  private tenant(labels: string, end: string): string {
    if (labels === '' || isToken(labels)) return labels
    const token = this.naming.tokenFor('domain', asciiDomain(`${labels}.${end}`), labels)
    this.learn(labels, token)
    return token
  }

  private label(label: string): string {
    if (label === '' || isServiceLabel(label.toLowerCase()) || isToken(label)) return label
    const token = this.naming.tokenFor('host', asciiDomain(label), label)
    // `mail` is a word; `fe01` and `pc-0142` are names.
    if (/[\d-]/.test(label) && /[a-z]/i.test(label)) this.learn(label, token)
    return token
  }

  /** Another name of what has this token. */
  learn(name: string, token: string): void {
    if (this.offered.has(name)) return
    this.offered.add(name)
    if (
      name.length < SHORTEST_NAME ||
      /^\d+$/.test(name) ||
      isCommonWord(name) ||
      isToken(name.toLowerCase())
    )
      return
    const lower = name.toLowerCase()
    const word = firstWord(lower)
    if (word === '') return
    const others = this.learned.get(word) ?? []
    if (others.some((other) => other.name === lower)) return
    others.push({ name: lower, token })
    others.sort((one, other) => other.name.length - one.name.length)
    this.learned.set(word, others)
    this.onLearn?.(word)
  }

  get hasLearnedNames(): boolean {
    return this.learned.size > 0
  }

  /** The longest learnt name that begins with this word, here in a lower-case text. */
  findNameAt(
    lower: string,
    from: number,
    word: string,
  ): { readonly to: number; readonly token: string } | undefined {
    const candidates = this.learned.get(word)
    if (candidates === undefined) return undefined
    for (const { name, token } of candidates) {
      const to = from + name.length
      if (
        lower.startsWith(name, from) &&
        !(
          to < lower.length &&
          isWordCode(lower.charCodeAt(to)) &&
          isWordCode(lower.charCodeAt(to - 1))
        )
      )
        return { to, token }
    }
    return undefined
  }
}

function firstWord(lower: string): string {
  let from = 0
  while (from < lower.length && !isWordCode(lower.charCodeAt(from))) from += 1
  if (from > 0) return ''
  let to = from
  while (to < lower.length && isWordCode(lower.charCodeAt(to))) to += 1
  return lower.slice(from, to)
}

/** `MÜNCHEN.example`, `xn--mnchen-3ya.example` and `münchen.example` are one domain. */
const asciiDomain = (domain: string): string =>
  domainToASCII(domain) || domain.toLowerCase().normalize('NFC')
const sameForm = (value: string): string =>
  /[^\x00-\x7f]/.test(value) ? value.toLowerCase().normalize('NFC') : value.toLowerCase()
