import { findClosing, isHex, lineFeed, parseTwoDigits, SPACE } from './bytes'
import { hasWantedSip } from './embedded-sip'
import { ROW_LAYOUT } from './memory-layout'
import { findHit, releaseBefore } from './search'
import { countRecord, hasDateDigits } from './skip-state'

const QUOTE: u8 = 0x22
/** Number of the field Clock-Time. */
const CLOCK_FIELD: usize = 17
/** Digits of a FILETIME; those before its milliseconds, and those after them. */
const FILETIME_DIGITS: usize = 18
const DATE_DIGITS: usize = 6
const FRACTION_DIGITS: usize = 4
/** As in `record-window.ts`: the fields up to the user data begin within so many bytes. */
const MAX_PREFIX_BYTES: usize = 1024
const MARGIN_BYTES: usize = MAX_PREFIX_BYTES + 64
const MAX_RECORD_BYTES: usize = 64 << 10
const MAX_NAME_BYTES: usize = 128

let rowAt: usize = 0
let moment: i32 = 0
/** Delimiters after the name and after the clock. */
let nameEnd: usize = 0
let clockEnd: usize = 0
/** End of the line that the row begins with. */
let feed: usize = 0

/** Skips ordinary rows; returns the address of the first row that the parser has to read. */
export function skipTracerptCsv(from: usize, to: usize): usize {
  rowAt = 0
  let at = from
  while (at + MARGIN_BYTES <= to) {
    const next = skipRow(at, to)
    if (next == 0) break
    at = next
  }
  return at
}

@inline
function delimiter(): u8 {
  return load<u8>(ROW_LAYOUT)
}

/** Distance from the first delimiter of a row to that after `field`. */
@inline
function offsetOf(field: usize): usize {
  return <usize>load<u32>(ROW_LAYOUT + (field << 2))
}

function skipRow(at: usize, to: usize): usize {
  if (!hasRow(at, to) || mayBeBareGuid(at, nameEnd)) return 0
  releaseBefore(at)
  const when = moment
  const message = findMessage(clockEnd + 1, min(feed, at + MAX_PREFIX_BYTES))
  let end = feed + 1
  let lines: i32 = 1
  while (true) {
    if (end + MARGIN_BYTES > to || end - at > MAX_RECORD_BYTES) return 0
    if (hasRow(end, to)) break
    if (mayBeginRow(end)) return 0
    end = feed + 1
    lines += 1
  }
  if (findHit(at, end) < end || hasWantedSip(skipOpening(message, end), end)) return 0
  return countRecord(when, lines) ? end : 0
}

/**
 * Whether a row is at `at` whose delimiters are where those of the first row were, and whose clock
 * has the expected date. Sets `feed`, and for a row what else is known about it.
 */
function hasRow(at: usize, to: usize): bool {
  if (at == rowAt) return moment >= 0
  rowAt = at
  moment = -1
  feed = lineFeed(at, to)
  const first = findClosing(at, delimiter(), MAX_NAME_BYTES)
  if (first == 0) return false
  const clock = first + offsetOf(CLOCK_FIELD)
  if (clock >= min(feed, at + MAX_PREFIX_BYTES)) return false
  for (let field: usize = 2; field <= CLOCK_FIELD; field += 1) {
    const place = first + offsetOf(field)
    if (load<u8>(place) != delimiter()) return false
    if (field >= 3 && field <= 9 && !isHex(load<u8>(place - 1))) return false
  }
  moment = readFileTime(first + offsetOf(CLOCK_FIELD - 1) + 1, clock)
  nameEnd = first
  clockEnd = clock
  return moment >= 0
}

/** Milliseconds of a FILETIME after its date, between blanks and `end`; -1 for another text. */
function readFileTime(from: usize, end: usize): i32 {
  const start = end - FILETIME_DIGITS
  for (let at = from; at < start; at += 1) if (load<u8>(at) != SPACE) return -1
  if (start < from || !hasDateDigits(start)) return -1
  let value: i32 = 0
  for (let at = start + DATE_DIGITS; at < end; at += 2) {
    const digits = parseTwoDigits(at)
    if (digits > 99) return -1
    if (at < end - FRACTION_DIGITS) value = value * 100 + digits
  }
  return value
}

/**
 * Whether the line up to `feed` may begin a row that is not as expected: it has the delimiters of
 * one.
 */
function mayBeginRow(at: usize): bool {
  const end = min(feed, at + MAX_PREFIX_BYTES)
  const delimiters = i8x16.splat(delimiter())
  let count: i32 = 0
  let place = at
  for (; place + 16 <= end; place += 16)
    count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(place), delimiters)))
  for (; place < end; place += 1) if (load<u8>(place) == delimiter()) count += 1
  return count >= <i32>CLOCK_FIELD
}

/** Start of the user data, after the fields Kernel and User; `to` when the line ends before. */
function findMessage(from: usize, to: usize): usize {
  let remaining = 2
  let at = from
  for (; at < to && remaining > 0; at += 1) if (load<u8>(at) == delimiter()) remaining -= 1
  return at
}

/** Position after the blanks and the quote before the first user data field. */
function skipOpening(from: usize, to: usize): usize {
  let at = from
  while (at < to && (load<u8>(at) == SPACE || load<u8>(at) == QUOTE)) at += 1
  return at
}

/**
 * Whether the name may be a GUID, with braces or without, or `Unknown`: tracerpt had no schema for
 * the event then, and the parser has to look whether there are user data.
 */
function mayBeBareGuid(from: usize, to: usize): bool {
  let start = from
  while (start < to && (load<u8>(start) == SPACE || load<u8>(start) == QUOTE)) start += 1
  let end = to
  while (end > start && (load<u8>(end - 1) <= SPACE || load<u8>(end - 1) == QUOTE)) end -= 1
  const length = end - start
  if (length == 7) return (load<u32>(start) | 0x2020_2020) == UNKN
  if (length == 38) return load<u8>(start) == 0x7b
  return length == 36 && load<u8>(start + 8) == 0x2d
}

/** `unkn`, as the number that its bytes are. */
const UNKN: u32 = 0x6e_6b_6e_75
