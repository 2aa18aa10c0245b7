export const LF: u8 = 10
export const CR: u8 = 13
export const SPACE: u8 = 0x20

/**
 * Address of the first line feed in `at`..`to`; `to` when there is none. Reads up to 15 bytes past
 * `to`.
 */
@inline
export function lineFeed(at: usize, to: usize): usize {
  const feeds = i8x16.splat(LF)
  let place = at
  while (place < to) {
    const found = i8x16.eq(v128.load(place), feeds)
    if (v128.any_true(found)) {
      place += ctz(i8x16.bitmask(found))
      return place < to ? place : to
    }
    place += 16
  }
  return to
}

/** Whether `byte` is in `from`..`to`. */
@inline
export function hasByte(from: usize, to: usize, byte: u8): bool {
  const same = i8x16.splat(byte)
  for (let at = from; at < to; at += 16) {
    const places = i8x16.bitmask(i8x16.eq(v128.load(at), same))
    if (places != 0 && at + ctz(places) < to) return true
  }
  return false
}

/** Number of line feeds in `at`..`to`. */
export function countLines(at: usize, to: usize): i32 {
  const feeds = i8x16.splat(LF)
  let count: i32 = 0
  let place = at
  for (; place + 16 <= to; place += 16)
    count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(place), feeds)))
  if (place < to)
    count += popcnt(
      i8x16.bitmask(i8x16.eq(v128.load(place), feeds)) & ((1 << (<i32>(to - place))) - 1),
    )
  return count
}

@inline
export function fold(byte: u8): u8 {
  return byte - 0x41 < 26 ? byte | 0x20 : byte
}

@inline
export function isDigit(byte: u8): bool {
  return byte - 0x30 < 10
}

@inline
export function isHex(byte: u8): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6
}

@inline
export function isLetter(byte: u8): bool {
  return (byte | 0x20) - 0x61 < 26
}

/**
 * Whether the lower-case literal of `length` bytes at `literal` matches the bytes at `at`, ignoring
 * case.
 */
export function matchesFolded(at: usize, literal: usize, length: usize): bool {
  for (let index: usize = 0; index < length; index += 1) {
    if (fold(load<u8>(at + index)) != load<u8>(literal + index)) return false
  }
  return true
}

/** Value of the two decimal digits at `at`; more than 99 when they are not digits. */
@inline
export function parseTwoDigits(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 48
  const units = <i32>load<u8>(at, 1) - 48
  return <u32>tens < 10 && <u32>units < 10 ? tens * 10 + units : 1000
}

/** Whether the literal of `length` bytes at `literal` matches the bytes at `at` exactly. */
export function matchesExactly(at: usize, literal: usize, length: usize): bool {
  for (let index: usize = 0; index < length; index += 1) {
    if (load<u8>(at + index) != load<u8>(literal + index)) return false
  }
  return true
}

/** Address of the first `byte` on this line; 0 when it is not within `maxBytes`. */
@inline
export function findClosing(from: usize, byte: u8, maxBytes: usize): usize {
  for (let at = from; at < from + maxBytes; at += 16) {
    const bytes = v128.load(at)
    const places = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(byte)), i8x16.eq(bytes, i8x16.splat(LF))),
    )
    if (places != 0) return load<u8>(at + ctz(places)) == byte ? at + ctz(places) : 0
  }
  return 0
}

/** Address of the colons after two hexadecimal ids (`5FEC.0E48::`); 0 when they are missing. */
export function findIdsEnd(from: usize): usize {
  const dot = skipHex(from)
  if (dot == from || load<u8>(dot) != 0x2e) return 0
  const colons = skipHex(dot + 1)
  return colons == dot + 1 || load<u16>(colons) != 0x3a3a ? 0 : colons
}

function skipHex(from: usize): usize {
  let at = from
  while (at < from + 8 && isHex(load<u8>(at))) at += 1
  return at
}
