import { twoDigits } from './bytes'
import { RUN } from './layout'

// Of the records passed over in one call, and shared with the other side: the ten bytes of the date
// that they all have, then moments in milliseconds of that day, then counts.
const LATEST: usize = RUN + 16
const EARLIEST: usize = RUN + 20
const SHORTEST_GAP: usize = RUN + 24
const RECORDS: usize = RUN + 28
const DISORDER: usize = RUN + 32
const LINES: usize = RUN + 36
const UNDECODED: usize = RUN + 40
const ANNOUNCED: usize = RUN + 44

const COLONS: u64 = 0x0000_3a00_003a_0000
const COLON_BYTES: u64 = 0x0000_ff00_00ff_0000

/** `hh:mm:ss` read last, and what it stands for: the next record mostly has the same. */
let clock: u64 = 0
let clockMilliseconds: i32 = 0

/**
 * The moment of a date and time at `at`, `02/03/2016|10:11:12.123`; -1 when it is another date, or
 * not written so.
 */
export function momentAt(at: usize): i32 {
  if (load<u64>(at) != load<u64>(RUN) || load<u16>(at, 8) != load<u16>(RUN, 8)) return -1
  const time = load<u64>(at, 11)
  if (time != clock) {
    if ((time & COLON_BYTES) != COLONS) return -1
    const hour = twoDigits(at + 11)
    const minute = twoDigits(at + 14)
    const second = twoDigits(at + 17)
    if (hour > 23 || minute > 59 || second > 59) return -1
    clock = time
    clockMilliseconds = (hour * 3600 + minute * 60 + second) * 1000
  }
  const tens = twoDigits(at + 20)
  const last = <u32>load<u8>(at, 22) - 48
  return load<u8>(at, 19) == 0x2e && tens < 100 && last < 10 ? clockMilliseconds + tens * 10 + last : -1
}

/**
 * Counts a record that is passed over; false when it comes after a silence that has to be told, and
 * is not to be passed then.
 */
export function count(moment: i32, lines: i32): bool {
  const latest = load<i32>(LATEST)
  if (moment >= latest) {
    if (moment - latest >= load<i32>(SHORTEST_GAP)) return false
    store<i32>(LATEST, moment)
  } else store<i32>(DISORDER, load<i32>(DISORDER) + 1)
  if (moment < load<i32>(EARLIEST)) store<i32>(EARLIEST, moment)
  store<i32>(RECORDS, load<i32>(RECORDS) + 1)
  store<i32>(LINES, load<i32>(LINES) + lines)
  return true
}

@inline
export function countUndecoded(): void {
  store<i32>(UNDECODED, load<i32>(UNDECODED) + 1)
}

/**
 * The way of the packet that the record above announced: 0 when it announced none, 1 sent, 2
 * received.
 */
@inline
export function announced(): u32 {
  return load<u32>(ANNOUNCED)
}

@inline
export function announce(way: u32): void {
  store<u32>(ANNOUNCED, way)
}
