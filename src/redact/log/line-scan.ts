import { TOP_LEVEL, WORD_LIKE } from '../well-known.ts'
import { TRIGGERS } from './triggers.ts'

const [
  OTHER,
  DIGIT,
  HEX,
  UPPER_HEX,
  LOWER,
  UPPER,
  HIGH,
  DOT,
  COLON,
  DASH,
  AT,
  BACKSLASH,
  PLUS,
  PERCENT,
  AMPERSAND,
  SLASH,
  OPEN,
  EQUALS,
] = Array.from({ length: 18 }, (_, index) => index) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return HIGH
  const one = String.fromCharCode(byte)
  if (/\d/.test(one)) return DIGIT
  if (/[a-f]/.test(one)) return HEX
  if (/[A-F]/.test(one)) return UPPER_HEX
  if (/[g-z]/.test(one)) return LOWER
  if (/[G-Z]/.test(one)) return UPPER
  const marks = {
    '.': DOT,
    ':': COLON,
    '-': DASH,
    '@': AT,
    '\\': BACKSLASH,
    '+': PLUS,
    '%': PERCENT,
    '&': AMPERSAND,
    '/': SLASH,
    '(': OPEN,
    '=': EQUALS,
  }
  return (marks as Readonly<Record<string, number>>)[one] ?? OTHER
})
const LOWERED = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte))

const TRIGGER = 1
const TLD = 2
const SCHEMA = 4
const MASK = 0xffff

const hashOf = (word: string): number => {
  let hash = 0
  for (const byte of Buffer.from(word.toLowerCase(), 'utf8')) hash = (Math.imul(hash, 31) + byte) | 0
  return (hash ^ (hash >>> 16)) & MASK
}

/**
 * Says of a line, from its bytes alone and in one pass, whether anything in it may be a secret. It may say so in vain; it must not miss one that
 * the finders would find. Most lines of a log hold none, and are never decoded.
 */
export class LineScan {
  private readonly words = new Uint8Array(MASK + 1)

  constructor() {
    for (const word of TRIGGERS) this.add(word)
    for (const word of TOP_LEVEL) if (!WORD_LIKE.has(word)) this.mark(word, TLD)
    this.mark('schemas', SCHEMA)
  }

  /** A line that holds this word has to be looked at from now on. Of a word with several parts, the first will do. */
  readonly add = (word: string): void => this.mark(word, TRIGGER)

  private mark(word: string, bit: number): void {
    const at = hashOf(word)
    this.words[at] = (this.words[at] as number) | bit
  }

  hit(bytes: Uint8Array, from: number, to: number): boolean {
    const { words } = this
    let hash = 0
    /** Of the word at hand, and of the one before it. */
    let length = 0
    let kinds = 0
    let before = 0
    let beforeKinds = 0
    let beforeBefore = 0
    /** What parted the two. */
    let mark = OTHER
    let dots = 0
    let schema = false
    /** Short hexadecimal words in a row, parted by colons or dashes. */
    let parts = 0
    /** Letters and digits in a row, with the marks of base64 among them. */
    let run = 0
    let runKinds = 0
    for (let at = from; at <= to; at += 1) {
      const kind = at < to ? (CLASS[bytes[at] as number] as number) : OTHER
      if (kind >= DIGIT && kind <= HIGH) {
        hash = (Math.imul(hash, 31) + (LOWERED[bytes[at] as number] as number)) | 0
        length += 1
        kinds |= 1 << kind
        continue
      }
      if (length > 0) {
        const bits = words[(hash ^ (hash >>> 16)) & MASK] as number
        if (bits !== 0) {
          if (bits & TRIGGER) return true
          if (bits & SCHEMA && mark !== DOT) schema = true
          if (bits & TLD && mark === DOT && !schema) return true
        }
        const digits = kinds === 1 << DIGIT
        const hex = (kinds & ~((1 << DIGIT) | (1 << HEX) | (1 << UPPER_HEX))) === 0
        if (mark === DOT) {
          dots += 1
          if (dots > 1 && !schema) return true
        }
        if (hex && length <= 4 && (mark === COLON || (mark === DASH && length === 2 && before === 2))) {
          parts += 1
          if (parts > 4) return true
        } else parts = 0
        if (mark === DASH || mark === DOT || mark === OTHER) {
          const digitsBefore = beforeKinds === 1 << DIGIT
          // 425-555-0100, S-1-5-21-1111111111, the end of a GUID
          if (digits && digitsBefore && ((length === 4 && before === 3) || (mark === DASH && length >= 6))) return true
          if (mark === DASH && hex && length === 12 && before === 4 && beforeBefore === 4 && hash !== ZEROS) return true
        }
        run += length
        runKinds |= kinds
        if (length >= 24 && !(hex && length < 32)) return true
        if (run >= 16 && mixed(runKinds)) return true
        if (kind === EQUALS && run >= 12 && ends(bytes, at + 1, to)) return true
        beforeBefore = before
        before = length
        beforeKinds = kinds
        mark = kind
        hash = 0
        length = 0
        kinds = 0
      } else {
        mark = kind
        before = 0
      }
      if (kind !== PLUS && kind !== SLASH && kind !== DASH) {
        run = 0
        runKinds = 0
      }
      if (kind !== DOT && kind !== DASH) {
        dots = 0
        schema = false
      }
      switch (kind) {
        case AT:
        case BACKSLASH:
          return true
        case PLUS:
          if (isDigit(bytes[at + 1]) || bytes[at + 1] === 0x28) return true
          break
        case PERCENT:
          if (isHex(bytes[at + 1]) && isHex(bytes[at + 2])) return true
          break
        case AMPERSAND:
          if (bytes[at + 1] === 0x23) return true
          break
        case OPEN:
          if (isAreaCode(bytes, at + 1)) return true
          break
        case COLON:
          if (bytes[at + 1] === 0x3a && bytes[at - before - 1] !== 0x2e && shortHex(bytes, at + 2, to)) return true
          break
        case SLASH:
          if (bytes[at - 1] === 0x2f && bytes[at - 2] === 0x3a && isBareHost(bytes, at + 1, to)) return true
          break
        default:
      }
    }
    return false
  }
}

const ZEROS = [...'000000000000'].reduce((hash, one) => (Math.imul(hash, 31) + one.charCodeAt(0)) | 0, 0)

const mixed = (kinds: number): boolean =>
  (kinds & (1 << DIGIT)) !== 0 &&
  (kinds & ((1 << HEX) | (1 << LOWER))) !== 0 &&
  (kinds & ((1 << UPPER_HEX) | (1 << UPPER))) !== 0 &&
  (kinds & ((1 << LOWER) | (1 << UPPER))) !== 0

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57
const isWord = (byte: number | undefined): boolean => byte !== undefined && kindIn(byte, DIGIT, HIGH)
const isHex = (byte: number | undefined): boolean => byte !== undefined && kindIn(byte, DIGIT, UPPER_HEX)
const kindIn = (byte: number, least: number, most: number): boolean => {
  const kind = CLASS[byte] as number
  return kind >= least && kind <= most
}

/** Behind the equals signs of base64 comes no word. */
const ends = (bytes: Uint8Array, at: number, to: number): boolean => at >= to || !isWord(bytes[at])

/** `(425) 5`, and not the line of a source file: `(1412)` */
function isAreaCode(bytes: Uint8Array, start: number): boolean {
  let at = start
  while (isDigit(bytes[at]) && at - start < 6) at += 1
  if (at - start < 2 || bytes[at] !== 0x29) return false
  const next = bytes[at + 1]
  return isDigit(next) || ((next === 0x20 || next === 0x2d) && isDigit(bytes[at + 2]))
}

/** Behind `::` a group of an address, or nothing at all. */
function shortHex(bytes: Uint8Array, start: number, to: number): boolean {
  let at = start
  while (at < to && at - start < 5 && isHex(bytes[at])) at += 1
  return at - start < 5 && !isWord(bytes[at]) && (at > start || isHex(bytes[start - 3]))
}

/** `://server/`: without a dot, nothing else shows that it is a host. */
function isBareHost(bytes: Uint8Array, start: number, to: number): boolean {
  let at = start
  while (at < to && (isWord(bytes[at]) || bytes[at] === 0x2d)) at += 1
  return at > start && bytes[at] !== 0x2e
}
