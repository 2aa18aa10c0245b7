import { BLANK, fold, isDigit, isLetter, LF, lineFeed, standsFolded } from './bytes'
import { METHODS, STARTS } from './layout'

/** `SIP/2.0` as a number of seven bytes. */
const VERSION: u64 = 0x00_302e_322f_5049_53
const SEVEN_BYTES: u64 = 0x00ff_ffff_ffff_ffff
const VERSION_LENGTH: usize = 7
/** A CSeq further on is not looked for. */
const LONGEST_HEADER: usize = 16 << 10

@inline
export function isVersion(at: usize): bool {
  return (load<u64>(at) & SEVEN_BYTES) == VERSION
}

/** Whether a line may be the first of a SIP message. */
@inline
export function looksLikeStart(at: usize, to: usize): bool {
  return to - at >= VERSION_LENGTH && (isVersion(to - VERSION_LENGTH) || isVersion(at))
}

/**
 * Whether a line is a start line for certain: `SIP/2.0 200 OK`, or `BENOTIFY sip:… SIP/2.0` with a
 * method of letters.
 */
export function isStartLine(at: usize, to: usize): bool {
  if (isVersion(at)) {
    if (to - at < 12 || load<u8>(at, 7) != BLANK || load<u8>(at, 11) != BLANK) return false
    return isDigit(load<u8>(at, 8)) && isDigit(load<u8>(at, 9)) && isDigit(load<u8>(at, 10))
  }
  const version = to - VERSION_LENGTH
  let method = at
  while (method < version && isLetter(load<u8>(method))) method += 1
  if (method == at || load<u8>(method) != BLANK || version < method + 3) return false
  if (load<u8>(version - 1) != BLANK || !isVersion(version)) return false
  for (let uri = method + 1; uri < version - 1; uri += 1) if (load<u8>(uri) == BLANK) return false
  return true
}

/** Whether a SIP message that is asked for begins at `at`. */
export function startsWanted(at: usize, to: usize): bool {
  if (anyStands(STARTS, at, to)) return true
  if (load<u8>(METHODS) == 0 || to - at < 8 || !isFoldedVersion(at)) return false
  const end = min(to, at + LONGEST_HEADER)
  const method = answeredMethod(at, end)
  return anyStands(METHODS, method, end)
}

function isFoldedVersion(at: usize): bool {
  return (
    fold(load<u8>(at)) == 0x73 &&
    fold(load<u8>(at, 1)) == 0x69 &&
    fold(load<u8>(at, 2)) == 0x70 &&
    load<u32>(at, 3) == 0x302e_322f &&
    load<u8>(at, 7) == BLANK
  )
}

function anyStands(literals: usize, at: usize, to: usize): bool {
  let literal = literals
  for (let length = <usize>load<u8>(literal); length != 0; length = <usize>load<u8>(literal)) {
    if (at + length <= to && standsFolded(at, literal + 1, length)) return true
    literal += 1 + length
  }
  return false
}

/** Where the method stands in the CSeq of an answer; `to` when there is none. */
function answeredMethod(at: usize, to: usize): usize {
  for (let line = lineFeed(at, to); line < to; line = lineFeed(line + 1, to)) {
    const name = line + 1
    if (fold(load<u8>(name)) != 0x63 || fold(load<u8>(name, 1)) != 0x73) continue
    if (fold(load<u8>(name, 2)) != 0x65 || fold(load<u8>(name, 3)) != 0x71) continue
    let method = name + 4
    if (isLetter(load<u8>(method))) continue
    while (method < to && !isLetter(load<u8>(method))) method += 1
    return method
  }
  return to
}

/**
 * Whether the quotation mark, line end or bracket before a place lets a SIP message begin there.
 */
@inline
export function isOpening(byte: u8): bool {
  return byte == LF || byte == 0x22 || byte == 0x3e || byte == 0x3b || byte == 0x5b
}
