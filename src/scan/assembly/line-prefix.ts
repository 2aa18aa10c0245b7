// Splits the beginning of a record off that differs in every record and holds no name: date, time
// and ids. `src/redact/log/record-patterns.ts` has the same as expressions.

import { isDigit, isHex, isLetter, lineFeed, SPACE } from './bytes'

const MAX_PART_BYTES: usize = 80

/** End of the part with pool and server, in the record of a server; else the start of the line. */
export let frontEnd: usize = 0
/** End of date, time and ids; the start of the line when it has none. */
export let restStart: usize = 0
/** Start of the ids of process and thread in the prefix of a server. */
export let processStart: usize = 0
export let threadStart: usize = 0

export function splitPrefix(from: usize, to: usize): void {
  frontEnd = from
  restStart = from
  if (to - from < 20) return
  const first = load<u8>(from)
  if (first == 0x5b) restStart = tracefmtPrefix(from, to)
  else if (load<u8>(from + 10) == 0x7c) restStart = clientPrefix(from, to)
  else if (first == 0x54 && load<u16>(from + 1) == 0x5f4c) splitServerPrefix(from, to)
}

@inline
function isDateMark(byte: u8): bool {
  return byte >= 0x2d && byte <= 0x2f
}

function areDigits(at: usize, count: usize): bool {
  for (let index: usize = 0; index < count; index += 1)
    if (!isDigit(load<u8>(at + index))) return false
  return true
}

function skipHexDigits(from: usize, to: usize): usize {
  let at = from
  while (at < to && isHex(load<u8>(at))) at += 1
  return at
}

/** `06/14/2016|10:11:12.123 1A2C:9F4 ` */
function clientPrefix(from: usize, to: usize): usize {
  if (!areDigits(from, 2) || !areDigits(from + 3, 2) || !areDigits(from + 6, 4)) return from
  if (!isDateMark(load<u8>(from + 2)) || !isDateMark(load<u8>(from + 5))) return from
  let at = from + 11
  while (at < to && isClockByte(load<u8>(at))) at += 1
  if (at == from + 11 || at >= to || load<u8>(at) != SPACE) return from
  const process = at + 1
  at = skipHexDigits(process, to)
  if (at == process || at >= to || load<u8>(at) != 0x3a) return from
  const thread = at + 1
  at = skipHexDigits(thread, to)
  return at == thread || at >= to || load<u8>(at) != SPACE ? from : at + 1
}

/** Digits, `.` and `:`. */
@inline
function isClockByte(byte: u8): bool {
  return isDigit(byte) || byte == 0x3a || byte == 0x2e
}

/** `[0]1A2C.09F4::06/14/2016-10:11:12.123 ` */
function tracefmtPrefix(from: usize, to: usize): usize {
  let at = from + 1
  while (at < to && isDigit(load<u8>(at))) at += 1
  if (at == from + 1 || at >= to || load<u8>(at) != 0x5d) return from
  const process = at + 1
  at = skipHexDigits(process, to)
  if (at - process < 4 || at - process > 8 || at >= to || load<u8>(at) != 0x2e) return from
  const thread = at + 1
  at = skipHexDigits(thread, to)
  if (at - thread < 4 || at - thread > 8 || at + 2 >= to || load<u16>(at) != 0x3a3a) return from
  const time = at + 2
  at = time
  while (at < to && (isTimeByte(load<u8>(at)) || load<u8>(at) == SPACE)) at += 1
  return at == time ? from : at
}

/** Digits and `/.:-`. */
@inline
function isTimeByte(byte: u8): bool {
  return byte - 0x2d <= 0x3a - 0x2d
}

/** `TL_INFO(TF_COMPONENT) [pool\server]0584.1A2B::06/14/2016-08:11:12.123.00000A12 ` */
function splitServerPrefix(from: usize, to: usize): void {
  let at = from + 3
  while (at < to && isNameByte(load<u8>(at))) at += 1
  if (at == from + 3 || at >= to || load<u8>(at) != 0x28) return
  at = closing(at + 1, to, 0x29)
  if (at == 0 || at + 2 >= to || load<u16>(at, 1) != 0x5b20) return
  at = closing(at + 3, to, 0x5d)
  if (at == 0) return
  const process = at + 1
  at = skipHexDigits(process, to)
  if (at == process || at >= to || load<u8>(at) != 0x2e) return
  const thread = at + 1
  at = skipHexDigits(thread, to)
  if (at == thread || at + 2 >= to || load<u16>(at) != 0x3a3a) return
  const time = at + 2
  at = time
  while (at < to && isTimeByte(load<u8>(at))) at += 1
  if (at == time) return
  while (at < to && isUpperHex(load<u8>(at))) at += 1
  if (at >= to || load<u8>(at) != SPACE) return
  processStart = process
  threadStart = thread
  frontEnd = time
  restStart = at + 1
}

@inline
function isNameByte(byte: u8): bool {
  return isLetter(byte) || isDigit(byte) || byte == 0x5f
}

@inline
function isUpperHex(byte: u8): bool {
  return isDigit(byte) || byte - 0x41 < 6
}

/** Address of the closing byte on this line; 0 when it is not near. */
function closing(from: usize, to: usize, byte: u8): usize {
  for (let at = from; at < to && at - from <= MAX_PART_BYTES; at += 1) {
    if (load<u8>(at) == byte) return at
    if (load<u8>(at) == 13 || load<u8>(at) == 10) return 0
  }
  return 0
}

/** End of the line, with its line feed. */
export let lineEnd: usize = 0

/** Finds the end of the line at `from`, and its parts. `to` is the end of the bytes. */
export function splitLine(from: usize, to: usize): void {
  lineEnd = min(lineFeed(from, to) + 1, to)
  splitPrefix(from, lineEnd)
}

@inline
export function isBlank(at: usize): bool {
  return load<u8>(at) == SPACE || load<u8>(at) == 9
}

/** Whether a header begins at `from`, except `Message-Body`, with which the body begins. */
export function isHeaderName(from: usize): bool {
  const length = headerNameLength(from)
  return length != 0 && ((load<u8>(from) | 0x20) != 0x6d || length != 12)
}

/**
 * Whether a header begins at `from`, except Content-Length, Content-Type, CSeq, their short forms,
 * and `Message-Body`: those change how the packet goes on.
 */
export function isPlainHeaderName(from: usize): bool {
  const length = headerNameLength(from)
  const first = load<u8>(from) | 0x20
  if (first == 0x63 || first == 0x6c)
    return length != 0 && length != 1 && length != 4 && length != 12 && length != 14
  return length != 0 && (first != 0x6d || length != 12)
}

/** Length of the header name at `from`; 0 when there is none. */
function headerNameLength(from: usize): usize {
  if (!isLetter(load<u8>(from))) return 0
  let at = from + 1
  while (isNameByte(load<u8>(at)) || load<u8>(at) == 0x2d) at += 1
  return load<u8>(at) == 0x3a ? at - from : 0
}

export function frontEndAt(): usize {
  return frontEnd
}
export function restStartAt(): usize {
  return restStart
}
export function lineEndAt(): usize {
  return lineEnd
}
