import { createHmac } from 'node:crypto'
import type { TokenKind } from './token-kind.ts'

/** Makes tokens: the same for the same value of a kind, always. */
export interface TokenSource {
  /** `form` is what sameness is decided by; `original` is what the map gives back. */
  tokenFor(kind: TokenKind, form: string, original: string): string
}

/** A token, what it stands for as it was first seen, and what sameness was decided by. */
export type TokenEntry = readonly [token: string, original: string, form: string]

/**
 * Remembers what was replaced. Longer originals (whole encoded texts) are counted, but cannot be
 * given back.
 */
const LONGEST_ORIGINAL = 4096

/**
 * Numbers in the order of appearance, or with a key a keyed hash: then tokens are the same in every
 * run that has the key.
 */
export class TokenGenerator implements TokenSource {
  private readonly key: Uint8Array | undefined
  private readonly onToken: ((renamed: TokenEntry) => void) | undefined
  private readonly known = new Map<string, string>()
  private readonly counts = new Map<TokenKind, number>()
  private readonly numbers = new Map<TokenKind, number>()

  /** `hear` is told of each new token. */
  constructor(key?: Uint8Array, hear?: (renamed: TokenEntry) => void) {
    this.key = key
    this.onToken = hear
  }

  /** How many different ones of each kind were replaced. */
  get replacedCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  /** Goes on with what an earlier run has named. */
  restore([token, , form]: TokenEntry): void {
    const kind = token.slice(0, token.indexOf('-')) as TokenKind
    this.known.set(`${kind} ${form}`, token)
    const number = Number(/-(\d+)$/.exec(token)?.[1] ?? 0)
    this.numbers.set(kind, Math.max(this.numbers.get(kind) ?? 0, number))
  }

  tokenFor(kind: TokenKind, form: string, original: string): string {
    const whole = `${kind} ${form}`
    const before = this.known.get(whole)
    if (before !== undefined) return before
    const number = (this.numbers.get(kind) ?? 0) + 1
    this.numbers.set(kind, number)
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
    const token = `${kind}-${this.key ? keyed(this.key, whole) : number}`
    this.known.set(whole, token)
    if (original.length <= LONGEST_ORIGINAL) this.onToken?.([token, original, form])
    return token
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** 60 bits in letters that no case folding or encoding changes. */
function keyed(key: Uint8Array, text: string): string {
  const hash = createHmac('sha256', key).update(text).digest()
  let token = 'k'
  for (const byte of hash.subarray(0, 12)) token += ALPHABET[byte & 31]
  return token
}
