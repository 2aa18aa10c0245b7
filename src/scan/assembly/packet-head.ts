import { CR, hasByte, isDigit, LF, SPACE } from './bytes'
import { HEADER_NAMES, KEPT_HEADERS, LINE_FEED, PACKET_TEXT } from './memory-layout'
import { findLineFeed } from './search'
import { storePacket } from './skip-state'

// Reads the head of a wanted SIP message in one pass. Only usual heads are read: ASCII, no folded
// lines, no compact names, no listed header twice, no contradiction. Any other is
// left to the parser, which defines what it means.

const COLON: u8 = 0x3a
const TAB: u8 = 9
const DASH: u8 = 0x2d
const COMMA: u8 = 0x2c
const MAX_LINE_BYTES: usize = 8 << 10
const MAX_NAME_BYTES: usize = 31
/** RFC 3261 allows ten digits, of which not every number is valid. */
const MAX_SEQUENCE_DIGITS: usize = 9

/**
 * The bytes `0x20`, dash, `b`, colon and the bit of letters, because V8 computes a constant vector
 * again in every turn of a loop.
 */
const LETTERS: usize = LINE_FEED + 1
store<u64>(LETTERS, 0x40_3a_62_2d_20)

// Flags of a name in the list (see `search-plan.ts`).
/** The header is copied. */
const KEPT: u32 = 1
const CSEQ: u32 = 4
const CONTENT_TYPE: u32 = 8
const CONTENT_LENGTH: u32 = 16
/** One line may hold several values. */
const LIST: u32 = 32

/**
 * Reads the message at `start`, whose start line ends at `lineEnd` and whose headers are from
 * `headers` up to the empty line at `blank`. Copies its start line and the kept headers to
 * `PACKET_TEXT`, one a line in the order of their numbers, and stores where its parts are. Returns false when the parser has to
 * read the message.
 */
export function readPacketHead(start: usize, lineEnd: usize, headers: usize, blank: usize): bool {
  if (!isPlainText(start, blank) || load<u8>(lineEnd - 1) <= SPACE) return false
  const isResponse = load<u8>(start, 3) == 0x2f && load<u8>(start, 7) == SPACE && isDigit(load<u8>(start, 8))
  /** Bits of the listed headers, and of those that are kept, by their numbers. */
  let seen: u32 = 0
  let kept: u32 = 0
  let method: usize = 0
  let methodBytes: usize = 0
  let contentType: usize = 0
  let contentTypeBytes: usize = 0
  let hasLists = false
  let line = headers
  while (line < blank) {
    const feed = findLineFeed(line, blank)
    const end = load<u8>(feed - 1) == CR ? feed - 1 : feed
    const colon = findColon(line)
    // A name of one letter is a compact form.
    if (colon < line + 2 || end - line > MAX_LINE_BYTES) return false
    const name = findName(line, colon - line)
    if (name == 0) {
      if (!isPlainName(line, colon)) return false
    } else {
      let value = colon + 1
      while (value < end && isBlank(load<u8>(value))) value += 1
      let valueEnd = end
      while (valueEnd > value && isBlank(load<u8>(valueEnd - 1))) valueEnd -= 1
      // The parser decides which other characters do not belong to the value.
      if (value < valueEnd && (load<u8>(value) < SPACE || load<u8>(valueEnd - 1) < SPACE))
        return false
      const flags = <u32>load<u8>(name)
      const number = <usize>load<u8>(name, 1)
      const bit: u32 = 1 << (<u32>number)
      if (seen & bit) return false
      seen |= bit
      if (flags & CSEQ) {
        method = readSequence(value, valueEnd)
        if (method == 0) return false
        methodBytes = valueEnd - method
      } else if (flags & CONTENT_TYPE) {
        contentType = value
        contentTypeBytes = valueEnd - value
      } else if (flags & CONTENT_LENGTH && !isNumber(value, valueEnd)) return false
      if (flags & KEPT) {
        kept |= bit
        const entry = KEPT_HEADERS + (number << 4)
        store<u32>(entry, <u32>name)
        store<u32>(entry, <u32>value, 4)
        store<u32>(entry, <u32>valueEnd, 8)
        if (flags & LIST && hasByte(value, valueEnd, COMMA)) hasLists = true
      }
    }
    line = feed + 1
  }
  if (method == 0) return false
  if (!isResponse && !isMethodOf(start, method, methodBytes)) return false
  const status = isResponse ? readStatus(start + 8) : 0
  let out = copy(PACKET_TEXT, start, lineEnd)
  const startLineBytes = out - PACKET_TEXT
  let methodAt: usize = 0
  for (let left = kept; left != 0; left &= left - 1) {
    const entry = KEPT_HEADERS + ((<usize>ctz(left)) << 4)
    const name = <usize>load<u32>(entry)
    const value = <usize>load<u32>(entry, 4)
    const nameEnd = name + 3 + <usize>load<u8>(name, 2)
    store<u8>(out, LF)
    out = copy(out + 1, name + 3, nameEnd)
    store<u8>(out, COLON)
    out += 1
    if (load<u8>(name) & CSEQ) methodAt = out + (method - value) - PACKET_TEXT
    out = copy(out, value, <usize>load<u32>(entry, 8))
  }
  storePacket(
    <i32>(out - PACKET_TEXT),
    <i32>startLineBytes,
    status,
    <i32>methodAt,
    <i32>methodBytes,
    <i32>contentType,
    <i32>contentTypeBytes,
    hasLists,
  )
  return true
}

/** Whether the text is ASCII and holds no `ms-body`, whose value is message text. */
function isPlainText(from: usize, to: usize): bool {
  const lower = v128.load8_splat(LETTERS)
  const dash = v128.load8_splat(LETTERS, 1)
  const letter = v128.load8_splat(LETTERS, 2)
  let bits = v128.load(from)
  let suspects = i8x16.splat(0)
  for (let at = from; at < to; at += 16) {
    const bytes = v128.load(at)
    bits = v128.or(bits, bytes)
    const isB = i8x16.eq(v128.or(v128.load(at, 1), lower), letter)
    suspects = v128.or(suspects, v128.and(i8x16.eq(bytes, dash), isB))
  }
  return i8x16.bitmask(bits) == 0 && (!v128.any_true(suspects) || !hasDashBo(from, to))
}

/** Whether `-bo` is there, in either case. */
function hasDashBo(from: usize, to: usize): bool {
  for (let at = from; at < to; at += 1)
    if (
      load<u8>(at) == DASH &&
      (load<u8>(at, 1) | 0x20) == 0x62 &&
      (load<u8>(at, 2) | 0x20) == 0x6f
    )
      return true
  return false
}

/** Address of the colon in the 32 bytes from `line` on; 0 when there is none. */
@inline
function findColon(line: usize): usize {
  const colon = v128.load8_splat(LETTERS, 3)
  const places: u32 =
    i8x16.bitmask(i8x16.eq(v128.load(line), colon)) |
    (i8x16.bitmask(i8x16.eq(v128.load(line, 16), colon)) << 16)
  return places == 0 ? 0 : line + ctz(places)
}

/** Whether the name has only letters, digits and dashes. */
function isPlainName(line: usize, colon: usize): bool {
  const left = otherBytes(line)
  const others = left | (otherBytes(line + 16) << 16)
  return line + ctz(others) == colon
}

/** A bit for each of the sixteen bytes from `at` on: whether it is no letter, digit or dash. */
@inline
function otherBytes(at: usize): u32 {
  const bytes = v128.load(at)
  const letters = i8x16.lt_u(
    i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)),
    i8x16.splat(26),
  )
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10))
  const dashes = i8x16.eq(bytes, i8x16.splat(DASH))
  return ~i8x16.bitmask(v128.or(v128.or(letters, digits), dashes)) & 0xffff
}

@inline
function isBlank(byte: u8): bool {
  return byte == SPACE || byte == TAB
}

/** The entry of the list with this name; 0 when it is in no list. */
@inline
function findName(line: usize, length: usize): usize {
  if (length > MAX_NAME_BYTES) return 0
  let entry = <usize>load<u16>(HEADER_NAMES + (length << 1))
  if (entry == 0) return 0
  const first = v128.load(line)
  const second = v128.load(line, 16)
  const compared: u32 = (<u32>1 << (<u32>length)) - 1
  for (; load<u8>(entry, 2) != 0; entry += 3 + length) {
    const equal = equalBytes(first, entry + 3) | (equalBytes(second, entry + 19) << 16)
    if ((equal & compared) == compared) return entry
  }
  return 0
}

/** A bit for each byte that is the same as the one of the lower-case text, ignoring case. */
@inline
function equalBytes(bytes: v128, text: usize): u32 {
  const lower = v128.load(text)
  const caseBits = i16x8.shr_u(v128.and(lower, v128.load8_splat(LETTERS, 4)), 1)
  return i8x16.bitmask(i8x16.eq(v128.or(bytes, caseBits), lower))
}

/** Address of the method in `1 INVITE`; 0 when the value has another form. */
function readSequence(from: usize, to: usize): usize {
  let at = from
  while (at < to && isDigit(load<u8>(at))) at += 1
  if (at == from || at - from > MAX_SEQUENCE_DIGITS || at + 1 >= to || load<u8>(at) != SPACE)
    return 0
  for (let letter = at + 1; letter < to; letter += 1) if (load<u8>(letter) <= SPACE) return 0
  return at + 1
}

function isNumber(from: usize, to: usize): bool {
  for (let at = from; at < to; at += 1) if (!isDigit(load<u8>(at))) return false
  return from < to && to - from < 10
}

function isMethodOf(start: usize, method: usize, length: usize): bool {
  for (let index: usize = 0; index < length; index += 1)
    if (load<u8>(start + index) != load<u8>(method + index)) return false
  return load<u8>(start + length) == SPACE
}

function readStatus(at: usize): i32 {
  return (
    (<i32>load<u8>(at) - 48) * 100 + (<i32>load<u8>(at, 1) - 48) * 10 + (<i32>load<u8>(at, 2) - 48)
  )
}

/** Copies `from`..`to`; returns the address after the copy. Writes up to 15 bytes more. */
@inline
function copy(out: usize, from: usize, to: usize): usize {
  let target = out
  for (let at = from; at < to; at += 16) {
    v128.store(target, v128.load(at))
    target += 16
  }
  return out + (to - from)
}
