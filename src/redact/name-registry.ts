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

const MIN_NAME_LENGTH = 3

/**
 * A learned name, or the start of longer ones. So finding the longest name at a place takes one step
 * a word, whatever number of names begins with the same words.
 */
interface LearnedName {
  /** Token of the name that ends here. */
  token?: string
  /** Longer names, by the separator and word that follow. */
  next?: Map<string, LearnedName>
}

/**
 * No name has more words.
 * Limit: words of a name that is learned.
 * Beyond: the name is not learned.
 */
const MAX_NAME_WORDS = 12
/** Between two words of a name. */
const MAX_SEPARATOR_LENGTH = 16

/** Tokens of one kind. The lines of a packet mostly have the same value twice. */
interface KnownTokens {
  readonly byValue: Map<string, string>
  lastValue: string | undefined
  lastToken: string
}

/** Maps names to tokens, and remembers names that may also occur without context. */
export class NameRegistry {
  private readonly tokens: TokenSource
  /** Learned names, by their first words in lower case. */
  private readonly learned = new Map<string, LearnedName>()
  /** Names already passed to `learn`, so that they are not examined again. */
  private readonly offered = new Set<string>()
  /** Tokens of values as they were written. */
  private readonly knownTokens = new Map<TokenKind, KnownTokens>()
  private onLearn: ((word: string) => void) | undefined

  constructor(tokens: TokenSource) {
    this.tokens = tokens
  }

  /**
   * Calls `onLearn` with the first word, in lower case, of each learned name and of each name that
   * is learned from now on. Only the last one given is called.
   */
  listen(onLearn: (word: string) => void): void {
    this.onLearn = onLearn
    for (const word of this.learned.keys()) onLearn(word)
  }

  /**
   * Returns the token of a value. If the value is specific enough, it is learned and later also
   * replaced without context.
   */
  tokenFor(kind: TokenKind, value: string, form?: string): string {
    if (form !== undefined) return this.newTokenFor(kind, value, form)
    let known = this.knownTokens.get(kind)
    if (known === undefined) {
      known = { byValue: new Map(), lastValue: undefined, lastToken: '' }
      this.knownTokens.set(kind, known)
    }
    if (known.lastValue === value) return known.lastToken
    let token = known.byValue.get(value)
    if (token === undefined) {
      token = this.newTokenFor(kind, value, normalize(value))
      known.byValue.set(value, token)
    }
    known.lastValue = value
    known.lastToken = token
    return token
  }

  private newTokenFor(kind: TokenKind, value: string, form: string): string {
    const token = this.tokens.tokenFor(kind, form, value)
    if (kind === 'user' || kind === 'name' || kind === 'case') this.learn(value, token)
    if ((kind === 'call' || kind === 'device') && value.length >= 8) this.learn(value, token)
    return token
  }

  /**
   * Returns the token of a machine name, and learns it: logs contain machine names without context.
   */
  redactMachine(value: string): string {
    const token = this.tokenFor('host', value)
    this.learn(value, token)
    return token
  }

  /**
   * `mail.contoso.example` → `host-1.domain-1`. The registered domain gets one token, and each
   * label before it another.
   */
  redactHost(text: string): string {
    const dot = text.endsWith('.') ? '.' : ''
    const host = dot ? text.slice(0, -1) : text
    const lower = host.toLowerCase()
    if (isPublicHost(lower) || isToken(lower)) return text
    const labels = host.split('.')
    if (labels.length === 1) return isServiceLabel(lower) ? text : this.redactMachine(host) + dot
    const tenant = tenantSuffix(lower)
    if (tenant !== undefined) {
      const customer = this.redactTenant(host.slice(0, -tenant.length - 1), tenant)
      return `${customer}.${host.slice(-tenant.length)}${dot}`
    }
    const own = isToken(labels.at(-1) ?? '') ? 1 : countRegisteredLabels(labels)
    const front = labels.slice(0, -own).map((label) => this.redactLabel(label))
    return [...front, this.redactDomain(labels.slice(-own).join('.'))].join('.') + dot
  }

  /**
   * Token for `DOMAIN` in `DOMAIN\user`. Equals the token of a known domain with that first label.
   */
  redactNetbiosName(name: string): string {
    const known = this.learned.get(name.toLowerCase())
    return known?.token ?? this.redactDomain(name)
  }

  private redactDomain(domain: string): string {
    if (isToken(domain)) return domain
    const token = this.tokens.tokenFor('domain', normalizeDomain(domain), domain)
    this.learn(domain, token)
    this.learn(domain.split('.')[0] ?? '', token)
    return token
  }

  private redactTenant(labels: string, end: string): string {
    if (labels === '' || isToken(labels)) return labels
    const token = this.tokens.tokenFor('domain', normalizeDomain(`${labels}.${end}`), labels)
    this.learn(labels, token)
    return token
  }

  private redactLabel(label: string): string {
    if (label === '' || isServiceLabel(label.toLowerCase()) || isToken(label)) return label
    const token = this.tokens.tokenFor('host', normalizeDomain(label), label)
    // `mail` is a common word; `fe01` and `pc-0142` are names.
    if (/[\d-]/.test(label) && /[a-z]/i.test(label)) this.learn(label, token)
    return token
  }

  /** Learns another name for a token. */
  learn(name: string, token: string): void {
    if (this.offered.has(name)) return
    this.offered.add(name)
    const lower = trimToWord(name.toLowerCase())
    if (
      lower.length < MIN_NAME_LENGTH ||
      /^\d+$/.test(lower) ||
      isCommonWord(lower) ||
      isToken(lower)
    )
      return
    const word = firstWord(lower)
    const steps = laterWords(lower, word.length)
    if (word === '' || steps === undefined) return
    let known = this.learned.get(word) ?? {}
    this.learned.set(word, known)
    for (const step of steps) {
      known.next ??= new Map()
      const next = known.next.get(step) ?? {}
      known.next.set(step, next)
      known = next
    }
    if (known.token !== undefined) return
    known.token = token
    this.onLearn?.(word)
  }

  get hasLearnedNames(): boolean {
    return this.learned.size > 0
  }

  /**
   * Finds the longest learned name at `from` in a lower-case text. `word` is the word at that
   * offset.
   */
  findNameAt(
    lower: string,
    from: number,
    word: string,
  ): { readonly to: number; readonly token: string } | undefined {
    let known = this.learned.get(word)
    let to = from + word.length
    let found: { readonly to: number; readonly token: string } | undefined
    while (known) {
      if (known.token !== undefined) found = { to, token: known.token }
      const step: string = known.next ? nextStep(lower, to) : ''
      known = step === '' ? undefined : known.next?.get(step)
      to += step.length
    }
    return found
  }

  /**
   * Whether a name of several words that begins in front of one of these parts of a text may extend
   * into it. Then what is in the part matters, and not only that it is an id.
   */
  mayNameReach(
    text: string,
    parts: readonly { readonly from: number; readonly to: number }[],
  ): boolean {
    const lower = text.toLowerCase()
    let at = 0
    for (const { from, to } of parts) {
      while (at < from) {
        let end = at
        while (end < from && isWordCode(lower.charCodeAt(end))) end += 1
        if (end > at && this.mayNameAtReach(lower, at, end, from)) return true
        at = end + 1
      }
      at = to
    }
    return false
  }

  private mayNameAtReach(lower: string, start: number, end: number, part: number): boolean {
    let known = this.learned.get(lower.slice(start, end))
    let at = end
    while (known?.next) {
      const step = nextStep(lower, at)
      if (step === '') return false
      if (at + step.length > part) return true
      known = known.next.get(step)
      at += step.length
    }
    return false
  }
}

/** The separator at `from` and the word after it; empty when there is none. */
function nextStep(lower: string, from: number): string {
  let at = from
  while (
    at < lower.length &&
    at - from <= MAX_SEPARATOR_LENGTH &&
    !isWordCode(lower.charCodeAt(at))
  )
    at += 1
  if (at - from > MAX_SEPARATOR_LENGTH) return ''
  const start = at
  while (at < lower.length && isWordCode(lower.charCodeAt(at))) at += 1
  return at === start ? '' : lower.slice(from, at)
}

/** The words after the first, each with its separator; undefined for too many words. */
function laterWords(lower: string, from: number): readonly string[] | undefined {
  const steps: string[] = []
  for (let at = from; at < lower.length; ) {
    const step = nextStep(lower, at)
    if (step === '' || steps.length + 1 >= MAX_NAME_WORDS) return undefined
    steps.push(step)
    at += step.length
  }
  return steps
}

/** Without punctuation at the end. */
function trimToWord(lower: string): string {
  let end = lower.length
  while (end > 0 && !isWordCode(lower.charCodeAt(end - 1))) end -= 1
  return lower.slice(0, end)
}

function firstWord(lower: string): string {
  let from = 0
  while (from < lower.length && !isWordCode(lower.charCodeAt(from))) from += 1
  if (from > 0) return ''
  let to = from
  while (to < lower.length && isWordCode(lower.charCodeAt(to))) to += 1
  return lower.slice(from, to)
}

/** `MÜNCHEN.example`, `xn--mnchen-3ya.example` and `münchen.example` are the same domain. */
const normalizeDomain = (domain: string): string =>
  domainToASCII(domain) || domain.toLowerCase().normalize('NFC')
const normalize = (value: string): string =>
  /[^\x00-\x7f]/.test(value) ? value.toLowerCase().normalize('NFC') : value.toLowerCase()
