import { findClosing, findIdsEnd, isDigit, SPACE } from './bytes'
import { hasWantedSip } from './embedded-sip'
import { PROVIDER } from './memory-layout'
import {
  findFreeEnd,
  findFreeOfFormatEnd,
  findHit,
  findLineFeed,
  findNearLineFeed,
  hasLineFeedBits,
  NEAR_BYTES,
  releaseBefore,
} from './search'
import {
  allowedGap,
  countRecord,
  countRecords,
  countUndecodedRecords,
  latestMoment,
  readMilliseconds,
  readMoment,
} from './skip-state'

const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d
/** First byte of the direction marks that some locales write around a date. */
const DIRECTION_MARK: u8 = 0xe2
const MARGIN_BYTES: usize = 256
const MAX_RECORD_BYTES: usize = 64 << 10
/** Longest text in the brackets of a provider. */
const MAX_NAME_BYTES: usize = 128

let prefixAt: usize = 0
let moment: i32 = 0
/** First byte after the time. */
let timeEnd: usize = 0

/** Skips ordinary records; returns the address of the first record that the parser has to read. */
export function skipTracefmt(from: usize, to: usize): usize {
  prefixAt = 0
  let at = from
  while (at + MARGIN_BYTES <= to) {
    if (load<u8>(at) == OPEN && hasPrefix(at)) at = skipPlainRecords(at, to)
    const next = skipRecord(at, to)
    if (next == 0) break
    at = next
  }
  return at
}

/** The shortest prefix: `[1]5.0::` and a time. */
const MIN_PREFIX_BYTES: usize = 31
/** Bytes of `[1]1A2C.0440::`, which precedes the time in the usual prefix. */
const USUAL_IDS_BYTES: usize = 14
const TIME_BYTES: usize = 23

/**
 * Skips plain records from `from` on, where a prefix is: short lines, in order of time, without SIP.
 * Returns the start of the first other one. Most records of a log are plain.
 */
function skipPlainRecords(from: usize, to: usize): usize {
  const limit = to - MARGIN_BYTES
  let at = from
  let after = timeEnd
  let when = moment
  const first = when
  /** Moment of the second that the bytes up to the period say. */
  let second: i32 = -1
  let minuteBytes = v128.load(at)
  let secondBytes: u32 = 0
  let freeEnd: usize = 0
  let count: i32 = 0
  let lines: i32 = 0
  let undecoded: i32 = 0
  let latest = latestMoment()
  const latestAllowed = allowedGap()
  while (true) {
    let next = at + MIN_PREFIX_BYTES
    let ownLines: i32 = 0
    // The lines up to the next one that begins with a bracket.
    do {
      if (next + NEAR_BYTES >= limit || !hasLineFeedBits(next)) break
      const feed = findNearLineFeed(next)
      if (feed == 0) break
      next = feed + 1
      ownLines += 1
    } while (load<u8>(next) != OPEN)
    if (ownLines == 0 || load<u8>(next) != OPEN || next - at > MAX_RECORD_BYTES) break
    const message = findUsualMessage(after)
    if (message == 0 || message >= next) break
    if (next > freeEnd) {
      releaseBefore(at)
      freeEnd = min(findFreeEnd(at, next), findFreeOfFormatEnd(at, next))
      if (next > freeEnd) break
    }
    if (when < latest || when - latest >= latestAllowed) break
    const isUnknown = load<u64>(message) == UNKNOWN
    if (isUnknown && !isUndecoded(message)) break
    const time = next + USUAL_IDS_BYTES
    if (
      second < 0 ||
      !hasUsualIds(next) ||
      load<u8>(time, TIME_BYTES) != SPACE ||
      load<u32>(time, 16) != secondBytes ||
      i8x16.bitmask(i8x16.eq(v128.load(time), minuteBytes)) != 0xffff
    ) {
      if (!hasPrefix(next)) break
      after = timeEnd
      const isUsual = hasUsualIds(next) && load<u8>(time, TIME_BYTES) == SPACE
      second = isUsual ? moment - readMilliseconds(time) : -1
      minuteBytes = v128.load(time)
      secondBytes = load<u32>(time, 16)
      latest = when
      when = moment
    } else {
      const milliseconds = readMilliseconds(time)
      if (milliseconds < 0) break
      after = time + TIME_BYTES
      latest = when
      when = second + milliseconds
    }
    count += 1
    lines += ownLines
    undecoded += <i32>isUnknown
    at = next
  }
  if (count > 0) {
    countRecords(count, lines, first, latest)
    countUndecodedRecords(undecoded)
  }
  prefixAt = at
  moment = when
  timeEnd = after
  return at
}

/**
 * Whether a prefix with the expected date is at `at`: `[1]5FEC.0E48::01/13/2024-23:31:07.097`. Sets
 * `moment` and `timeEnd`.
 */
function hasPrefix(at: usize): bool {
  if (at == prefixAt) return moment >= 0
  prefixAt = at
  moment = -1
  const colons = hasUsualIds(at) ? at + 12 : findPrefixIdsEnd(at)
  if (colons == 0) return false
  const time = colons + 2
  const separator = load<u8>(time, 10)
  if (!isDigit(load<u8>(time)) || (separator != 0x2d && separator != SPACE)) return false
  let end = time + 23
  while (end < time + 32 && isDigit(load<u8>(end))) end += 1
  if (isDigit(load<u8>(end)) || load<u8>(end) == DIRECTION_MARK) return false
  timeEnd = end
  moment = readMoment(time)
  return moment >= 0
}

/** Bit mask of the hexadecimal digits in `[1]1A2C.0440`. */
const USUAL_IDS: i32 = 0x0f7a

@inline
function hasUsualIds(at: usize): bool {
  const bytes = v128.load(at)
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10))
  const letters = i8x16.lt_u(
    i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)),
    i8x16.splat(6),
  )
  if ((i8x16.bitmask(v128.or(digits, letters)) & 0x3fff) != USUAL_IDS) return false
  return load<u8>(at, 2) == CLOSE && load<u8>(at, 7) == 0x2e && load<u16>(at, 12) == 0x3a3a
}

/** Address of the colons after `[1]5FEC.0E48`; 0 when they are missing. */
function findPrefixIdsEnd(at: usize): usize {
  const place = findClosing(at + 1, CLOSE, 16)
  if (place == 0 || place == at + 1) return 0
  return findIdsEnd(place + 1)
}

function skipRecord(at: usize, to: usize): usize {
  if (load<u8>(at) != OPEN || !hasPrefix(at)) return 0
  releaseBefore(at)
  const when = moment
  const message = findMessage(timeEnd)
  if (message == 0) return 0
  let end = findLineFeed(message, to) + 1
  let lines: i32 = 1
  while (true) {
    if (end + MARGIN_BYTES > to || end - at > MAX_RECORD_BYTES) return 0
    if (load<u8>(end) == OPEN) break
    end = findLineFeed(end, to) + 1
    lines += 1
  }
  // A bracket may begin a record in another notation, or no record at all.
  if (!hasPrefix(end) || findHit(at, end) < end || hasWantedSip(message, end)) return 0
  const isUnknown = load<u64>(message) == UNKNOWN
  if (isUnknown && !isUndecoded(message)) return 0
  if (!countRecord(when, lines)) return 0
  if (isUnknown) countUndecodedRecords(1)
  return end
}

/**
 * The same as `findMessage`. Nearly all records name the same provider, so the text up to the
 * message is compared with the last one of 16 to 32 bytes.
 */
@inline
function findUsualMessage(time: usize): usize {
  const length = load<u32>(PROVIDER, 32)
  const first = i8x16.eq(v128.load(time), v128.load(PROVIDER))
  const last = i8x16.eq(v128.load(time + length - 16), v128.load(PROVIDER, 16))
  const isSame = length != 0 && i8x16.bitmask(v128.and(first, last)) == 0xffff
  // One space after the bracket does not belong to the message.
  return isSame && load<u8>(time + length) != SPACE ? time + length : rememberMessage(time)
}

function rememberMessage(time: usize): usize {
  const message = findMessage(time)
  if (message < time + 16 || message > time + 32) return message
  v128.store(PROVIDER, v128.load(time))
  v128.store(PROVIDER, v128.load(message - 16), 16)
  store<u32>(PROVIDER, <u32>(message - time), 32)
  return message
}

/** Start of the message after `[Provider]` and a space; 0 when the bracket is not closed soon. */
function findMessage(time: usize): usize {
  let open = time
  while (open < time + 4 && load<u8>(open) == SPACE) open += 1
  if (load<u8>(open) == SPACE) return 0
  if (load<u8>(open) != OPEN) return open
  const close = findClosing(open + 1, CLOSE, MAX_NAME_BYTES)
  if (close == 0) return 0
  return load<u8>(close, 1) == SPACE ? close + 2 : close + 1
}

/** `Unknown(`, as the number that its bytes are. */
const UNKNOWN: u64 = 0x28_6e_77_6f_6e_6b_6e_55
/** `GUID`, the same. */
const GUID: u32 = 0x44_49_55_47
const MAX_UNKNOWN_BLANKS: usize = 8
const MAX_UNKNOWN_DIGITS: usize = 6

/** Whether a message begins `Unknown( 34): GUID=`, exactly as tracefmt writes it. */
function isUndecoded(message: usize): bool {
  let at = message + 8
  while (at < message + 8 + MAX_UNKNOWN_BLANKS && load<u8>(at) == SPACE) at += 1
  const digits = at
  while (at < digits + MAX_UNKNOWN_DIGITS && isDigit(load<u8>(at))) at += 1
  if (at == digits) return false
  // `): GUID=`
  if (load<u8>(at) != 0x29 || load<u8>(at, 1) != 0x3a || load<u8>(at, 2) != SPACE) return false
  return load<u32>(at, 3) == GUID && load<u8>(at, 7) == 0x3d
}
