import { BLANK, CR, countLines, isDigit, isHex, isLetter, LF, lineFeed } from './bytes'
import { PREFIXES } from './layout'
import { announce, announced, count, momentAt } from './run'
import { hitFrom, numberOf, passed, placeOf, signFrom } from './search'
import { isStartLine, looksLikeStart, startsWanted } from './sip'

const COLON: u8 = 0x3a
const PIPE: u8 = 0x7c
const TAB: u8 = 9
/** Nearer to the end of the bytes at hand than any prefix is long, nothing is judged. */
const MARGIN: usize = 128
/** Longer records are for the parser. */
const LONGEST: usize = 64 << 10
const LONGEST_FIELDS: usize = 64
const LONGEST_PREFIX: usize = 96

/** The prefix looked at last: where, when, and where its message begins. 0 is no message. */
let toldAt: usize = 0
let moment: i32 = 0
let message: usize = 0

/** Where the first record from `from` on begins that the parser has to read. */
export function passClientLog(from: usize, to: usize): usize {
  toldAt = 0
  let at = from
  while (at + MARGIN <= to) {
    const next = record(at, to)
    if (next == 0) break
    at = next
  }
  return at
}

/** Whether the usual prefix stands at `at`: the date of the run, three digits of a second. */
function tell(at: usize): bool {
  if (at != toldAt) {
    toldAt = at
    moment = momentAt(at)
    message = moment < 0 ? 0 : messageStart(at + 23)
  }
  return message != 0
}

/**
 * Behind ` 1A2C:2B3C INFO  :: `, or 0. Threads and levels are few: what was read of them is
 * remembered.
 */
@inline
function messageStart(start: usize): usize {
  const first = v128.load(start)
  const known = PREFIXES + (<usize>((load<u64>(start, 5) * 0x9e37_79b9_7f4a_7c15) >> 59) << 6)
  const length = load<u32>(known, 32)
  if (length != 0 && same(first, v128.load(known)) && same(v128.load(start + length - 16), v128.load(known, 16))) return start + length
  return learn(start, known)
}

@inline
function same(one: v128, other: v128): bool {
  return !v128.any_true(v128.xor(one, other))
}

function learn(start: usize, known: usize): usize {
  const at = readFields(start)
  // Without the last blank the byte behind it would matter, too.
  if (at < start + 16 || at > start + 32 || load<u8>(at - 1) != BLANK) return at
  v128.store(known, v128.load(start))
  v128.store(known, v128.load(at - 16), 16)
  store<u32>(known, <u32>(at - start), 32)
  return at
}

function readFields(start: usize): usize {
  const most = start + LONGEST_FIELDS
  if (load<u8>(start) != BLANK) return 0
  let at = start + 1
  while (at < most && isHex(load<u8>(at))) at += 1
  const colon = at
  if (colon == start + 1 || load<u8>(colon) != COLON) return 0
  at += 1
  while (at < most && isHex(load<u8>(at))) at += 1
  if (at == colon + 1 || load<u8>(at) != BLANK) return 0
  while (at < most && load<u8>(at) == BLANK) at += 1
  const level = at
  while (at < most && isLetter(load<u8>(at))) at += 1
  const levelEnd = at
  while (at < most && load<u8>(at) == BLANK) at += 1
  if (levelEnd == level || at == levelEnd || load<u8>(at) != COLON || load<u8>(at, 1) != COLON) return 0
  return load<u8>(at, 2) == BLANK ? at + 3 : at + 2
}

/** Passes the record at `at`; where the next one begins, 0 when it is not to be passed. */
function record(at: usize, to: usize): usize {
  if (!tell(at)) return 0
  passed(at)
  const start = message
  const when = moment
  const feed = lineFeed(start, to)
  if (feed + 1 + MARGIN > to) return 0
  const lineEnd = feed > start && load<u8>(feed - 1) == CR ? feed - 1 : feed
  if (looksLikeStart(start, lineEnd)) return packet(at, start, when, feed, lineEnd, to)
  const begins = packetNamed(start, lineEnd)
  if (begins != 0 || endsPacket(start, lineEnd)) {
    if (!count(when, 1)) return 0
    announce(begins)
    return feed + 1
  }
  let end = feed + 1
  let lines: i32 = 1
  while (load<u8>(end, 10) != PIPE) {
    const next = lineFeed(end, to) + 1
    if (next + MARGIN > to || next - at > LONGEST) return 0
    end = next
    lines += 1
  }
  // What is written in another way may be a record, or none.
  if (!tell(end) || hitFrom(at, end) < end || !count(when, lines)) return 0
  announce(0)
  return end
}

/** 1 for `Sending Packet`, 2 for `Data Received`, else 0. */
function packetNamed(at: usize, to: usize): u32 {
  if (load<u64>(at) == 0x20_67_6e_69_64_6e_65_53)
    return at + 14 <= to && load<u32>(at, 8) == 0x6b_63_61_50 && load<u16>(at, 12) == 0x74_65 ? 1 : 0
  if (load<u64>(at) == 0x63_65_52_20_61_74_61_44)
    return at + 13 <= to && load<u32>(at, 8) == 0x65_76_69_65 && load<u8>(at, 12) == 0x64 ? 2 : 0
  return 0
}

function endsPacket(at: usize, to: usize): bool {
  const end = load<u64>(at) & 0x00ff_ffff_ffff_ffff
  return end == 0x00_20_66_6f_20_64_6e_45 && packetNamed(at + 7, to) != 0
}

/**
 * Passes a SIP message whose `End of` line stands just where its Content-Length says, and which
 * nobody asks for.
 */
function packet(at: usize, start: usize, when: i32, feed: usize, lineEnd: usize, to: usize): usize {
  const way = announced()
  if (way == 0 || !isStartLine(start, lineEnd) || pipeBefore(start, feed)) return 0
  const end = endLine(way, feed, min(to - MARGIN, at + LONGEST))
  if (end == 0) return 0
  const crlf = load<u8>(feed - 1) == CR
  let line = feed + 1
  let declared: i32 = -1
  while (!isBlankLine(line, crlf)) {
    if (load<u8>(line) == CR || load<u8>(line) == LF) return 0
    if (declared < 0) declared = contentLength(line)
    if (declared < -1) return 0
    const next = lineFeed(line, end)
    if (next == end || pipeBefore(line, next)) return 0
    line = next + 1
  }
  if (declared < 0 || !endsAt(line + (crlf ? 2 : 1), end, declared)) return 0
  if (startsWanted(start, end) || hitFrom(at, end) < end) return 0
  if (!tell(end) || !count(when, countLines(start, end))) return 0
  announce(0)
  return end
}

/**
 * Start of the line in which the first `End of` of that way stands; 0 when there is none before
 * `limit`.
 */
function endLine(way: u32, from: usize, limit: usize): usize {
  let sign = signFrom(from, limit)
  while (placeOf(sign) < limit && numberOf(sign) != way) sign = signFrom(placeOf(sign) + 1, limit)
  let start = placeOf(sign)
  if (start >= limit) return 0
  const furthest = start - LONGEST_PREFIX
  while (start > furthest && load<u8>(start - 1) != LF) start -= 1
  return load<u8>(start - 1) == LF && start > from ? start : 0
}

/** The empty line behind headers, all line ends being alike. */
@inline
function isBlankLine(at: usize, crlf: bool): bool {
  return crlf ? load<u16>(at) == 0x0a0d && load<u8>(at - 2) == CR : load<u8>(at) == LF
}

/** Of `Content-Length: 849`; -1 of another header, -2 when it says no number. */
function contentLength(line: usize): i32 {
  if (load<u64>(line) != 0x2d_74_6e_65_74_6e_6f_43 || load<u32>(line, 8) != 0x67_6e_65_4c) return -1
  if (load<u16>(line, 12) != 0x68_74 || load<u8>(line, 14) != COLON) return -1
  let at = line + 15
  while (load<u8>(at) == BLANK || load<u8>(at) == TAB) at += 1
  const first = at
  let value: i32 = 0
  for (; at - first < 10 && isDigit(load<u8>(at)); at += 1) value = value * 10 + (<i32>load<u8>(at) - 48)
  return at == first || at - first > 9 ? -2 : value
}

/** Whether a body of that length ends at `end`, but for the logger's own line end or two. */
function endsAt(from: usize, end: usize, declared: i32): bool {
  let at = end
  for (let own = 0; own <= 2; own += 1) {
    if (<i32>at - <i32>from == declared) return true
    if (load<u8>(at - 1) != LF) return false
    at -= load<u8>(at - 2) == CR ? 2 : 1
  }
  return false
}

function pipeBefore(from: usize, to: usize): bool {
  const pipes = i8x16.splat(PIPE)
  for (let at = from; at < to; at += 16) {
    const places = i8x16.bitmask(i8x16.eq(v128.load(at), pipes))
    if (places != 0 && at + ctz(places) < to) return true
  }
  return false
}
