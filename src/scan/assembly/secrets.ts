// Finds lines that may hold a secret, by looking at their bytes only. Most lines hold none and are
// never decoded. A line may be returned needlessly. A line in which the finders of `src/redact`
// would find something must never be skipped. `src/redact/log/secret-line-scanner.ts` fills in the
// tables of words and byte classes.

import { lineFeed } from './bytes'

/** Meaning of a word by its hash: 64 KiB. */
const WORDS: usize = 65_536
/** Class of each byte, and its lower case. */
const CLASSES: usize = 131_072
const LOWERED: usize = 131_328
/** For a byte that can be part of a word, 1 shifted by its class; else 0. 4 bytes each. */
const BITS: usize = 131_584
/** Hashes of lines that were returned before, 8 bytes each. */
const LINE_HASHES: usize = 4 << 20
const LINE_HASH_SLOTS: u64 = 1 << 18

// Classes of bytes, as in `secret-line-scanner.ts`.
const DIGIT: u32 = 1
const HEX: u32 = 2
const UPPER_HEX: u32 = 3
const LOWER: u32 = 4
const UPPER: u32 = 5
const NON_ASCII: u32 = 6
const DOT: u32 = 7
const COLON: u32 = 8
const DASH: u32 = 9
const AT: u32 = 10
const BACKSLASH: u32 = 11
const PLUS: u32 = 12
const PERCENT: u32 = 13
const AMPERSAND: u32 = 14
const SLASH: u32 = 15
const PARENTHESIS: u32 = 16
const EQUALS: u32 = 17

const TRIGGER: u32 = 1
const TLD: u32 = 2
const SCHEMA: u32 = 4
const LEARNED: u32 = 8
/** `server` and `name`: too frequent alone. Count as in `server name`, and as in `<t:Name>`. */
const SERVER: u32 = 16
const NAME: u32 = 32

/** The last returned line holds only a learned name. */
let onlyLearned = false

export function foundOnlyLearnedWord(): bool {
  return onlyLearned
}

const DIGITS: u32 = 1 << DIGIT
const HEXES: u32 = (1 << DIGIT) | (1 << HEX) | (1 << UPPER_HEX)
const LOWERS: u32 = (1 << HEX) | (1 << LOWER)
const UPPERS: u32 = (1 << UPPER_HEX) | (1 << UPPER)

@inline
function classAt(at: usize): u32 {
  return load<u8>(CLASSES + load<u8>(at))
}
@inline
function isWordByte(at: usize): bool {
  return classAt(at) - DIGIT <= NON_ASCII - DIGIT
}
@inline
function isHexAt(at: usize): bool {
  return classAt(at) - DIGIT <= UPPER_HEX - DIGIT
}
@inline
function isDigitAt(at: usize): bool {
  return classAt(at) == DIGIT
}

/**
 * Start of the first line in `from`..`to` that may hold a secret; `to` when there is none. `from`
 * is a line start, `to` a line end. With `once`, skips lines that were returned before.
 */
export function findSecretLine(from: usize, to: usize, once: bool): usize {
  let line = from
  while (line < to) {
    const feed = lineFeed(line, to)
    if (mayHoldSecret(line, feed) && !(once && wasSeen(line, feed))) return line
    line = feed + 1
  }
  return to
}

/** Skips the date and time of a client log record: they differ in every record. */
@inline
function skipTime(from: usize, to: usize): usize {
  return to - from > 24 &&
    load<u8>(from + 10) == 0x7c &&
    load<u8>(from + 13) == 0x3a &&
    isDate(from)
    ? from + 24
    : from
}

/** Whether `06/14/2016` or `2016/06/14` is at `at`. */
function isDate(at: usize): bool {
  if (!isDigitAt(at) || !isDigitAt(at + 1) || !isDigitAt(at + 3)) return false
  if (!isDigitAt(at + 6) || !isDigitAt(at + 8) || !isDigitAt(at + 9)) return false
  return isDigitAt(at + 2)
    ? isDateMark(at + 4) && isDateMark(at + 7) && isDigitAt(at + 5)
    : isDateMark(at + 2) && isDateMark(at + 5) && isDigitAt(at + 4) && isDigitAt(at + 7)
}

@inline
function isDateMark(at: usize): bool {
  const byte = load<u8>(at)
  return byte >= 0x2d && byte <= 0x2f
}

/**
 * Whether this line was returned before; remembers it. Two different lines have the same hash in
 * one of 10^13 pairs.
 */
function wasSeen(from: usize, to: usize): bool {
  let hash: u64 = 0x9e3779b97f4a7c15
  let at = skipTime(from, to)
  for (; at + 8 <= to; at += 8) {
    hash = (hash ^ load<u64>(at)) * 0xff51afd7ed558ccd
    hash ^= hash >> 32
  }
  for (; at < to; at += 1) {
    hash = (hash ^ load<u8>(at)) * 0xff51afd7ed558ccd
    hash ^= hash >> 32
  }
  const slot = LINE_HASHES + <usize>((hash >> 20) % LINE_HASH_SLOTS) * 8
  if (load<u64>(slot) == hash) return true
  store<u64>(slot, hash)
  return false
}

function foundSecret(): bool {
  onlyLearned = false
  return true
}

function mayHoldSecret(from: usize, to: usize): bool {
  let at = skipTime(from, to)
  let length: u32 = 0
  let classes: u32 = 0
  let previousLength: u32 = 0
  let previousClasses: u32 = 0
  let previousBits: u32 = 0
  let lengthBeforePrevious: u32 = 0
  let separator: u32 = 0
  let dots: u32 = 0
  let schema = false
  let parts: u32 = 0
  let run: u32 = 0
  let runClasses: u32 = 0
  onlyLearned = false
  while (at < to) {
    let hash: i32 = 0
    const start = at
    classes = 0
    // The line is followed by its line feed or by padding: neither is part of a word.
    for (;;) {
      const byte: usize = load<u8>(at)
      const bit = load<u32>(BITS + (byte << 2))
      if (bit == 0) break
      hash = rotl(hash, 7) ^ <i32>load<u8>(LOWERED + byte)
      classes |= bit
      at += 1
    }
    const byteClass: u32 = at < to ? classAt(at) : 0
    length = <u32>(at - start)
    if (length > 0) {
      const bits: u32 = load<u8>(WORDS + ((<u32>hash ^ (<u32>hash >> 16)) & 0xffff))
      if (bits != 0) {
        if (bits & NAME && (previousBits & SERVER || load<u8>(at) == 0x3e)) return foundSecret()
        if (bits & TRIGGER) return foundSecret()
        if (bits & LEARNED) onlyLearned = true
        if (bits & SCHEMA && separator != DOT) schema = true
        if (bits & TLD && separator == DOT && !schema) return foundSecret()
      }
      const hex = (classes & ~HEXES) == 0
      if (separator == DOT) {
        dots += 1
        if (dots > 1 && (!schema || classes == DIGITS)) return foundSecret()
      }
      if (
        hex &&
        length <= 4 &&
        (separator == COLON || (separator == DASH && length == 2 && previousLength == 2))
      ) {
        parts += 1
        if (parts > 4) return foundSecret()
      } else parts = 0
      if (separator == DASH || separator == DOT || separator == 0) {
        if (
          classes == DIGITS &&
          previousClasses == DIGITS &&
          ((length == 4 && previousLength == 3) || (separator == DASH && length >= 6))
        )
          return foundSecret()
        if (
          separator == DASH &&
          hex &&
          length == 12 &&
          previousLength == 4 &&
          lengthBeforePrevious == 4 &&
          !isZeroId(start)
        )
          return foundSecret()
      }
      run += length
      runClasses |= classes
      if (length >= 24 && !(hex && length < 32)) return foundSecret()
      if (
        run >= 12 &&
        (runClasses & DIGITS) != 0 &&
        (runClasses & LOWERS) != 0 &&
        (runClasses & UPPERS) != 0 &&
        (runClasses & ~HEXES) != 0
      )
        return foundSecret()
      if (byteClass == EQUALS && run >= 12 && (at + 1 >= to || !isWordByte(at + 1)))
        return foundSecret()
      lengthBeforePrevious = previousLength
      previousLength = length
      previousClasses = classes
      previousBits = bits
    } else {
      previousLength = 0
      previousBits = 0
    }
    separator = byteClass
    if (byteClass != PLUS && byteClass != SLASH && byteClass != DASH) {
      run = 0
      runClasses = 0
    }
    if (byteClass != DOT && byteClass != DASH) {
      dots = 0
      schema = false
    }
    switch (byteClass) {
      case AT:
      case BACKSLASH:
        return foundSecret()
      case PLUS:
        if (isDigitAt(at + 1) || load<u8>(at + 1) == 0x28) return foundSecret()
        break
      case PERCENT:
        if (isHexAt(at + 1) && isHexAt(at + 2)) return foundSecret()
        break
      case AMPERSAND:
        if (load<u8>(at + 1) == 0x23) return foundSecret()
        break
      case PARENTHESIS:
        if (isAreaCode(at + 1)) return foundSecret()
        break
      case COLON:
        if (
          load<u8>(at + 1) == 0x3a &&
          load<u8>(at - previousLength - 1) != 0x2e &&
          isShortHexGroup(at, to)
        )
          return foundSecret()
        break
      case SLASH:
        if (
          load<u8>(at - 1) == 0x2f &&
          (load<u8>(at - 2) == 0x3a ? isBareHost(at + 1, to) : isHostBeforeSlash(at + 1, to))
        )
          return foundSecret()
        break
      default:
    }
    at += 1
  }
  return onlyLearned
}

/** Whether the last group of a GUID is all zeros, as in the null id. */
function isZeroId(at: usize): bool {
  return load<u64>(at) == 0x3030303030303030 && load<u32>(at + 8) == 0x30303030
}

/** Whether an area code such as `(425) 5` is at `start`, and not a line number such as `(1412)`. */
function isAreaCode(start: usize): bool {
  let at = start
  while (isDigitAt(at) && at - start < 6) at += 1
  if (at - start < 2 || load<u8>(at) != 0x29) return false
  const next = load<u8>(at + 1)
  return isDigitAt(at + 1) || ((next == 0x20 || next == 0x2d) && isDigitAt(at + 2))
}

/** Whether a short group of hexadecimal digits is next to `::`, as in an IPv6 address. */
function isShortHexGroup(colons: usize, to: usize): bool {
  const start = colons + 2
  let at = start
  while (at < to && at - start < 5 && isHexAt(at)) at += 1
  return at - start < 5 && (at >= to || !isWordByte(at)) && (at > start || isHexAt(colons - 1))
}

/** Whether a host name and a slash follow, as in `//server/share`. */
function isHostBeforeSlash(start: usize, to: usize): bool {
  let at = start
  while (at < to && (isWordByte(at) || load<u8>(at) == 0x2d || load<u8>(at) == 0x2e)) at += 1
  return at > start && at < to && load<u8>(at) == 0x2f
}

/** Whether a host name with at most one dot follows `://`: no other test recognizes all of them. */
function isBareHost(start: usize, to: usize): bool {
  let at = start
  while (at < to && isHostByte(at)) at += 1
  if (at == start || at >= to || load<u8>(at) != 0x2e) return at > start
  at += 1
  while (at < to && isHostByte(at)) at += 1
  return at >= to || load<u8>(at) != 0x2e || at + 1 >= to || !isHostByte(at + 1)
}

@inline
function isHostByte(at: usize): bool {
  return isWordByte(at) || load<u8>(at) == 0x2d
}
