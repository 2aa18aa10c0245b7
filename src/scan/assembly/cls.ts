import { CR, countLines, findClosing, findIdsEnd, isDigit, LF, lineFeed, SPACE } from './bytes'
import { findHit, releaseBefore } from './search'
import { isStartLine, isWantedSip } from './sip'
import { countRecord, readMoment } from './skip-state'

const CLOSE: u8 = 0x5d
const MARGIN_BYTES: usize = 512
const MAX_RECORD_BYTES: usize = 64 << 10
/** How far into a prefix its closing bracket is searched for. */
const MAX_SOURCE_BYTES: usize = 256

let prefixAt: usize = 0
let moment: i32 = 0
/** Address of the time. */
let time: usize = 0

/** Skips ordinary records; returns the address of the first record that the parser has to read. */
export function skipCls(from: usize, to: usize): usize {
  prefixAt = 0
  let at = from
  while (at + MARGIN_BYTES <= to) {
    const next = skipRecord(at, to)
    if (next == 0) break
    at = next
  }
  return at
}

/**
 * Whether a prefix with the expected date is at `at`: `TL_INFO(TF_DIAG)
 * [pool\server]0584.0A44::03/02/2017-07:10:46.230`. Sets `moment` and `time`.
 */
function hasPrefix(at: usize): bool {
  if (at == prefixAt) return moment >= 0
  prefixAt = at
  moment = -1
  if (!isTl(at)) return false
  const close = findClosing(at, CLOSE, MAX_SOURCE_BYTES)
  if (close == 0) return false
  const colons = findIdsEnd(close + 1)
  if (colons == 0) return false
  time = colons + 2
  if (load<u8>(time, 10) == 0x2d) moment = readMoment(time)
  return moment >= 0
}

/** `TL_` */
@inline
function isTl(at: usize): bool {
  return (load<u32>(at) & 0x00ff_ffff) == 0x00_5f_4c_54
}

function skipRecord(at: usize, to: usize): usize {
  if (!hasPrefix(at)) return 0
  releaseBefore(at)
  const when = moment
  const feed = lineFeed(time, to)
  if (feed + MARGIN_BYTES > to) return 0
  if (beginsBlock(at, feed)) return skipSipBlock(at, when, feed, to)
  const end = findNextPrefix(feed + 1, at, to)
  if (end == 0 || findHit(at, end) < end) return 0
  return countRecord(when, countLines(at, end)) ? end : 0
}

/**
 * Start of the next line with a prefix; 0 when none is near, or when a `TL_` line has no valid
 * prefix.
 */
function findNextPrefix(from: usize, start: usize, to: usize): usize {
  let at = from
  while (at + MARGIN_BYTES <= to && at - start <= MAX_RECORD_BYTES) {
    if (isTl(at)) return hasPrefix(at) ? at : 0
    at = lineFeed(at, to) + 1
  }
  return 0
}

/** Whether the first line of a record ends with `$$begin_record`. */
function beginsBlock(start: usize, feed: usize): bool {
  let end = feed
  while (end > start && load<u8>(end - 1) <= 32) end -= 1
  if (end < start + 15 || load<u64>(end - 14) != 0x5f_6e_69_67_65_62_24_24) return false
  return load<u32>(end - 6) == 0x6f_63_65_72 && load<u16>(end - 2) == 0x64_72
}

/**
 * Skips a block with an unwanted SIP message whose `$$end_record` is exactly where its
 * Content-Length says. Returns the end of the block, or 0 when the parser has to read it.
 */
function skipSipBlock(at: usize, when: i32, feed: usize, to: usize): usize {
  const limit = min(to - MARGIN_BYTES, at + MAX_RECORD_BYTES)
  let startLine: usize = 0
  let length: usize = 0
  let line = feed + 1
  while (!isBodyName(line)) {
    const first = load<u8>(line)
    if (first == 0x24 || isTl(line)) return 0
    if (first == 0x53 && startLine == 0 && isStartLineName(line)) startLine = line + 11
    else if (first == 0x43 && length == 0 && isLengthName(line)) length = line + 15
    line = lineFeed(line, limit) + 1
    if (line > limit) return 0
  }
  if (startLine == 0 || length == 0) return 0
  const endRecord = findEndRecord(line + 13, length, limit)
  if (endRecord == 0) return 0
  const sip = load<u8>(startLine) == SPACE ? startLine + 1 : startLine
  if (!isStartLine(sip, findLineEnd(sip, limit))) return 0
  const end = findNextPrefix(lineFeed(endRecord, to) + 1, at, to)
  if (end == 0 || isWantedSip(sip, end) || findHit(at, end) < end) return 0
  return countRecord(when, countLines(at, end)) ? end : 0
}

function findLineEnd(at: usize, to: usize): usize {
  const feed = lineFeed(at, to)
  return feed > at && load<u8>(feed - 1) == CR ? feed - 1 : feed
}

/** `Message-Body:` */
function isBodyName(at: usize): bool {
  return (
    load<u64>(at) == 0x2d_65_67_61_73_73_65_4d &&
    load<u32>(at, 8) == 0x79_64_6f_42 &&
    load<u8>(at, 12) == 0x3a
  )
}

/** `Start-Line:` */
function isStartLineName(at: usize): bool {
  return (
    load<u64>(at) == 0x69_4c_2d_74_72_61_74_53 && (load<u32>(at, 8) & 0x00ff_ffff) == 0x00_3a_65_6e
  )
}

/** `Content-Length:` */
function isLengthName(at: usize): bool {
  if (load<u64>(at) != 0x2d_74_6e_65_74_6e_6f_43 || load<u32>(at, 8) != 0x67_6e_65_4c) return false
  return load<u16>(at, 12) == 0x68_74 && load<u8>(at, 14) == 0x3a
}

/** `$$end_record` */
function isEndRecord(at: usize): bool {
  return load<u64>(at) == 0x65_72_5f_64_6e_65_24_24 && load<u32>(at, 8) == 0x64_72_6f_63
}

/**
 * Address of the `$$end_record` after the body, whose length is written at `length`; 0 when it is
 * not there. The length counts line ends as CRLF, as they were sent.
 */
function findEndRecord(body: usize, length: usize, limit: usize): usize {
  const declared = readNumber(length)
  if (declared < 0) return 0
  let at = load<u8>(body) == SPACE ? body + 1 : body
  let counted: i32 = 0
  while (counted < declared) {
    const feed = lineFeed(at, limit)
    if (feed >= limit) return 0
    counted += <i32>(feed - at) + (load<u8>(feed - 1) == CR ? 1 : 2)
    at = feed + 1
  }
  if (counted != declared && counted != declared + 2) return 0
  if (!isEndRecord(at)) at += load<u16>(at) == 0x0a0d ? 2 : load<u8>(at) == LF ? 1 : 0
  return isEndRecord(at) && load<u8>(at - 1) == LF && at < limit ? at : 0
}

/** Value of a number of at most five digits; -1 for anything else. */
function readNumber(from: usize): i32 {
  let at = from
  while (load<u8>(at) == SPACE || load<u8>(at) == 9) at += 1
  const first = at
  let value: i32 = 0
  for (; at - first < 6 && isDigit(load<u8>(at)); at += 1)
    value = value * 10 + (<i32>load<u8>(at) - 48)
  return at == first || at - first > 5 ? -1 : value
}
