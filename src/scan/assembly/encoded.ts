// Tells whether base64 and hexadecimal texts may decode to readable text. Most of them are ids,
// which do not, so they need not be decoded for the finders.

import { isHex } from './bytes'

/** Shorter results hold no secret. As in `src/redact/find-encoded.ts`. */
const MIN_DECODED_BYTES: u32 = 6

/** The decoded bytes; longer texts are not kept. */
export const DECODED: usize = 393_216
const MAX_DECODED_BYTES: u32 = 64 << 10
/** The decoded bytes as UTF-8, if they are in Latin-1. */
export const TRANSCODED: usize = 524_288

let length: u32 = 0
let nonAscii: u32 = 0
let zeros: u32 = 0
let controls: u32 = 0
/** Bytes 0x7f to 0x9f: control characters in Latin-1. */
let latinControls: u32 = 0
let invalid: u32 = 0
/** Bytes missing from, and read of, a character in UTF-8. */
let missing: u32 = 0
let partial: u32 = 0

function start(): void {
  length = nonAscii = zeros = controls = latinControls = invalid = missing = partial = 0
}

@inline
function add(byte: u32): void {
  if (length < MAX_DECODED_BYTES) store<u8>(DECODED + length, byte)
  length += 1
  if (byte == 0) zeros += 1
  else if (byte < 32) {
    if (byte != 9 && byte != 10 && byte != 13) controls += 1
  } else if (byte - 0x7f <= 0x20) latinControls += 1
  if (missing != 0) {
    if ((byte & 0xc0) == 0x80) {
      missing -= 1
      partial += 1
      nonAscii += 1
      return
    }
    invalid += partial
    missing = 0
  }
  if (byte < 0x80) return
  nonAscii += 1
  partial = 1
  if (byte - 0xc2 < 0x1e) missing = 1
  else if (byte - 0xe0 < 0x10) missing = 2
  else if (byte - 0xf0 < 5) missing = 3
  else invalid += 1
}

/**
 * Whether at most a tenth of the characters are unusual, in UTF-16, Latin-1 or UTF-8. An invalid
 * sequence of UTF-8 has up to three bytes.
 */
function mayBeText(): bool {
  if (length < MIN_DECODED_BYTES) return false
  if (missing != 0) invalid += partial
  return (
    zeros * 3 > length ||
    (controls + latinControls) * 10 <= length ||
    (controls + (invalid + 2) / 3) * 10 <= length
  )
}

/** Value of a character of base64, also in the alphabet for URLs. */
@inline
function sextet(byte: u32): u32 {
  if (byte - 0x61 < 26) return byte - 0x61 + 26
  if (byte - 0x41 < 26) return byte - 0x41
  if (byte - 0x30 < 10) return byte - 0x30 + 52
  return byte == 0x2b || byte == 0x2d ? 62 : 63
}

export function base64MayBeText(from: usize, to: usize): bool {
  start()
  let bits: u32 = 0
  let count: u32 = 0
  for (let at = from; at < to; at += 1) {
    bits = (bits << 6) | sextet(load<u8>(at))
    count += 6
    if (count < 8) continue
    count -= 8
    add((bits >> count) & 0xff)
  }
  return mayBeText()
}

@inline
function hexValue(byte: u32): u32 {
  return byte < 0x40 ? byte - 0x30 : (byte | 0x20) - 0x57
}

/** `from`..`to` are hexadecimal digits. */
export function hexMayBeText(from: usize, to: usize): bool {
  start()
  for (let at = from; at + 1 < to; at += 2)
    add((hexValue(load<u8>(at)) << 4) | hexValue(load<u8>(at, 1)))
  return mayBeText()
}

/** Whether all bytes are hexadecimal digits. */
export function isAllHex(from: usize, to: usize): bool {
  for (let at = from; at < to; at += 1) if (!isHex(load<u8>(at))) return false
  return true
}

export function decodedBytes(): u32 {
  return length
}

/** Whether all of the decoded bytes were kept, and may be in an encoding like ASCII. */
export function isDecodedKept(): bool {
  return length <= MAX_DECODED_BYTES && zeros * 3 <= length
}

export function hasDecodedNonAscii(): bool {
  return nonAscii != 0
}

/** Takes the decoded bytes as Latin-1 and writes them as UTF-8; returns the end of the result. */
export function transcode(): usize {
  let to = TRANSCODED
  for (let index: u32 = 0; index < length; index += 1) {
    const byte = load<u8>(DECODED + index)
    if (byte < 0x80) store<u8>(to, byte)
    else {
      store<u8>(to, 0xc0 | (byte >> 6))
      to += 1
      store<u8>(to, 0x80 | (byte & 0x3f))
    }
    to += 1
  }
  return to
}
