import type { Payload } from './payload.ts'

const UTF8 = new TextDecoder('utf-8')
/** Code page of text that is not UTF-8. The trace does not name it; this is the most common one. */
const ANSI = new TextDecoder('windows-1252')
const REPLACEMENT = '\ufffd'

/** Reads text up to its NUL, or to the end of the payload: the last field may lack the NUL. */
export function wideText(payload: Payload): string {
  const { bytes, at, to } = payload
  let end = at
  while (end + 1 < to && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2
  payload.at = Math.min(end + 2, to)
  return end === at ? '' : bytes.toString('utf16le', at, end)
}

export function narrowText(payload: Payload): string {
  const { bytes, at, to } = payload
  const nul = bytes.indexOf(0, at)
  const end = nul < 0 || nul > to ? to : nul
  payload.at = Math.min(end + 1, to)
  return narrow(bytes, at, end)
}

/** Reads text of `payload.length` characters, without trailing NULs. */
export function sizedWideText(payload: Payload): string | null {
  const at = payload.take(payload.length * 2)
  if (at < 0) return null
  let end = payload.at
  while (end > at && payload.bytes[end - 1] === 0 && payload.bytes[end - 2] === 0) end -= 2
  return payload.bytes.toString('utf16le', at, end)
}

export function sizedNarrowText(payload: Payload): string | null {
  const at = payload.take(payload.length)
  if (at < 0) return null
  let end = payload.at
  while (end > at && payload.bytes[end - 1] === 0) end -= 1
  return narrow(payload.bytes, at, end)
}

/** Reads text after its 16-bit length in bytes. */
export function countedWideText(payload: Payload): string | null {
  const at = takeCounted(payload)
  return at < 0 ? null : payload.bytes.toString('utf16le', at, payload.at)
}

export function countedNarrowText(payload: Payload): string | null {
  const at = takeCounted(payload)
  return at < 0 ? null : narrow(payload.bytes, at, payload.at)
}

export function countedBinary(payload: Payload): string | null {
  const at = takeCounted(payload)
  return at < 0 ? null : payload.bytes.toString('hex', at, payload.at)
}

export function sizedBinary(payload: Payload): string | null {
  const at = payload.take(payload.length)
  return at < 0 ? null : payload.bytes.toString('hex', at, payload.at)
}

/** Reads the rest of the payload, for fields without a length. */
export const restAsBinary = (payload: Payload): string => {
  const at = payload.at
  payload.at = payload.to
  return payload.bytes.toString('hex', at, payload.to)
}

export const restAsWideText = (payload: Payload): string => {
  const at = payload.at
  payload.at = payload.to
  return payload.bytes.toString('utf16le', at, payload.to)
}

export const restAsNarrowText = (payload: Payload): string => {
  const at = payload.at
  payload.at = payload.to
  return narrow(payload.bytes, at, payload.to)
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
