import { BLANK, closing, idsEnd, isDigit, LF, lineFeed } from './bytes'
import { count, countUndecoded, momentAt } from './run'
import { hitFrom, passed, placeOf, signFrom } from './search'
import { isOpening, startsWanted } from './sip'

const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d
const SLASH: u8 = 0x2f
/** First byte of the direction marks that some cultures write around a date. */
const MARK: u8 = 0xe2
const MARGIN: usize = 256
const LONGEST: usize = 64 << 10
/** What stands in the brackets of a processor or provider is not longer. */
const LONGEST_NAME: usize = 128
/** So far behind the start of a message the exporter says that it has no format for it. */
const LONGEST_EXCUSE: usize = 200

let toldAt: usize = 0
let moment: i32 = 0
/** Behind the time. */
let timeEnd: usize = 0

/** Where the first record from `from` on begins that the parser has to read. */
export function passTracefmt(from: usize, to: usize): usize {
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
 * Whether the usual prefix stands at `at`: `[1]5FEC.0E48::01/13/2024-23:31:07.097`, with the date
 * of the run.
 */
function tell(at: usize): bool {
  if (at == toldAt) return moment >= 0
  toldAt = at
  moment = -1
  const colons = hasUsualIds(at) ? at + 12 : prefixIdsEnd(at)
  if (colons == 0) return false
  const time = colons + 2
  const separator = load<u8>(time, 10)
  if (!isDigit(load<u8>(time)) || (separator != 0x2d && separator != BLANK)) return false
  let end = time + 23
  while (end < time + 32 && isDigit(load<u8>(end))) end += 1
  if (isDigit(load<u8>(end)) || load<u8>(end) == MARK) return false
  timeEnd = end
  moment = momentAt(time)
  return moment >= 0
}

/** Hexadecimal digits of `[1]1A2C.0440::`, a bit each. */
const USUAL_IDS: i32 = 0x0f7a

@inline
function hasUsualIds(at: usize): bool {
  const bytes = v128.load(at)
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10))
  const letters = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(6))
  if ((i8x16.bitmask(v128.or(digits, letters)) & 0x3fff) != USUAL_IDS) return false
  return load<u8>(at, 2) == CLOSE && load<u8>(at, 7) == 0x2e && load<u16>(at, 12) == 0x3a3a
}

/** Behind `[1]5FEC.0E48`, 0 when no colons are there. */
function prefixIdsEnd(at: usize): usize {
  const place = closing(at + 1, CLOSE, 16)
  if (place == 0 || place == at + 1) return 0
  return idsEnd(place + 1)
}

function record(at: usize, to: usize): usize {
  if (load<u8>(at) != OPEN || !tell(at)) return 0
  passed(at)
  const when = moment
  const message = messageAt(timeEnd)
  if (message == 0) return 0
  let end = lineFeed(message, to) + 1
  let lines: i32 = 1
  while (true) {
    if (end + MARGIN > to || end - at > LONGEST) return 0
    if (load<u8>(end) == OPEN) break
    end = lineFeed(end, to) + 1
    lines += 1
  }
  // A bracket may begin a record written in another way, or none.
  if (!tell(end) || hitFrom(at, end) < end || holdsWanted(message, end)) return 0
  if (!count(when, lines)) return 0
  if (isUndecoded(message, end)) countUndecoded()
  return end
}

/** Behind `[Provider]` and a blank; 0 when the brackets are not closed soon. */
function messageAt(time: usize): usize {
  let open = time
  while (open < time + 4 && load<u8>(open) == BLANK) open += 1
  if (load<u8>(open) == BLANK) return 0
  if (load<u8>(open) != OPEN) return open
  const close = closing(open + 1, CLOSE, LONGEST_NAME)
  if (close == 0) return 0
  return load<u8>(close, 1) == BLANK ? close + 2 : close + 1
}

/**
 * Whether a SIP message that is asked for begins at some line, string or element of the message.
 */
function holdsWanted(message: usize, end: usize): bool {
  let looked = message
  for (let version = placeOf(signFrom(message, end)); version < end; version = placeOf(signFrom(version + 1, end))) {
    if (load<u8>(version, 7) == SLASH) continue
    for (let at = version; at >= looked; at -= 1) {
      const before = at == message ? LF : load<u8>(at - 1)
      if (isOpening(before) && startsWanted(afterBlanks(at, version), end)) return true
      if (before == LF) break
    }
    looked = version + 1
  }
  return false
}

function afterBlanks(from: usize, to: usize): usize {
  let at = from
  while (at < to && (load<u8>(at) == BLANK || load<u8>(at) == 9)) at += 1
  return at
}

/** `Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found).` */
function isUndecoded(message: usize, end: usize): bool {
  if (load<u64>(message) != 0x28_6e_77_6f_6e_6b_6e_55) return false
  const last = min(end, message + LONGEST_EXCUSE)
  for (let at = message + 8; at + 29 <= last; at += 1) if (isExcuse(at)) return true
  return false
}

/** `(No Format Information found)`. */
function isExcuse(at: usize): bool {
  if (load<u64>(at) != 0x6d_72_6f_46_20_6f_4e_28 || load<u64>(at, 8) != 0x72_6f_66_6e_49_20_74_61) return false
  return load<u64>(at, 16) == 0x66_20_6e_6f_69_74_61_6d && load<u32>(at, 24) == 0x64_6e_75_6f && load<u8>(at, 28) == 0x29
}
