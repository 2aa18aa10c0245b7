// Finds lines that may hold a secret, from their bytes alone: the same question for every byte of a
// log, most of which hold none. It may stop in vain; it must not pass a line that the finders of
// `src/redact` would find something in. What words it stops at, and what a byte is, is filled in
// from the other side (`src/redact/log/secret-line-scanner.ts`).

import { lineFeed } from './bytes'

/** What a word is by its hash: 64 KiB. */
const WORDS: usize = 65_536
/** What a byte is, and its lower case. */
const CLASSES: usize = 131_072
const LOWERED: usize = 131_328
/** Of a byte that words are made of, 1 shifted by its class; else 0: 4 bytes each. */
const BITS: usize = 131_584
/** Hashes of lines that were stopped at before, 8 bytes each. */
const SEEN: usize = 4 << 20
const SEEN_SLOTS: u64 = 1 << 18

// Classes of bytes: as in `line-scan.ts`.
const DIGIT: u32 = 1
const HEX: u32 = 2
const UPPER_HEX: u32 = 3
const LOWER: u32 = 4
const UPPER: u32 = 5
const HIGH: u32 = 6
const DOT: u32 = 7
const COLON: u32 = 8
const DASH: u32 = 9
const AT: u32 = 10
const BACKSLASH: u32 = 11
const PLUS: u32 = 12
const PERCENT: u32 = 13
const AMPERSAND: u32 = 14
const SLASH: u32 = 15
const OPEN: u32 = 16
const EQUALS: u32 = 17

const TRIGGER: u32 = 1
const TLD: u32 = 2
const SCHEMA: u32 = 4
const LEARNT: u32 = 8

/** Nothing but a learnt name was found in the line that `secretLine` returned last. */
let bare = false

export function onlyBare(): bool {
  return bare
}

const DIGITS: u32 = 1 << DIGIT
const HEXES: u32 = (1 << DIGIT) | (1 << HEX) | (1 << UPPER_HEX)
const LOWERS: u32 = (1 << HEX) | (1 << LOWER)
const UPPERS: u32 = (1 << UPPER_HEX) | (1 << UPPER)

@inline
function kindAt(at: usize): u32 {
  return load<u8>(CLASSES + load<u8>(at))
}
@inline
function isWord(at: usize): bool {
  return kindAt(at) - DIGIT <= HIGH - DIGIT
}
@inline
function isHexAt(at: usize): bool {
  return kindAt(at) - DIGIT <= UPPER_HEX - DIGIT
}
@inline
function isDigitAt(at: usize): bool {
  return kindAt(at) == DIGIT
}

/**
 * Start of the first line from `from` on, a line start, that may hold a secret; `to`, a line end,
 * when there is none. With `once`, only of lines that did not come before.
 */
export function secretLine(from: usize, to: usize, once: bool): usize {
  let line = from
  while (line < to) {
    const feed = lineFeed(line, to)
    if (maySecret(line, feed) && !(once && seen(line, feed))) return line
    line = feed + 1
  }
  return to
}

/** Behind what is another in each record of the client's log: its date and time. */
@inline
function behindTime(from: usize, to: usize): usize {
  return to - from > 24 && load<u8>(from + 10) == 0x7c && load<u8>(from + 13) == 0x3a ? from + 24 : from
}

/**
 * Whether this line came before; remembers it. A hash that another line has would be found in one
 * of 10^13 pairs.
 */
function seen(from: usize, to: usize): bool {
  let hash: u64 = 0x9e3779b97f4a7c15
  let at = behindTime(from, to)
  for (; at + 8 <= to; at += 8) {
    hash = (hash ^ load<u64>(at)) * 0xff51afd7ed558ccd
    hash ^= hash >> 32
  }
  for (; at < to; at += 1) {
    hash = (hash ^ load<u8>(at)) * 0xff51afd7ed558ccd
    hash ^= hash >> 32
  }
  const slot = SEEN + <usize>((hash >> 20) % SEEN_SLOTS) * 8
  if (load<u64>(slot) == hash) return true
  store<u64>(slot, hash)
  return false
}

function secret(): bool {
  bare = false
  return true
}

function maySecret(from: usize, to: usize): bool {
  let at = behindTime(from, to)
  let length: u32 = 0
  let kinds: u32 = 0
  let before: u32 = 0
  let beforeKinds: u32 = 0
  let beforeBefore: u32 = 0
  let mark: u32 = 0
  let dots: u32 = 0
  let schema = false
  let parts: u32 = 0
  let run: u32 = 0
  let runKinds: u32 = 0
  bare = false
  while (at < to) {
    let hash: i32 = 0
    const start = at
    kinds = 0
    // Behind the line stands its line feed, or what the window is padded with: neither is of a
    // word.
    for (;;) {
      const byte: usize = load<u8>(at)
      const bit = load<u32>(BITS + (byte << 2))
      if (bit == 0) break
      hash = rotl(hash, 7) ^ <i32>load<u8>(LOWERED + byte)
      kinds |= bit
      at += 1
    }
    const kind: u32 = at < to ? kindAt(at) : 0
    length = <u32>(at - start)
    if (length > 0) {
      const bits: u32 = load<u8>(WORDS + ((<u32>hash ^ (<u32>hash >> 16)) & 0xffff))
      if (bits != 0) {
        if (bits & TRIGGER) return secret()
        if (bits & LEARNT) bare = true
        if (bits & SCHEMA && mark != DOT) schema = true
        if (bits & TLD && mark == DOT && !schema) return secret()
      }
      const hex = (kinds & ~HEXES) == 0
      if (mark == DOT) {
        dots += 1
        if (dots > 1 && !schema) return secret()
      }
      if (hex && length <= 4 && (mark == COLON || (mark == DASH && length == 2 && before == 2))) {
        parts += 1
        if (parts > 4) return secret()
      } else parts = 0
      if (mark == DASH || mark == DOT || mark == 0) {
        if (kinds == DIGITS && beforeKinds == DIGITS && ((length == 4 && before == 3) || (mark == DASH && length >= 6))) return secret()
        if (mark == DASH && hex && length == 12 && before == 4 && beforeBefore == 4 && !zeros(start)) return secret()
      }
      run += length
      runKinds |= kinds
      if (length >= 24 && !(hex && length < 32)) return secret()
      if (run >= 12 && (runKinds & DIGITS) != 0 && (runKinds & LOWERS) != 0 && (runKinds & UPPERS) != 0 && (runKinds & ~HEXES) != 0) return secret()
      if (kind == EQUALS && run >= 12 && (at + 1 >= to || !isWord(at + 1))) return secret()
      beforeBefore = before
      before = length
      beforeKinds = kinds
    } else before = 0
    mark = kind
    if (kind != PLUS && kind != SLASH && kind != DASH) {
      run = 0
      runKinds = 0
    }
    if (kind != DOT && kind != DASH) {
      dots = 0
      schema = false
    }
    switch (kind) {
      case AT:
      case BACKSLASH:
        return secret()
      case PLUS:
        if (isDigitAt(at + 1) || load<u8>(at + 1) == 0x28) return secret()
        break
      case PERCENT:
        if (isHexAt(at + 1) && isHexAt(at + 2)) return secret()
        break
      case AMPERSAND:
        if (load<u8>(at + 1) == 0x23) return secret()
        break
      case OPEN:
        if (isAreaCode(at + 1)) return secret()
        break
      case COLON:
        if (load<u8>(at + 1) == 0x3a && load<u8>(at - before - 1) != 0x2e && shortHex(at, to)) return secret()
        break
      case SLASH:
        if (load<u8>(at - 1) == 0x2f && load<u8>(at - 2) == 0x3a && isBareHost(at + 1, to)) return secret()
        break
      default:
    }
    at += 1
  }
  return bare
}

/** The id that stands where there is none. */
function zeros(at: usize): bool {
  return load<u64>(at) == 0x3030303030303030 && load<u32>(at + 8) == 0x30303030
}

/** `(425) 5`, and not the line of a source file: `(1412)` */
function isAreaCode(start: usize): bool {
  let at = start
  while (isDigitAt(at) && at - start < 6) at += 1
  if (at - start < 2 || load<u8>(at) != 0x29) return false
  const next = load<u8>(at + 1)
  return isDigitAt(at + 1) || ((next == 0x20 || next == 0x2d) && isDigitAt(at + 2))
}

/** Around `::` groups of an address. */
function shortHex(colons: usize, to: usize): bool {
  const start = colons + 2
  let at = start
  while (at < to && at - start < 5 && isHexAt(at)) at += 1
  return at - start < 5 && (at >= to || !isWord(at)) && (at > start || isHexAt(colons - 1))
}

/** `://server/`: without a dot, nothing else shows that it is a host. */
function isBareHost(start: usize, to: usize): bool {
  let at = start
  while (at < to && (isWord(at) || load<u8>(at) == 0x2d)) at += 1
  return at > start && (at >= to || load<u8>(at) != 0x2e)
}
