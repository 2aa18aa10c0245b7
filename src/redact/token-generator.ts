import { createHmac } from 'node:crypto'
import type { TokenKind } from './token-kind.ts'

/** Makes tokens. Equal values of a kind always get the same token. */
export interface TokenSource {
  /** `form` is the normalized value that is compared; `original` is stored for restoring. */
  tokenFor(kind: TokenKind, form: string, original: string): string
}

/** A token, the original value as first found, and its normalized form. */
export type TokenEntry = readonly [token: string, original: string, form: string]

/**
 * These are encoded texts, not names.
 * Limit: characters of a name in a redaction map.
 * Beyond: the name gets a token that `unredact` cannot restore.
 */
const MAX_ORIGINAL_LENGTH = 4096

/**
 * Makes tokens with numbers in order of appearance. With a key, uses keyed hashes instead, so
 * tokens are equal in all runs with that key.
 */
export class TokenGenerator implements TokenSource {
  private readonly key: Uint8Array | undefined
  private readonly onToken: ((entry: TokenEntry) => void) | undefined
  private readonly tokenByForm = new Map<TokenKind, Map<string, string>>()
  private readonly counts = new Map<TokenKind, number>()
  private readonly numbers = new Map<TokenKind, number>()
  /** Tokens of an earlier run that this one has not used yet. */
  private readonly unused = new Set<string>()

  /** `onToken` is called for every new token. */
  constructor(key?: Uint8Array, onToken?: (entry: TokenEntry) => void) {
    this.key = key
    this.onToken = onToken
  }

  /** Number of different values replaced in this run, by kind. */
  get replacedCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([left], [right]) => (left < right ? -1 : 1)))
  }

  /** Restores a token of an earlier run. */
  restore([token, , form]: TokenEntry): void {
    const kind = token.slice(0, token.indexOf('-')) as TokenKind
    this.tokensOf(kind).set(form, token)
    this.unused.add(token)
    const number = Number(/-(\d+)$/.exec(token)?.[1] ?? 0)
    this.numbers.set(kind, Math.max(this.numbers.get(kind) ?? 0, number))
  }

  tokenFor(kind: TokenKind, form: string, original: string): string {
    const tokens = this.tokensOf(kind)
    const existing = tokens.get(form)
    if (existing !== undefined) {
      if (this.unused.delete(existing)) this.count(kind)
      return existing
    }
    const number = (this.numbers.get(kind) ?? 0) + 1
    this.numbers.set(kind, number)
    this.count(kind)
    const token = `${kind}-${this.key ? keyedHash(this.key, `${kind} ${form}`) : number}`
    tokens.set(form, token)
    if (original.length <= MAX_ORIGINAL_LENGTH) this.onToken?.([token, original, form])
    return token
  }

  private count(kind: TokenKind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
  }

  private tokensOf(kind: TokenKind): Map<string, string> {
    let tokens = this.tokenByForm.get(kind)
    if (tokens === undefined) {
      tokens = new Map()
      this.tokenByForm.set(kind, tokens)
    }
    return tokens
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** 60 bits of a keyed hash, in characters that are safe in all encodings. */
function keyedHash(key: Uint8Array, text: string): string {
  const hash = createHmac('sha256', key).update(text).digest()
  let token = 'k'
  for (const byte of hash.subarray(0, 12)) token += ALPHABET[byte & 31]
  return token
}
