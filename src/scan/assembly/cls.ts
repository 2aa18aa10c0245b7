import { BLANK, closing, CR, countLines, idsEnd, isDigit, LF, lineFeed } from './bytes'
import { count, momentAt } from './run'
import { hitFrom, passed } from './search'
import { isStartLine, startsWanted } from './sip'

const CLOSE: u8 = 0x5d
const MARGIN: usize = 512
const LONGEST: usize = 64 << 10
/** So far behind the start of a prefix its bracket closes. */
const LONGEST_PLACE: usize = 256

let toldAt: usize = 0
let moment: i32 = 0
/** Where the time stands. */
let time: usize = 0

/** Where the first record from `from` on begins that the parser has to read. */
export function passCls(from: usize, to: usize): usize {
  toldAt = 0
  let at = from
  while (at + MARGIN <= to) {
    const next = record(at, to)
    if (next == 0) break
    at = next
  }
  return at
}

/**
 * Whether the usual prefix stands at `at`: `TL_INFO(TF_DIAG)
 * [pool\server]0584.0A44::03/02/2017-07:10:46.230`, with the date of the run.
 */
function tell(at: usize): bool {
  if (at == toldAt) return moment >= 0
  toldAt = at
  moment = -1
  if (!isTl(at)) return false
  const close = closing(at, CLOSE, LONGEST_PLACE)
  if (close == 0) return false
  const colons = idsEnd(close + 1)
  if (colons == 0) return false
  time = colons + 2
  if (load<u8>(time, 10) == 0x2d) moment = momentAt(time)
  return moment >= 0
}

/** `TL_` */
@inline
function isTl(at: usize): bool {
  return (load<u32>(at) & 0x00ff_ffff) == 0x00_5f_4c_54
}

function record(at: usize, to: usize): usize {
  if (!tell(at)) return 0
  passed(at)
  const when = moment
  const feed = lineFeed(time, to)
  if (feed + MARGIN > to) return 0
  if (beginsBlock(at, feed)) return block(at, when, feed, to)
  const end = nextPrefix(feed + 1, at, to)
  if (end == 0 || hitFrom(at, end) < end) return 0
  return count(when, countLines(at, end)) ? end : 0
}

/** Start of the next line with a prefix; 0 when there is none near, or one that may be none. */
function nextPrefix(from: usize, start: usize, to: usize): usize {
  let at = from
  while (at + MARGIN <= to && at - start <= LONGEST) {
    if (isTl(at)) return tell(at) ? at : 0
    at = lineFeed(at, to) + 1
  }
  return 0
}

/** Whether `$$begin_record` closes this first line of a record. */
function beginsBlock(start: usize, feed: usize): bool {
  let end = feed
  while (end > start && load<u8>(end - 1) <= 32) end -= 1
  if (end < start + 15 || load<u64>(end - 14) != 0x5f_6e_69_67_65_62_24_24) return false
  return load<u32>(end - 6) == 0x6f_63_65_72 && load<u16>(end - 2) == 0x64_72
}

/**
 * Passes a block with a SIP message whose `$$end_record` stands where its Content-Length says, and
 * which nobody asks for.
 */
function block(at: usize, when: i32, feed: usize, to: usize): usize {
  const limit = min(to - MARGIN, at + LONGEST)
  let startLine: usize = 0
  let length: usize = 0
  let line = feed + 1
  while (!isBody(line)) {
    const first = load<u8>(line)
    if (first == 0x24 || isTl(line)) return 0
    if (first == 0x53 && startLine == 0 && isStartLineName(line)) startLine = line + 11
    else if (first == 0x43 && length == 0 && isLengthName(line)) length = line + 15
    line = lineFeed(line, limit) + 1
    if (line > limit) return 0
  }
  if (startLine == 0 || length == 0) return 0
  const proven = provenEnd(line + 13, length, limit)
  if (proven == 0) return 0
  const sip = load<u8>(startLine) == BLANK ? startLine + 1 : startLine
  if (!isStartLine(sip, lineEnd(sip, limit))) return 0
  const end = nextPrefix(lineFeed(proven, to) + 1, at, to)
  if (end == 0 || startsWanted(sip, end) || hitFrom(at, end) < end) return 0
  return count(when, countLines(at, end)) ? end : 0
}

function lineEnd(at: usize, to: usize): usize {
  const feed = lineFeed(at, to)
  return feed > at && load<u8>(feed - 1) == CR ? feed - 1 : feed
}

/** `Message-Body:` */
function isBody(at: usize): bool {
  return load<u64>(at) == 0x2d_65_67_61_73_73_65_4d && load<u32>(at, 8) == 0x79_64_6f_42 && load<u8>(at, 12) == 0x3a
}

/** `Start-Line:` */
function isStartLineName(at: usize): bool {
  return load<u64>(at) == 0x69_4c_2d_74_72_61_74_53 && (load<u32>(at, 8) & 0x00ff_ffff) == 0x00_3a_65_6e
}

/** `Content-Length:` */
function isLengthName(at: usize): bool {
  if (load<u64>(at) != 0x2d_74_6e_65_74_6e_6f_43 || load<u32>(at, 8) != 0x67_6e_65_4c) return false
  return load<u16>(at, 12) == 0x68_74 && load<u8>(at, 14) == 0x3a
}

/** `$$end_record` */
function isEnd(at: usize): bool {
  return load<u64>(at) == 0x65_72_5f_64_6e_65_24_24 && load<u32>(at, 8) == 0x64_72_6f_63
}

/**
 * Place of the `$$end_record` behind a body whose length stands at `length`; 0 when there is none.
 * Counted in CRLF, as it was sent.
 */
function provenEnd(body: usize, length: usize, limit: usize): usize {
  const declared = numberAt(length)
  if (declared < 0) return 0
  let at = load<u8>(body) == BLANK ? body + 1 : body
  let counted: i32 = 0
  while (counted < declared) {
    const feed = lineFeed(at, limit)
    if (feed >= limit) return 0
    counted += <i32>(feed - at) + (load<u8>(feed - 1) == CR ? 1 : 2)
    at = feed + 1
  }
  if (counted != declared && counted != declared + 2) return 0
  if (!isEnd(at)) at += load<u16>(at) == 0x0a0d ? 2 : load<u8>(at) == LF ? 1 : 0
  return isEnd(at) && load<u8>(at - 1) == LF && at < limit ? at : 0
}

/** A number of at most five digits, or -1. */
function numberAt(from: usize): i32 {
  let at = from
  while (load<u8>(at) == BLANK || load<u8>(at) == 9) at += 1
  const first = at
  let value: i32 = 0
  for (; at - first < 6 && isDigit(load<u8>(at)); at += 1) value = value * 10 + (<i32>load<u8>(at) - 48)
  return at == first || at - first > 5 ? -1 : value
}
