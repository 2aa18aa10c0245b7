import { parseTwoDigits } from './bytes'
import { SKIP_STATE } from './memory-layout'

// Shared with `../wasm-scanner.ts`: the date that all skipped records have (ten bytes), then
// moments in milliseconds of that day, then counts.
const LATEST: usize = SKIP_STATE + 16
const EARLIEST: usize = SKIP_STATE + 20
const MIN_GAP: usize = SKIP_STATE + 24
const RECORDS: usize = SKIP_STATE + 28
const DISORDER: usize = SKIP_STATE + 32
const LINES: usize = SKIP_STATE + 36
const UNDECODED: usize = SKIP_STATE + 40
const ANNOUNCED: usize = SKIP_STATE + 44
const KEEP_SENT: usize = SKIP_STATE + 48
// A wanted packet that was read in place of the parser; its end is 0 when there is none.
const PACKET_END: usize = SKIP_STATE + 52
const PACKET_MOMENT: usize = SKIP_STATE + 56
const PACKET_LINES: usize = SKIP_STATE + 60
const TEXT_BYTES: usize = SKIP_STATE + 64
const START_LINE_BYTES: usize = SKIP_STATE + 68
const STATUS: usize = SKIP_STATE + 72
const METHOD_AT: usize = SKIP_STATE + 76
const METHOD_BYTES: usize = SKIP_STATE + 80
const CONTENT_TYPE: usize = SKIP_STATE + 84
const CONTENT_TYPE_BYTES: usize = SKIP_STATE + 88
const BODY: usize = SKIP_STATE + 92
const HAS_LISTS: usize = SKIP_STATE + 96

const COLONS: u64 = 0x0000_3a00_003a_0000
const COLON_BYTES: u64 = 0x0000_ff00_00ff_0000

/** Last parsed `hh:mm:ss` and its value. Consecutive records mostly share the second. */
let clock: u64 = 0
let clockMilliseconds: i32 = 0

/**
 * Milliseconds of the day of the timestamp at `at` (`02/03/2016|10:11:12.123`). Returns -1 for
 * another date or another notation.
 */
export function readMoment(at: usize): i32 {
  if (load<u64>(at) != load<u64>(SKIP_STATE) || load<u16>(at, 8) != load<u16>(SKIP_STATE, 8))
    return -1
  const time = load<u64>(at, 11)
  if (time != clock) {
    if ((time & COLON_BYTES) != COLONS) return -1
    const hour = parseTwoDigits(at + 11)
    const minute = parseTwoDigits(at + 14)
    const second = parseTwoDigits(at + 17)
    if (hour > 23 || minute > 59 || second > 59) return -1
    clock = time
    clockMilliseconds = (hour * 3600 + minute * 60 + second) * 1000
  }
  const milliseconds = readMilliseconds(at)
  return load<u8>(at, 19) == 0x2e && milliseconds >= 0 ? clockMilliseconds + milliseconds : -1
}

/** The three digits after the period of the timestamp at `at`; -1 when they are not digits. */
@inline
export function readMilliseconds(at: usize): i32 {
  const hundreds = <u32>load<u8>(at, 20) - 48
  const tens = <u32>load<u8>(at, 21) - 48
  const units = <u32>load<u8>(at, 22) - 48
  return hundreds < 10 && tens < 10 && units < 10 ? hundreds * 100 + tens * 10 + units : -1
}

/** The latest moment of the records so far. */
@inline
export function latestMoment(): i32 {
  return load<i32>(LATEST)
}

/** A record that is this much later than the latest one is not skipped. */
@inline
export function allowedGap(): i32 {
  return load<i32>(MIN_GAP)
}

/** Counts skipped records that are in order of time. */
@inline
export function countRecords(count: i32, lines: i32, first: i32, last: i32): void {
  store<i32>(LATEST, last)
  if (first < load<i32>(EARLIEST)) store<i32>(EARLIEST, first)
  store<i32>(RECORDS, load<i32>(RECORDS) + count)
  store<i32>(LINES, load<i32>(LINES) + lines)
}

/** Whether six digits at `at` are those that all skipped records begin their time with. */
@inline
export function hasDateDigits(at: usize): bool {
  return load<u32>(at) == load<u32>(SKIP_STATE) && load<u16>(at, 4) == load<u16>(SKIP_STATE, 4)
}

/**
 * Counts a skipped record. Returns false for a record after a gap that must be reported: the parser
 * has to read it.
 */
export function countRecord(moment: i32, lines: i32): bool {
  const latest = load<i32>(LATEST)
  if (moment >= latest) {
    if (moment - latest >= load<i32>(MIN_GAP)) return false
    store<i32>(LATEST, moment)
  } else store<i32>(DISORDER, load<i32>(DISORDER) + 1)
  if (moment < load<i32>(EARLIEST)) store<i32>(EARLIEST, moment)
  store<i32>(RECORDS, load<i32>(RECORDS) + 1)
  store<i32>(LINES, load<i32>(LINES) + lines)
  return true
}

@inline
export function countUndecodedRecords(count: i32): void {
  store<i32>(UNDECODED, load<i32>(UNDECODED) + count)
}

/** Direction of the packet that the previous record announced: 0 none, 1 sent, 2 received. */
@inline
export function announcedDirection(): u32 {
  return load<u32>(ANNOUNCED)
}

/** Whether the parser has to read all packets that the client sent. */
@inline
export function keepsSentPackets(): bool {
  return load<u32>(KEEP_SENT) == 2
}

/** Whether the parser has to read those that are wanted, because it counts them. */
@inline
export function countsSentPackets(): bool {
  return load<u32>(KEEP_SENT) != 0
}

@inline
export function setAnnouncedDirection(direction: u32): void {
  store<u32>(ANNOUNCED, direction)
}

/**
 * Stores what the head of a wanted packet says. `methodAt` is an offset in `PACKET_TEXT`,
 * `contentType` an address.
 */
export function storePacket(
  textBytes: i32,
  startLineBytes: i32,
  status: i32,
  methodAt: i32,
  methodBytes: i32,
  contentType: i32,
  contentTypeBytes: i32,
  hasLists: bool,
): void {
  store<i32>(HAS_LISTS, <i32>hasLists)
  store<i32>(TEXT_BYTES, textBytes)
  store<i32>(START_LINE_BYTES, startLineBytes)
  store<i32>(STATUS, status)
  store<i32>(METHOD_AT, methodAt)
  store<i32>(METHOD_BYTES, methodBytes)
  store<i32>(CONTENT_TYPE, contentType)
  store<i32>(CONTENT_TYPE_BYTES, contentTypeBytes)
}

/** Stores where a wanted packet ends, so that the parser need not read it. */
export function storePacketEnd(end: usize, body: usize, moment: i32, lines: i32): void {
  store<i32>(PACKET_END, <i32>end)
  store<i32>(PACKET_MOMENT, moment)
  store<i32>(PACKET_LINES, lines)
  store<i32>(BODY, <i32>body)
}
