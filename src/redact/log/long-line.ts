import { isWordCode } from '../characters.ts'
import { FINDER_GROUP } from '../finder-groups.ts'
import { NameRegistry } from '../name-registry.ts'
import { findPrivateReplacements } from '../private-text.ts'
import { findReplacements } from '../redact-text.ts'
import { REMOVED_TEXT } from '../token-kind.ts'
import { fromBytes, toBytes } from './line-bytes.ts'

/** Characters before a name or secret that may show what it is: `"password" : "`. */
const CONTEXT_CHARS = 256
/** `>`, `,`, `;` and `}` */
const SEPARATORS = new Set([0x3e, 0x2c, 0x3b, 0x7d])
/** Characters at the end of the longest part in which the place to split it is searched. */
const TAIL_CHARS = 8192
/** Bytes behind the longest part that are searched, too. */
export const LOOKAHEAD_BYTES = 1024

/** The first part of a long line. */
export interface LinePart {
  /** Number of bytes. */
  readonly length: number
  /** The part that is redacted. Its beginning when it ends in a secret; undefined when it is one. */
  readonly text?: string
  /** What precedes the secret in which the part ends. Undefined when it ends in none. */
  readonly opening?: string
}

/**
 * Splits a part off a long line where neither a name nor a secret is, nor what shows that one
 * follows. A secret that is longer than a part is removed: `opening` is then needed to find its
 * end. `bytes` has one character per byte, and `LOOKAHEAD_BYTES` more than `maxBytes` where the line
 * is that long.
 */
export function splitLine(bytes: string, maxBytes: number, names: NameRegistry): LinePart {
  const { text, isBytes } = decodeStart(bytes)
  const encoded = (from: number, to: number) => toBytes(text.slice(from, to), isBytes)
  const most = isBytes ? maxBytes : fromBytes(wholeCharacters(bytes.slice(0, maxBytes))).length
  const tailFrom = Math.max(0, most - TAIL_CHARS)
  // The quote closes a string that goes on behind the text.
  const secrets = findPrivateReplacements(`${text}"`)
  const learned = findReplacements(text, names, FINDER_GROUP.learned)
  const found = findReplacements(text.slice(tailFrom), new NameRegistry(anyToken))
  const isTaken = (at: number) =>
    found.isTaken(at - tailFrom) || secrets.isTaken(at) || learned.isTaken(at)
  const cut = findCut(text, most, tailFrom === 0 ? 0 : tailFrom + CONTEXT_CHARS, isTaken)
  const secret = secrets.claimAt(most - 1)
  if (secret && (cut === undefined || cut.context < CONTEXT_CHARS))
    return {
      length: encoded(0, most).length,
      text: encoded(0, secret.from) + REMOVED_TEXT,
      opening: encoded(Math.max(0, secret.from - CONTEXT_CHARS), secret.from),
    }
  const part = encoded(0, cut?.at ?? most)
  return { length: part.length, text: part }
}

/** Tokens of names that are found to split a line. They are not kept. */
const anyToken = { tokenFor: (kind: string) => `${kind}-1` }

/**
 * The last place between `from` and `most` behind a separator, with enough text before what is
 * taken next. Where there is none, the place with the most such text.
 */
function findCut(
  text: string,
  most: number,
  from: number,
  isTaken: (at: number) => boolean,
): { readonly at: number; readonly context: number } | undefined {
  let nextTaken = Number.POSITIVE_INFINITY
  let best: { readonly at: number; readonly context: number } | undefined
  for (let at = text.length - 1; at > from; at -= 1) {
    if (isTaken(at)) nextTaken = at
    const before = text.charCodeAt(at - 1)
    if (at > most || nextTaken === at || isWordCode(before)) continue
    const context = Math.min(nextTaken - at, CONTEXT_CHARS)
    if (context > (best?.context ?? 0)) best = { at, context }
    if (context === CONTEXT_CHARS && SEPARATORS.has(before)) return { at, context }
  }
  return best
}

/**
 * The number of bytes of a secret at the start of `bytes`, which follows the text `opening` and a
 * beginning of the secret.
 */
export function secretLength(bytes: string, opening: string): number {
  if (bytes === '') return 0
  const start = fromBytes(opening)
  const { text, isBytes } = decodeStart(bytes)
  const found = findPrivateReplacements(`${start}x${text}"`)
  const end = (found.claimAt(start.length)?.to ?? 0) - start.length - 1
  return toBytes(text.slice(0, Math.max(0, end)), isBytes).length
}

/** Decodes bytes whose last character may be cut. */
function decodeStart(bytes: string): { readonly text: string; readonly isBytes: boolean } {
  const whole = wholeCharacters(bytes)
  const text = fromBytes(whole)
  return { text, isBytes: text === whole }
}

/** Bytes without the last character of UTF-8, which may be cut. */
const wholeCharacters = (bytes: string): string => bytes.replace(/[\xc2-\xf4][\x80-\xbf]{0,3}$/, '')
