import { CR, isDigit, isHex, isLetter, LF, SPACE } from './bytes'
import { PREFIXES } from './memory-layout'
import { readPacketHead } from './packet-head'
import {
  countLineFeeds,
  findFormatLiteral,
  findFreeEnd,
  findHit,
  findLineFeed,
  findLineStart,
  findNearLineFeed,
  hasLineFeedBits,
  hitNumber,
  hitPlace,
  NEAR_BYTES,
  releaseBefore,
} from './search'
import { couldBeStartLine, isStartLine, isWantedSip, VERSION } from './sip'
import {
  allowedGap,
  announcedDirection,
  countRecord,
  countRecords,
  countsSentPackets,
  keepsSentPackets,
  latestMoment,
  readMilliseconds,
  readMoment,
  setAnnouncedDirection,
  storePacketEnd,
} from './skip-state'

const COLON: u8 = 0x3a
const PIPE: u8 = 0x7c
const TAB: u8 = 9
/** Direction of a packet that the client sent. */
const SENT: u32 = 1
/** Records this close to the end of the bytes are not examined: their prefix may be cut. */
const MARGIN_BYTES: usize = 128
/** Longer records are left to the parser. */
const MAX_RECORD_BYTES: usize = 64 << 10
const MAX_FIELDS_BYTES: usize = 64
const MAX_PREFIX_BYTES: usize = 96

/**
 * The last examined prefix: its address, its moment, and where its message begins (0: no prefix).
 */
let prefixAt: usize = 0
let moment: i32 = 0
let message: usize = 0

/**
 * Skips ordinary records; returns the address of the first record that the parser has to read. If
 * it is a wanted packet of the usual form, stores what the packet says.
 */
export function skipClientLog(from: usize, to: usize): usize {
  prefixAt = 0
  let at = from
  while (at + MARGIN_BYTES <= to) {
    if (announcedDirection() == 0 && hasPrefix(at)) at = skipPlainRecords(at, to)
    const next = skipRecord(at, to)
    if (next == 0) break
    at = next
  }
  return at
}

/** The shortest prefix: a time and ` 1:1 X ::`. */
const MIN_PREFIX_BYTES: usize = 32
/** The lines of plain records are shorter. */
const MAX_PLAIN_BYTES: usize = MIN_PREFIX_BYTES + NEAR_BYTES
/** The first four bytes of messages that are not plain, as numbers. */
const SEND: u32 = 0x64_6e_65_53
const DATA: u32 = 0x61_74_61_44
const END: u32 = 0x20_64_6e_45
const SIP: u32 = 0x2f_50_49_53

/**
 * Skips plain records from `from` on, where a prefix is: one line, in order of time, nothing about
 * packets. Returns the start of the first other one. Most records of a log are plain.
 */
function skipPlainRecords(from: usize, to: usize): usize {
  const limit = to - MARGIN_BYTES
  let at = from
  let start = message
  let when = moment
  const first = when
  /** Moment of the second that the bytes up to the period say. */
  let second = when - readMilliseconds(at)
  let minuteBytes = v128.load(at)
  let secondBytes = load<u32>(at, 16)
  let freeEnd: usize = 0
  let count: i32 = 0
  let latest = latestMoment()
  const latestAllowed = allowedGap()
  while (at + MAX_PLAIN_BYTES < limit && hasLineFeedBits(at + MIN_PREFIX_BYTES)) {
    const feed = findNearLineFeed(at + MIN_PREFIX_BYTES)
    const next = feed + 1
    const head = load<u32>(start)
    if (head == SEND || head == DATA || head == END || head == SIP) break
    if (feed < start || mayEndInVersion(feed)) break
    if (next > freeEnd) {
      releaseBefore(at)
      freeEnd = findFreeEnd(at, next)
      if (next > freeEnd) break
    }
    if (when < latest || when - latest >= latestAllowed) break
    const isSameMinute = i8x16.bitmask(i8x16.eq(v128.load(next), minuteBytes)) == 0xffff
    if (!isSameMinute || load<u32>(next, 16) != secondBytes) {
      if (!hasPrefix(next)) break
      second = moment - readMilliseconds(next)
      minuteBytes = v128.load(next)
      secondBytes = load<u32>(next, 16)
    }
    const milliseconds = readMilliseconds(next)
    const nextStart: usize = milliseconds < 0 ? 0 : messageStart(next + 23)
    if (nextStart == 0) break
    latest = when
    count += 1
    at = next
    start = nextStart
    when = second + milliseconds
  }
  if (count > 0) countRecords(count, count, first, latest)
  prefixAt = at
  moment = when
  message = start
  return at
}

/** Whether a line that ends in LF or CRLF may end in the SIP version. */
@inline
function mayEndInVersion(feed: usize): bool {
  const last = load<u64>(feed - 8)
  return (last & 0x00ff_ffff_ffff_ffff) == VERSION || last >> 8 == VERSION
}

/**
 * Whether a prefix with the expected date and three digits of a second is at `at`. Sets `moment`
 * and `message`.
 */
function hasPrefix(at: usize): bool {
  if (at != prefixAt) {
    prefixAt = at
    moment = load<u8>(at, 10) == PIPE ? readMoment(at) : -1
    message = moment < 0 ? 0 : messageStart(at + 23)
  }
  return message != 0
}

/**
 * Start of the message after ` 1A2C:2B3C INFO  :: `; 0 when the fields are malformed. Threads and
 * levels are few, so their lengths are cached.
 */
@inline
function messageStart(start: usize): usize {
  const first = v128.load(start)
  const known = PREFIXES + ((<usize>((load<u64>(start, 5) * 0x9e37_79b9_7f4a_7c15) >> 56)) << 6)
  const length = load<u32>(known, 32)
  if (
    length != 0 &&
    areEqual(first, v128.load(known)) &&
    areEqual(v128.load(start + length - 16), v128.load(known, 16))
  )
    return start + length
  return rememberPrefix(start, known)
}

@inline
function areEqual(left: v128, right: v128): bool {
  return !v128.any_true(v128.xor(left, right))
}

function rememberPrefix(start: usize, known: usize): usize {
  const at = findFieldsEnd(start)
  // Without the last space the byte after it would have to be compared, too.
  if (at < start + 16 || at > start + 32 || load<u8>(at - 1) != SPACE) return at
  v128.store(known, v128.load(start))
  v128.store(known, v128.load(at - 16), 16)
  store<u32>(known, <u32>(at - start), 32)
  return at
}

function findFieldsEnd(start: usize): usize {
  const most = start + MAX_FIELDS_BYTES
  if (load<u8>(start) != SPACE) return 0
  let at = start + 1
  while (at < most && isHex(load<u8>(at))) at += 1
  const colon = at
  if (colon == start + 1 || load<u8>(colon) != COLON) return 0
  at += 1
  while (at < most && isHex(load<u8>(at))) at += 1
  if (at == colon + 1 || load<u8>(at) != SPACE) return 0
  while (at < most && load<u8>(at) == SPACE) at += 1
  const level = at
  while (at < most && isLetter(load<u8>(at))) at += 1
  const levelEnd = at
  while (at < most && load<u8>(at) == SPACE) at += 1
  if (levelEnd == level || at == levelEnd || load<u8>(at) != COLON || load<u8>(at, 1) != COLON)
    return 0
  return load<u8>(at, 2) == SPACE ? at + 3 : at + 2
}

/**
 * Skips the record at `at`. Returns the start of the next one, or 0 when the parser has to read it.
 */
function skipRecord(at: usize, to: usize): usize {
  if (!hasPrefix(at)) return 0
  releaseBefore(at)
  const start = message
  const when = moment
  const feed = findLineFeed(start, to)
  if (feed + 1 + MARGIN_BYTES > to) return 0
  const lineEnd = feed > start && load<u8>(feed - 1) == CR ? feed - 1 : feed
  if (couldBeStartLine(start, lineEnd)) return skipPacket(at, start, when, feed, lineEnd, to)
  const announces = packetDirection(start, lineEnd)
  if (announces != 0 || endsPacket(start, lineEnd)) {
    if (!countRecord(when, 1)) return 0
    setAnnouncedDirection(announces)
    return feed + 1
  }
  // A packet that is not a SIP message may be a record like any other: the parser decides.
  if (announcedDirection() != 0) return 0
  let end = feed + 1
  let lines: i32 = 1
  while (load<u8>(end, 10) != PIPE) {
    const next = findLineFeed(end, to) + 1
    if (next + MARGIN_BYTES > to || next - at > MAX_RECORD_BYTES) return 0
    end = next
    lines += 1
  }
  // A line in another notation may begin a record, or may not: the parser decides.
  if (!hasPrefix(end) || findHit(at, end) < end || !countRecord(when, lines)) return 0
  setAnnouncedDirection(0)
  return end
}

/** Direction that a line announces: 1 for `Sending Packet`, 2 for `Data Received`, else 0. */
function packetDirection(at: usize, to: usize): u32 {
  if (load<u64>(at) == 0x20_67_6e_69_64_6e_65_53)
    return at + 14 <= to && load<u32>(at, 8) == 0x6b_63_61_50 && load<u16>(at, 12) == 0x74_65
      ? 1
      : 0
  if (load<u64>(at) == 0x63_65_52_20_61_74_61_44)
    return at + 13 <= to && load<u32>(at, 8) == 0x65_76_69_65 && load<u8>(at, 12) == 0x64 ? 2 : 0
  return 0
}

function endsPacket(at: usize, to: usize): bool {
  const end = load<u64>(at) & 0x00ff_ffff_ffff_ffff
  return end == 0x00_20_66_6f_20_64_6e_45 && packetDirection(at + 7, to) != 0
}

/**
 * Skips an unwanted SIP message whose `End of` line is exactly where its Content-Length says.
 * Returns its end. Returns 0 when the message is wanted, and when the parser has to read it.
 */
function skipPacket(
  at: usize,
  start: usize,
  when: i32,
  feed: usize,
  lineEnd: usize,
  to: usize,
): usize {
  const direction = announcedDirection()
  if (direction == 0 || (direction == SENT && keepsSentPackets())) return 0
  if (!isStartLine(start, lineEnd)) return 0
  const end = findEndLine(direction, feed, min(to - MARGIN_BYTES, at + MAX_RECORD_BYTES))
  if (end == 0) return 0
  const crlf = load<u8>(feed - 1) == CR
  let line = feed + 1
  let declared: i32 = -1
  while (!isBlankLine(line, crlf)) {
    const first = load<u8>(line)
    // A bar here may belong to the prefix of another record that is logged in between.
    if (first == CR || first == LF || load<u8>(line, 10) == PIPE) return 0
    if (declared < 0 && load<u64>(line) == CONTENT_NAME) declared = readContentLength(line)
    if (declared < -1) return 0
    line = findLineFeed(line, end) + 1
    if (line > end) return 0
  }
  const body = line + (crlf ? 2 : 1)
  if (declared < 0 || !endsAt(body, end, declared)) return 0
  if (isWantedSip(start, end, direction == SENT)) {
    if (direction == SENT && countsSentPackets()) return 0
    if (hasPrefix(end) && readPacketHead(start, lineEnd, feed + 1, line))
      storePacketEnd(end, body, when, countLineFeeds(start, end))
    return 0
  }
  if (findHit(at, end) < end) return 0
  if (!hasPrefix(end) || !countRecord(when, countLineFeeds(start, end))) return 0
  setAnnouncedDirection(0)
  return end
}

/** Start of the first `End of` line for `direction`; 0 when there is none before `limit`. */
function findEndLine(direction: u32, from: usize, limit: usize): usize {
  let hit = findFormatLiteral(from, limit)
  while (hitPlace(hit) < limit && hitNumber(hit) != direction)
    hit = findFormatLiteral(hitPlace(hit) + 1, limit)
  const place = hitPlace(hit)
  if (place >= limit) return 0
  const start = findLineStart(place, MAX_PREFIX_BYTES)
  return start > from ? start : 0
}

/**
 * Whether the empty line after the headers is at `at`, with the same line end as the start line.
 */
@inline
function isBlankLine(at: usize, crlf: bool): bool {
  return crlf ? load<u16>(at) == 0x0a0d && load<u8>(at - 2) == CR : load<u8>(at) == LF
}

/** `Content-`, as the number that its bytes are. */
const CONTENT_NAME: u64 = 0x2d_74_6e_65_74_6e_6f_43

/**
 * Value of a `Content-Length: 849` header; -1 for another one that begins with `Content-`, -2 when
 * it has no number.
 */
function readContentLength(line: usize): i32 {
  if (load<u32>(line, 8) != 0x67_6e_65_4c) return -1
  if (load<u16>(line, 12) != 0x68_74 || load<u8>(line, 14) != COLON) return -1
  let at = line + 15
  while (load<u8>(at) == SPACE || load<u8>(at) == TAB) at += 1
  const first = at
  let value: i32 = 0
  for (; at - first < 10 && isDigit(load<u8>(at)); at += 1)
    value = value * 10 + (<i32>load<u8>(at) - 48)
  return at == first || at - first > 9 ? -2 : value
}

/**
 * Whether a body of `declared` bytes ends at `end`, apart from up to two line ends of the logger.
 */
function endsAt(from: usize, end: usize, declared: i32): bool {
  let at = end
  for (let own = 0; own <= 2; own += 1) {
    if (<i32>at - <i32>from == declared) return true
    if (load<u8>(at - 1) != LF) return false
    at -= load<u8>(at - 2) == CR ? 2 : 1
  }
  return false
}
