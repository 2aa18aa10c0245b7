import { findClosing, findIdsEnd, isDigit, lineFeed, SPACE } from './bytes'
import { hasWantedSip } from './embedded-sip'
import { findHit, releaseBefore } from './search'
import { countRecord, countUndecodedRecord, readMoment } from './skip-state'

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
    const next = skipRecord(at, to)
    if (next == 0) break
    at = next
  }
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
  let end = lineFeed(message, to) + 1
  let lines: i32 = 1
  while (true) {
    if (end + MARGIN_BYTES > to || end - at > MAX_RECORD_BYTES) return 0
    if (load<u8>(end) == OPEN) break
    end = lineFeed(end, to) + 1
    lines += 1
  }
  // A bracket may begin a record in another notation, or no record at all.
  if (!hasPrefix(end) || findHit(at, end) < end || hasWantedSip(message, end)) return 0
  const isUnknown = load<u64>(message) == UNKNOWN
  if (isUnknown && !isUndecoded(message)) return 0
  if (!countRecord(when, lines)) return 0
  if (isUnknown) countUndecodedRecord()
  return end
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
