import type { Payload } from './payload.ts'

const UTF8 = new TextDecoder('utf-8')
/** Code page of text that is not UTF-8. The trace does not name it; this is the most common one. */
const ANSI = new TextDecoder('windows-1252')
const REPLACEMENT = '\ufffd'

/** Reads text up to its NUL, or to the end of the payload: the last field may lack the NUL. */
export function wideText(payload: Payload): string | MisreadText {
  const { bytes, at, to } = payload
  let end = at
  while (end + 1 < to && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2
  payload.at = Math.min(end + 2, to)
  return end === at ? '' : wide(payload, at, end)
}

export function narrowText(payload: Payload): string {
  const { bytes, at, to } = payload
  const nul = bytes.indexOf(0, at)
  const end = nul < 0 || nul > to ? to : nul
  payload.at = Math.min(end + 1, to)
  return narrow(bytes, at, end)
}

/** Reads text of `payload.length` characters, without trailing NULs. */
export function sizedWideText(payload: Payload): string | MisreadText | null {
  const at = payload.take(payload.length * 2)
  if (at < 0) return null
  let end = payload.at
  while (end > at && payload.bytes[end - 1] === 0 && payload.bytes[end - 2] === 0) end -= 2
  return wide(payload, at, end)
}

export function sizedNarrowText(payload: Payload): string | MisreadText | null {
  const at = payload.take(payload.length)
  if (at < 0) return null
  let end = payload.at
  while (end > at && payload.bytes[end - 1] === 0) end -= 1
  return sizedNarrow(payload, at, end)
}

/** Reads text after its 16-bit length in bytes. */
export function countedWideText(payload: Payload): string | MisreadText | null {
  const at = takeCounted(payload)
  return at < 0 ? null : wide(payload, at, payload.at)
}

export function countedNarrowText(payload: Payload): string | MisreadText | null {
  const at = takeCounted(payload)
  return at < 0 ? null : sizedNarrow(payload, at, payload.at)
}

export function countedBinary(payload: Payload): Uint8Array | null {
  const at = takeCounted(payload)
  return at < 0 ? null : payload.addBlob(at, payload.at)
}

export function sizedBinary(payload: Payload): Uint8Array | null {
  const at = payload.take(payload.length)
  return at < 0 ? null : payload.addBlob(at, payload.at)
}

/** Reads the rest of the payload, for fields without a length. */
export const restAsBinary = (payload: Payload): Uint8Array => {
  const at = payload.at
  payload.at = payload.to
  return payload.addBlob(at, payload.to)
}

export const restAsWideText = (payload: Payload): string | MisreadText => {
  const at = payload.at
  payload.at = payload.to
  return wide(payload, at, payload.to)
}

export const restAsNarrowText = (payload: Payload): string | MisreadText => {
  const at = payload.at
  payload.at = payload.to
  return sizedNarrow(payload, at, payload.to)
}

/** A text in another encoding than stated. Its bytes are searched for text, and not shown. */
export type MisreadText = Uint8Array

/** Shorter texts may be UTF-16 whose bytes are ASCII by chance: 你好 is `60 4f 7d 59`. */
const MIN_MISREAD_BYTES = 16
const MAX_CHECKED_BYTES = 64

/** Decodes UTF-16. Returns the bytes when they are text of one byte a character. */
export function wide(payload: Payload, from: number, to: number): string | MisreadText {
  if (isNarrowText(payload.bytes, from, to)) return payload.addBlob(from, payload.at)
  return payload.bytes.toString('utf16le', from, to)
}

/** Whether all bytes are printable ASCII. */
function isNarrowText(bytes: Buffer, from: number, to: number): boolean {
  if (to - from < MIN_MISREAD_BYTES) return false
  const end = Math.min(to, from + MAX_CHECKED_BYTES)
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 0x7e) return false
  }
  return true
}

/** Whether text of a known length contains a NUL at its second byte, as UTF-16 does. */
export const isWideText = (bytes: Buffer, from: number, to: number): boolean =>
  to - from > 2 && bytes[from] !== 0 && bytes[from + 1] === 0

/** Decodes text of a known length. Returns the bytes when they are UTF-16. */
function sizedNarrow(payload: Payload, from: number, to: number): string | MisreadText {
  if (isWideText(payload.bytes, from, to)) return payload.addBlob(from, payload.at)
  return narrow(payload.bytes, from, to)
}

function takeCounted(payload: Payload): number {
  const at = payload.take(2)
  return at < 0 ? -1 : payload.take(payload.view.getUint16(at, true))
}

/** Decodes text as UTF-8, or else in the most common ANSI code page. */
function narrow(bytes: Buffer, from: number, to: number): string {
  for (let at = from; at < to; at += 1) {
    if ((bytes[at] as number) < 0x80) continue
    const text = UTF8.decode(bytes.subarray(from, to))
    return text.includes(REPLACEMENT) ? ANSI.decode(bytes.subarray(from, to)) : text
  }
  return bytes.toString('latin1', from, to)
}
