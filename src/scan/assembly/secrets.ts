// Tells from the bytes of a line which finders of `src/redact` may find something in it. Most lines
// hold no secret and are never decoded. A finder may be named needlessly. A finder that would find
// something must never be missing. `src/redact/log/line-scanner.ts` fills in the tables of words
// and byte classes.

import { SPACE } from './bytes'
import {
  base64MayBeText,
  DECODED,
  decodedBytes,
  hasDecodedNonAscii,
  hexMayBeText,
  isAllHex,
  isDecodedKept,
  TRANSCODED,
  transcode,
} from './encoded'
import {
  ID_LEARNED,
  addId,
  findKey,
  forgetIds,
  generation,
  hashBytes,
  holdIds,
  idCount,
  learnedVersion,
  markLearnedId,
  noteLearned,
  passStart,
  releaseIds,
  startIds,
} from './line-keys'
import {
  frontEnd,
  isBlank,
  isHeaderName,
  isPlainHeaderName,
  lineEnd,
  processStart,
  restStart,
  splitLine,
  threadStart,
} from './line-prefix'

/** Meaning of a word by its hash: 4 bytes each. */
const WORDS: usize = 65_536
/**
 * Tells words of equal places in `WORDS` apart: a byte of the hash of the marked word, 0 for
 * several.
 */
const WORD_CHECKS: usize = 720_896
/** Class of each byte. */
const CLASSES: usize = 327_680
/**
 * For a byte that can be part of a word: 1 shifted by its class, and from bit 8 on its lower case;
 * else 0. 4 bytes each.
 */
const BITS: usize = 328_192
/** Bit 1: an id may begin after the byte. Bit 2: an id may end before it. */
const EDGES: usize = 329_216
/** Runs of base64 in the current line: start, end, and whether it looks like base64; 12 bytes. */
const RUNS: usize = 335_872
const MAX_RUNS: u32 = 64
const RUN_BYTES: u32 = 12
/**
 * Parts of lines that were examined: hash, generation, groups, number of the key, and flags; 32
 * bytes each. A part is in one of two neighboring slots: lines that nearly all packets have must
 * not displace each other every time.
 */
const PARTS: usize = 4 << 20
const PART_PAIRS: usize = 1 << 14
const PART_BYTES: usize = 32

// Classes of bytes, as in `line-scanner.ts`.
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
const UNDERSCORE: u32 = 18
const QUOTE: u32 = 19
const GREATER: u32 = 20

// Groups of finders, as in `src/redact/finder-groups.ts`.
const PRIVATE: u32 = 1
const CONTEXT: u32 = 2
const MEETING: u32 = 8
const ADDRESS: u32 = 16
const PATH: u32 = 32
const NUMBER: u32 = 64
const IP: u32 = 128
const HOST: u32 = 256
const ACCOUNT: u32 = 512
const ENCODED: u32 = 1024
const LEARNED: u32 = 2048
const ESCAPE: u32 = 4096
const ALL_GROUPS: u32 = 8191
/** Groups whose finders look at the characters of ids, or that are rare. */
const UNLIKE_GROUPS: u32 =
  ALL_GROUPS & ~(PRIVATE | CONTEXT | ADDRESS | PATH | IP | HOST | LEARNED)

// Meaning of words, beside the groups.
/** The word alone is a reason to look at a line. */
const STRONG: u32 = 1 << 16
const TLD: u32 = 1 << 17
const SCHEMA: u32 = 1 << 18
/** `server` and `name`: too frequent alone. Count as in `server name`, and as in `<t:Name>`. */
const SERVER: u32 = 1 << 19
const NAME: u32 = 1 << 20
/** `x` and `session`: count as in `X-Token` and `Session-Id`. */
const DASHED: u32 = 1 << 21
/** `join`: counts after a slash; `conf`: after a colon. */
const SLASHED: u32 = 1 << 22
const COLONED: u32 = 1 << 23
/** `uri` counts as in `line uri`. */
const LINE: u32 = 1 << 27
const URI: u32 = 1 << 28
/** `packet` and `received`: titles of packets have them. */
const TITLE: u32 = 1 << 29
/** `19`, as in the ids of meetings: `19:meeting_…@thread.v2`. */
const THREAD: u32 = 1 << 24
/** `sip`: a user may follow. */
const SCHEME: u32 = 1 << 25
/** `tls`, as in `SIP/2.0/TLS`: a host may follow. */
const TRANSPORT: u32 = 1 << 26

// Kinds of ids. Two ids of the same kind and length are alike to the finders.
const ID_DIGITS: u32 = 1
const ID_HEX: u32 = 2
const ID_OTHER: u32 = 4
/** Begins with a digit, where that tells whether it is a host. */
const ID_DIGIT_FIRST: u32 = 8
const ID_GUID: u32 = 16
const ID_IP: u32 = 32
/** The user in `sip:kim@contoso.example`. */
const ID_USER: u32 = 64
/** Process and thread in the prefix of a server. */
const ID_THREAD: u32 = 256
const MIN_ID_BYTES: u32 = 8
const MIN_HEX_ID_BYTES: u32 = 4
const GUID_BYTES: usize = 36
/** Four digits and two colons. */
const MIN_THREAD_BYTES: usize = 6

/** Groups for which the line is worth looking at, and others that may find something in it. */
let strong: u32 = 0
let weak: u32 = 0
let runs: u32 = 0
/** Number of runs before those of the current text. */
let firstRun: u32 = 0
let hasNonAscii = false
let key: i32 = -1

/** Number of the key of the part examined last; -1 when it is new. */
export function keyNumber(): i32 {
  return key
}

const WORD_CLASSES: u32 = 0xff
const DIGITS: u32 = 1 << DIGIT
const HEXES: u32 = (1 << DIGIT) | (1 << HEX) | (1 << UPPER_HEX)
const LOWERS: u32 = (1 << HEX) | (1 << LOWER)
const UPPERS: u32 = (1 << UPPER_HEX) | (1 << UPPER)
const NON_ASCIIS: u32 = 1 << NON_ASCII

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
 * Start of the first part of a line in `from`..`to` that may hold a secret; `to` when there is none.
 * A part is the prefix with pool and server, or what is after date, time and ids. `from` is a line
 * start or the end of the part found last. When learning, skips parts like those that were returned
 * before, and those that have nothing to learn.
 */
export function findPart(from: usize, to: usize, learning: bool): usize {
  let line = from
  if (from == pendingFrom) {
    pendingFrom = 0
    if (isWanted(restStart, lineEnd, learning, false)) return partStart
    line = lineEnd
  }
  while (line < to) {
    splitLine(line, to)
    if (frontEnd > line && isWanted(line, frontEnd, learning, true)) {
      pendingFrom = frontEnd
      return line
    }
    if (isWanted(restStart, lineEnd, learning, false)) return partStart
    line = lineEnd
  }
  return to
}

/** End of the prefix that was found last: the rest of its line comes next. */
let pendingFrom: usize = 0

/**
 * Skips headers that change nothing but themselves, and not even that. Returns the start of the
 * first other line, which it examines without the prefix of a record. `to` is the end of the bytes
 * that are known. A line of more than `maxBytes` is not skipped.
 */
export function skipPlainHeaders(from: usize, to: usize, maxBytes: usize): usize {
  pendingFrom = 0
  let at = from
  while (true) {
    splitLine(at, to)
    inspect(restStart, lineEnd, false, false)
    const changes = groups != 0 && key != NOTHING_TO_DO
    headerKind = NO_HEADER
    if (hasClosing || restStart != at || lineEnd >= to || isBlank(lineEnd)) return at
    if (lineEnd - at > maxBytes || !isHeaderName(at)) return at
    const isPlain = isPlainHeaderName(at)
    if (isPlain || !changes) headerKind = isPlain ? PLAIN_HEADER : UNCHANGED_HEADER
    if (!isPlain || changes) return at
    at = lineEnd
  }
}

// Kinds of headers that are not folded, as in `line-scanner.ts`.
const NO_HEADER: u32 = 0
/** It changes nothing but itself. */
const PLAIN_HEADER: u32 = 1
/** It may tell how its packet goes on, and does not change itself. */
const UNCHANGED_HEADER: u32 = 2

let headerKind: u32 = NO_HEADER

export function headerKindAt(): u32 {
  return headerKind
}

/** Start and end of the part examined last, and the groups of finders for it. */
let partStart: usize = 0
let partEnd: usize = 0
let groups: u32 = 0
/** Whether the part may be the start line or the title of a packet. */
let mayStartPacket = false
/** Whether the part has `</` or `]>`, which may be the end of an event. */
let hasClosing = false

export function partEndAt(): usize {
  return partEnd
}
export function partGroups(): u32 {
  return groups
}
export function partMayStartPacket(): bool {
  return mayStartPacket
}

/** Whether a part of a line may hold a secret that is not known. */
function isWanted(from: usize, to: usize, learning: bool, isFront: bool): bool {
  const isKnown = inspect(from, to, isFront, learning)
  if (!learning) return isStrong && (key != NOTHING_TO_DO || mayStartPacket)
  if (isKnown || !isStrong || groups == LEARNED) return false
  return idCount() == 0 || key != NOTHING_TO_DO
}

/** Whether the part is worth looking at for itself. */
let isStrong = false

/**
 * Examines a part of a line, or takes over what is known about an equal one. Returns whether an
 * equal one was examined in this pass; when learning, nothing else is set then.
 */
function inspect(from: usize, to: usize, isFront: bool, learning: bool): bool {
  const hash = hashBytes(isFront ? 1 : 2, from, to)
  const known = findSlot(hash)
  const isKnown = load<u64>(known) == hash && load<u32>(known, 8) >= passStart
  partStart = from
  partEnd = to
  if (isKnown && learning) return true
  if (isKnown && load<u32>(known, 8) == generation) {
    groups = load<u32>(known, 12)
    key = load<i32>(known, 16)
    const flags = load<u32>(known, 20)
    isStrong = (flags & 1) != 0
    mayStartPacket = (flags & 2) != 0
    hasClosing = (flags & 4) != 0
    if (groups == 0 || (key >= 0 && key != UNLIKE)) return true
  }
  startIds()
  scan(from, to)
  examineScanned(from, to, isFront)
  store<u64>(known, hash)
  store<u32>(known, generation, 8)
  store<u32>(known, groups, 12)
  store<i32>(known, key, 16)
  store<u32>(known, <u32>isStrong | (<u32>mayStartPacket << 1) | (<u32>hasClosing << 2), 20)
  return isKnown
}

/**
 * Slot of the part with this hash. Of a new one, the second slot of its pair: what was there moves
 * to the first, which then holds the part examined last.
 */
function findSlot(hash: u64): usize {
  const first: usize = PARTS + (<usize>(hash >> 20) & (PART_PAIRS - 1)) * (2 * PART_BYTES)
  if (load<u64>(first) == hash) return first
  const second = first + PART_BYTES
  if (load<u64>(second) != hash) {
    v128.store(first, v128.load(second))
    v128.store(first, v128.load(second, 16), 16)
  }
  return second
}

/**
 * Number of all keys of lines that hold no name which depends on their ids when learning, and that
 * do not change when names are replaced.
 */
const NOTHING_TO_DO: i32 = 0
/** Number of all keys of lines of which the ids matter. */
const UNLIKE: i32 = 1

/** Examines a part of a line. Returns the groups of finders that may find something in it. */
export function examine(from: usize, to: usize, isFront: bool): u32 {
  pendingFrom = 0
  inspect(from, to, isFront, false)
  return groups
}

/** Sets the groups of the part that was scanned, and its key. */
function examineScanned(from: usize, to: usize, isFront: bool): void {
  if ((strong & ~LEARNED) == 0) examineRuns(true)
  isStrong = strong != 0
  if (strong | weak) examineRuns(false)
  if (hasNonAscii) weak |= ESCAPE
  groups = strong | weak
  key = -1
  if (groups == 0) return
  if (isFront) {
    forgetIds()
    // Shorter ids may look like the end of a host name.
    if (to - threadStart >= MIN_THREAD_BYTES) addId(processStart, to - 2, ID_THREAD)
  } else if (groups & UNLIKE_GROUPS) forgetIds()
  key = findKey(from, to, groups)
  if (key != UNLIKE) return
  forgetIds()
  key = findKey(from, to, groups)
}

/** Meaning of the word of this hash; 0 for nearly all words that are not marked. */
@inline
function meaningOf(hash: u32): u32 {
  const place = <usize>((hash ^ (hash >> 16)) & 0xffff)
  const meaning = load<u32>(WORDS + (place << 2))
  if (meaning == 0) return 0
  const check = load<u8>(WORD_CHECKS + place)
  return check == 0 || check == <u8>checkOf(hash) ? meaning : 0
}

/** As in `line-scanner.ts`. */
@inline
function checkOf(hash: u32): u32 {
  return ((hash * 0x9e37_79b1) >> 24) | 1
}

function scan(from: usize, to: usize): void {
  let at = from
  let length: u32 = 0
  let classes: u32 = 0
  let previousLength: u32 = 0
  let previousClasses: u32 = 0
  let previousMeaning: u32 = 0
  let lengthBeforePrevious: u32 = 0
  let separator: u32 = 0
  let dots: u32 = 0
  let schema = false
  let isUrl = false
  let isThread = false
  let hasAt = false
  let parts: u32 = 0
  let runFrom = from
  let runClasses: u32 = 0
  let hasLongWord = false
  /** Meaning of the last word, whatever is between it and the next. */
  let lastMeaning: u32 = 0
  /** End of an id of several words. */
  let idEnd: usize = 0
  strong = 0
  weak = 0
  runs = firstRun
  hasNonAscii = false
  mayStartPacket = false
  hasClosing = false
  while (at < to) {
    let hash: i32 = 0
    const start = at
    classes = 0
    // The line is followed by its line feed or by padding: neither is part of a word.
    for (;;) {
      const bits = load<u32>(BITS + ((<usize>load<u8>(at)) << 2))
      if (bits == 0 || at >= to) break
      hash = rotl(hash, 7) ^ <i32>(bits >> 8)
      classes |= bits
      at += 1
    }
    classes &= WORD_CLASSES
    const byteClass: u32 = at < to ? classAt(at) : 0
    length = <u32>(at - start)
    if (length > 0) {
      const meaning = meaningOf(<u32>hash)
      let version: u32 = 0
      if (meaning != 0) {
        if (meaning & STRONG) strong |= meaning & ALL_GROUPS & ~LEARNED
        else weak |= meaning & ALL_GROUPS & ~LEARNED
        if (meaning & LEARNED) {
          version = learnedVersion(<u32>hash)
          if (version != 0) strong |= LEARNED
        }
        if (meaning & NAME) {
          if (previousMeaning & SERVER || load<u8>(at) == 0x3e) strong |= CONTEXT
          else weak |= CONTEXT
        }
        if (meaning & URI && previousMeaning & LINE) strong |= NUMBER
        if (meaning & DASHED && byteClass == DASH) strong |= PRIVATE | CONTEXT
        if (meaning & SLASHED && separator == SLASH) strong |= MEETING
        if (meaning & COLONED && separator == COLON) strong |= MEETING
        if (meaning & TITLE) mayStartPacket = true
        if (meaning & THREAD && byteClass == COLON) isThread = true
        if (meaning & SCHEMA && separator != DOT) schema = true
        if (meaning & TLD && separator == DOT) {
          weak |= HOST
          if (!schema) strong |= HOST
        }
      }
      if (classes & NON_ASCIIS) hasNonAscii = true
      const hex = (classes & ~HEXES) == 0
      const isNumber = classes == DIGITS
      if (separator == DOT) {
        dots += 1
        if (dots > 1) {
          if (isNumber) {
            if (dots > 2 && length <= 3) strong |= IP
          } else {
            weak |= HOST
            if (!schema) strong |= HOST
          }
          if (hex && length == 4 && previousLength == 4) strong |= NUMBER
        }
      }
      if (
        hex &&
        length <= 4 &&
        (separator == COLON || (separator == DASH && length == 2 && previousLength == 2))
      ) {
        parts += 1
        if (parts > 4) strong |= NUMBER
      } else parts = 0
      if (separator == DASH || separator == DOT || separator == 0) {
        if (
          isNumber &&
          previousClasses == DIGITS &&
          ((length == 4 && previousLength == 3) || (separator == DASH && length >= 6))
        )
          strong |= NUMBER
        if (
          separator == DASH &&
          hex &&
          length == 12 &&
          previousLength == 4 &&
          lengthBeforePrevious == 4 &&
          !isZeroId(start)
        )
          strong |= CONTEXT
      }
      if (load<u8>(at - 1) == 0x64 || load<u8>(at - 1) == 0x44) {
        if (length > 1 && (load<u8>(at - 2) | 0x20) == 0x69) weak |= CONTEXT
      } else if (length > 5 && load<u8>(at) == SPACE) {
        const end = load<u32>(at - 4)
        if (end == ESSAGE || end == NVITE) weak |= PRIVATE
      }
      if (length > 2) {
        const begin = load<u32>(start)
        if ((begin & 0xffffff) == EYJ) strong |= PRIVATE
        if (length > 4 && (begin | 0x20202020) == FQDN) strong |= CONTEXT
      } else if (length == 1 && byteClass == DASH && load<u16>(at) == DASH_ONE)
        weak |= NUMBER
      runClasses |= classes
      if (length >= 24) {
        if (!hex) hasLongWord = true
        if (length >= 32 && (hex || load<u16>(start) == ZERO_X)) addRun(start, at, RUN_OF_HEX)
      }
      if (start >= idEnd) {
        let kind: u32 = 0
        let end = at
        if (separator == COLON && lastMeaning & SCHEME) {
          const userEnd = findUserEnd(start, to)
          if (userEnd != 0 && (meaning & ~(LEARNED | TLD)) == 0) {
            kind = ID_USER
            end = userEnd
          }
        } else if (classes & DIGITS && (meaning & ~(LEARNED | THREAD)) == 0) {
          if (isNumber) {
            kind = ID_DIGITS
            if (byteClass == DOT && length <= 3) {
              end = findIpEnd(start, to)
              if (end == 0) end = at
              else kind = ID_IP
            }
          } else if (length == 8 && hex && byteClass == DASH && isGuid(start, to)) {
            kind = ID_GUID
            end = start + GUID_BYTES
          } else if (
            length >= (hex ? MIN_HEX_ID_BYTES : MIN_ID_BYTES) &&
            (classes & NON_ASCIIS) == 0
          ) {
            kind = hex ? ID_HEX : ID_OTHER
            if (
              (separator == DOT || lastMeaning & (HOST | TRANSPORT)) &&
              isDigitAt(start)
            )
              kind |= ID_DIGIT_FIRST
          }
        }
        if (kind != 0 && isId(from, start, end, to, kind)) {
          addId(start, end, kind | (version != 0 ? ID_LEARNED : 0))
          idEnd = end
          version = 0
        }
      } else if (version != 0) {
        markLearnedId()
        version = 0
      }
      if (version != 0) noteLearned(<u32>hash, version)
      lastMeaning = meaning
      lengthBeforePrevious = previousLength
      previousLength = length
      previousClasses = classes
      previousMeaning = meaning
    } else {
      previousLength = 0
      previousMeaning = 0
    }
    separator = byteClass
    if (byteClass == PLUS || byteClass == SLASH || byteClass == UNDERSCORE) runClasses |= RUN_MARK
    else if (byteClass != DASH) {
      if (at - runFrom >= MIN_RUN_BYTES)
        endRun(
          runFrom,
          at,
          runClasses,
          hasLongWord,
          byteClass == EQUALS && (at + 1 >= to || !isWordByte(at + 1)),
        )
      runFrom = at + 1
      runClasses = 0
      hasLongWord = false
    }
    if (byteClass != DOT && byteClass != DASH) {
      dots = 0
      schema = false
    }
    switch (byteClass) {
      case AT:
        hasAt = true
        if (isDomainAt(at + 1, to)) strong |= ADDRESS
        break
      case BACKSLASH:
        strong |= ACCOUNT | PATH | HOST
        if (isEscapable(load<u8>(at + 1))) weak |= ESCAPE
        break
      case PLUS:
        if (isDigitAt(at + 1) || load<u8>(at + 1) == 0x28) strong |= NUMBER
        else if (isDigitAt(at + 2) || isDigitAt(at + 3)) weak |= NUMBER
        break
      case PERCENT:
        if (isHexAt(at + 1) && isHexAt(at + 2)) strong |= ESCAPE
        break
      case AMPERSAND:
        if (load<u8>(at + 1) == 0x23) strong |= ESCAPE
        else if (isWordByte(at + 1)) weak |= ESCAPE
        break
      case QUOTE:
        if (load<u8>(at + 1) == 0x22) weak |= ESCAPE
        break
      case PARENTHESIS:
        if (isAreaCode(at + 1)) strong |= NUMBER
        break
      case COLON:
        if (
          load<u8>(at + 1) == 0x3a &&
          load<u8>(at - previousLength - 1) != 0x2e &&
          isShortHexGroup(at, to)
        )
          strong |= NUMBER
        break
      case GREATER:
        if (load<u8>(at - 1) == 0x5d) hasClosing = true
        break
      case SLASH:
        if (load<u32>(at - 3) == SIP_SLASH) mayStartPacket = true
        if (load<u8>(at - 1) == 0x3c) hasClosing = true
        else if (load<u8>(at - 1) == 0x2f) {
          weak |= PATH | HOST
          if (load<u8>(at - 2) == 0x3a) {
            isUrl = true
            if (isBareHost(at + 1, to)) strong |= PATH | HOST
          } else if (isHostBeforeSlash(at + 1, to)) strong |= PATH | HOST
        }
        break
      default:
    }
    at += 1
  }
  if (runFrom + MIN_RUN_BYTES <= to) endRun(runFrom, to, runClasses, hasLongWord, false)
  if (hasAt) {
    if (isUrl) strong |= PRIVATE | HOST
    if (isThread) strong |= MEETING
  }
}

/** The ends of `MESSAGE` and `INVITE`, and the beginnings of other words, as numbers. */
const ESSAGE: u32 = 0x45474153
const NVITE: u32 = 0x45544956
const EYJ: u32 = 0x4a7965
const FQDN: u32 = 0x6e647166
const DASH_ONE: u16 = 0x312d
const ZERO_X: u16 = 0x7830
/** As in `src/redact/find-addresses.ts`. */
const MIN_DOMAIN_BYTES: usize = 3
const SIP_SLASH: u32 = 0x2f504953

const MIN_RUN_BYTES: usize = 12
const RUN_LIKE_BASE64: u32 = 1
const RUN_OF_HEX: u32 = 2
/** In a run: `+`, `/` or `_`. */
const RUN_MARK: u32 = 1 << 20

/** Remembers a run of characters of base64 if the finder would decode it. */
function endRun(from: usize, to: usize, classes: u32, hasLongWord: bool, isPadded: bool): void {
  if (classes & NON_ASCIIS) {
    endRunsBetweenNonAscii(from, to)
    return
  }
  const isMixed = (classes & UPPERS) != 0 && (classes & ~HEXES) != 0
  if (!isMixed && !isPadded) return
  const isLikely = hasLongWord || isPadded || ((classes & DIGITS) != 0 && (classes & LOWERS) != 0)
  addRun(from, to, isLikely ? RUN_LIKE_BASE64 : 0)
}

/** A character beyond ASCII ends a run. */
function endRunsBetweenNonAscii(from: usize, to: usize): void {
  let start = from
  for (let at = from; at <= to; at += 1) {
    if (at < to && load<u8>(at) < 0x80) continue
    if (at - start >= MIN_RUN_BYTES) addRun(start, at, RUN_LIKE_BASE64)
    start = at + 1
  }
}

/** Remembers a text that may be base64 or hexadecimal. */
function addRun(from: usize, to: usize, kind: u32): void {
  if (runs == MAX_RUNS) {
    strong |= ENCODED
    return
  }
  const at = RUNS + runs * RUN_BYTES
  store<u32>(at, <u32>from)
  store<u32>(at, <u32>to, 4)
  store<u32>(at, kind, 8)
  runs += 1
}

/** Adds the finder of encoded texts if one may decode to a text with a secret. */
function examineRuns(onlyLikely: bool): void {
  const count = runs
  for (let index: u32 = 0; index < count; index += 1) {
    const at = RUNS + index * RUN_BYTES
    const kind = load<u32>(at, 8)
    if (onlyLikely && kind == 0) continue
    if (!decodesToText(at) || !decodedMayHoldSecret()) continue
    if (kind == 0) weak |= ENCODED
    else strong |= ENCODED
  }
}

/** Decodes a run. Whether the result may be text. */
function decodesToText(run: usize): bool {
  const from: usize = load<u32>(run)
  const to: usize = load<u32>(run, 4)
  if (load<u32>(run, 8) != RUN_OF_HEX) return base64MayBeText(from, to)
  const start = load<u16>(from) == ZERO_X ? from + 2 : from
  return isAllHex(start, to) && hexMayBeText(start, to)
}

/**
 * Whether the text that was decoded last may hold a secret. Beyond ASCII, it may be in UTF-8 or in
 * Latin-1, where bytes from 0x80 to 0xbf are no letters.
 */
function decodedMayHoldSecret(): bool {
  if (!isDecodedKept()) return true
  const to = DECODED + decodedBytes()
  if (scannedMayHoldSecret(DECODED, to)) return true
  if (!hasDecodedNonAscii()) return false
  if (scannedMayHoldSecret(TRANSCODED, transcode())) return true
  for (let at = DECODED; at < to; at += 1)
    if (load<u8>(at) - 0x80 < 0x40) store<u8>(at, SPACE)
  return scannedMayHoldSecret(DECODED, to)
}

/** Scans a decoded text. What was found out about the line stays. */
function scannedMayHoldSecret(from: usize, to: usize): bool {
  const lineStrong = strong
  const lineWeak = weak
  const lineRuns = runs
  const wasNonAscii = hasNonAscii
  const lineMayStartPacket = mayStartPacket
  const lineHasClosing = hasClosing
  holdIds()
  firstRun = runs
  scan(from, to)
  let found = (strong | weak) != 0
  for (let index = firstRun; index < runs; index += 1)
    if (decodesToText(RUNS + index * RUN_BYTES)) found = true
  releaseIds()
  firstRun = 0
  runs = lineRuns
  strong = lineStrong
  weak = lineWeak
  hasNonAscii = wasNonAscii
  mayStartPacket = lineMayStartPacket
  hasClosing = lineHasClosing
  return found
}

/** Whether the byte after a backslash makes an escape. */
@inline
function isEscapable(byte: u8): bool {
  const folded = byte | 0x20
  return folded == 0x75 || folded == 0x78 || byte == 0x5c || byte == 0x22 || byte == 0x2f
}

/** Whether a GUID is at `at`, but not the null id. */
function isGuid(at: usize, to: usize): bool {
  if (at + GUID_BYTES > to || isZeroId(at + 24)) return false
  for (let index: usize = 8; index < GUID_BYTES; index += 1) {
    const isDash = index == 8 || index == 13 || index == 18 || index == 23
    if (isDash ? load<u8>(at + index) != 0x2d : !isHexAt(at + index)) return false
  }
  return at + GUID_BYTES == to || !isWordByte(at + GUID_BYTES)
}

/**
 * Whether the finders treat a word like all others of its kind, because of what is beside it. Words
 * with a dot beside them may be labels of hosts, or numbers of addresses.
 */
function isId(from: usize, start: usize, end: usize, to: usize, kind: u32): bool {
  if (start > from && !(load<u8>(EDGES + load<u8>(start - 1)) & 1)) return false
  if (kind == ID_USER) return true
  if (end < to && !(load<u8>(EDGES + load<u8>(end)) & 2)) return false
  if (kind & (ID_DIGITS | ID_GUID | ID_IP))
    return (start == from || load<u8>(start - 1) != 0x2e) && (end >= to || load<u8>(end) != 0x2e)
  return true
}

/**
 * Address of the `@` after a user that begins at `start`; 0 when there is none. It has letters and
 * digits of ASCII, and dots between them; one is a letter.
 */
function findUserEnd(start: usize, to: usize): usize {
  let hasLetter = false
  let at = start
  while (at < to) {
    const byteClass = classAt(at)
    if (byteClass == DOT) {
      if (classAt(at + 1) - DIGIT > UPPER - DIGIT) return 0
    } else if (byteClass - DIGIT > UPPER - DIGIT) break
    else if (byteClass != DIGIT) hasLetter = true
    at += 1
  }
  return at < to && hasLetter && load<u8>(at) == 0x40 ? at : 0
}

/**
 * End of the IPv4 address at `start`; 0 when there is none, or one that is never replaced. All
 * others are alike.
 */
function findIpEnd(start: usize, to: usize): usize {
  let at = start
  let first: u32 = 0
  let second: u32 = 0
  let sum: u32 = 0
  for (let part: u32 = 0; part < 4; part += 1) {
    if (part > 0) {
      if (at >= to || load<u8>(at) != 0x2e) return 0
      at += 1
    }
    const begin = at
    let value: u32 = 0
    while (at < to && isDigitAt(at) && at - begin < 3) {
      value = value * 10 + load<u8>(at) - 0x30
      at += 1
    }
    if (at == begin || value > 255 || (at - begin == 3 && value < 100)) return 0
    if (part == 0) first = value
    if (part == 1) second = value
    sum += value
  }
  if (at < to && isWordByte(at)) return 0
  return first == 127 || sum == 0 || (first == 255 && second == 255) ? 0 : at
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

/** Whether a domain or an address in brackets may be at `start`. Shorter ones are no domains. */
function isDomainAt(start: usize, to: usize): bool {
  if (load<u8>(start) == 0x5b) return true
  for (let at = start; at < start + MIN_DOMAIN_BYTES; at += 1)
    if (at >= to || !(isHostByte(at) || load<u8>(at) == 0x2e || load<u8>(at) == 0x5f)) return false
  return true
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
