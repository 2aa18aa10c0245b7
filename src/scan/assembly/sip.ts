import { fold, hasByte, isDigit, isLetter, LF, lineFeed, matchesFolded, SPACE } from './bytes'
import { SIP_METHODS, SIP_STARTS } from './memory-layout'

/** `SIP/2.0` as a little-endian number of seven bytes. */
export const VERSION: u64 = 0x00_302e_322f_5049_53
const COLON: u8 = 0x3a
const TAB: u8 = 9
const LOW_SEVEN_BYTES: u64 = 0x00ff_ffff_ffff_ffff
const VERSION_LENGTH: usize = 7
/** How far a CSeq header is searched for. */
const MAX_HEADER_BYTES: usize = 16 << 10

@inline
export function isVersion(at: usize): bool {
  return (load<u64>(at) & LOW_SEVEN_BYTES) == VERSION
}

/** Cheap test: whether a line could be a SIP start line. */
@inline
export function couldBeStartLine(at: usize, to: usize): bool {
  return to - at >= VERSION_LENGTH && (isVersion(to - VERSION_LENGTH) || isVersion(at))
}

/**
 * Strict test for a start line: `SIP/2.0 200 OK`, or `BENOTIFY sip:… SIP/2.0` with a method of
 * letters.
 */
export function isStartLine(at: usize, to: usize): bool {
  if (isVersion(at)) {
    if (to - at < 12 || load<u8>(at, 7) != SPACE || load<u8>(at, 11) != SPACE) return false
    return isDigit(load<u8>(at, 8)) && isDigit(load<u8>(at, 9)) && isDigit(load<u8>(at, 10))
  }
  const version = to - VERSION_LENGTH
  let method = at
  while (method < version && isLetter(load<u8>(method))) method += 1
  if (method == at || load<u8>(method) != SPACE || version < method + 3) return false
  if (load<u8>(version - 1) != SPACE || !isVersion(version)) return false
  return !hasByte(method + 1, version - 1, SPACE)
}

/**
 * Whether a SIP message that some evidence needs begins at `at`. `isSent`: whether the client
 * certainly sent it.
 */
export function isWantedSip(at: usize, to: usize, isSent: bool = false): bool {
  if (matchesAny(SIP_STARTS, at, to)) return true
  if (isSent || load<u8>(SIP_METHODS) == 0 || to - at < 8 || !isFoldedVersion(at)) return false
  const end = min(to, at + MAX_HEADER_BYTES)
  const method = findCSeqMethod(at, end)
  // The header may be further on.
  if (method == end && end < to) return true
  return matchesAny(SIP_METHODS, method, end)
}

function isFoldedVersion(at: usize): bool {
  return (
    fold(load<u8>(at)) == 0x73 &&
    fold(load<u8>(at, 1)) == 0x69 &&
    fold(load<u8>(at, 2)) == 0x70 &&
    load<u32>(at, 3) == 0x302e_322f &&
    load<u8>(at, 7) == SPACE
  )
}

function matchesAny(literals: usize, at: usize, to: usize): bool {
  let literal = literals
  for (let length = <usize>load<u8>(literal); length != 0; length = <usize>load<u8>(literal)) {
    if (at + length <= to && matchesFolded(at, literal + 1, length)) return true
    literal += 1 + length
  }
  return false
}

/** Address of the method in the CSeq header of a response; `to` when there is none. */
function findCSeqMethod(at: usize, to: usize): usize {
  for (let line = lineFeed(at, to); line < to; line = lineFeed(line + 1, to)) {
    const name = line + 1
    if (fold(load<u8>(name)) != 0x63 || fold(load<u8>(name, 1)) != 0x73) continue
    if (fold(load<u8>(name, 2)) != 0x65 || fold(load<u8>(name, 3)) != 0x71) continue
    let method = name + 4
    while (method < to && (load<u8>(method) == SPACE || load<u8>(method) == TAB)) method += 1
    if (load<u8>(method) != COLON) continue
    while (method < to && !isLetter(load<u8>(method))) method += 1
    return method
  }
  return to
}

/** Whether a SIP message can begin after this byte: a line feed, or one of `">;[`. */
@inline
export function isOpening(byte: u8): bool {
  return byte == LF || byte == 0x22 || byte == 0x3e || byte == 0x3b || byte == 0x5b
}

/** Whether one of these bytes other than a line feed is in `from`..`to`. */
export function hasOpening(from: usize, to: usize): bool {
  for (let at = from; at < to; at += 16) {
    const bytes = v128.load(at)
    const found = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x3e))),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x3b)), i8x16.eq(bytes, i8x16.splat(0x5b))),
    )
    const places = i8x16.bitmask(found)
    if (places != 0 && at + ctz(places) < to) return true
  }
  return false
}
