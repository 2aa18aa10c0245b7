import { fileTimeMs, fileTimeTicks } from '../file-time.ts'
import type { Payload } from './payload.ts'

const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const DASH = 0x2d
/** Byte that each pair of digits of a GUID comes from; -1 is a dash. */
const GUID_ORDER = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]
const SID_HEADER_BYTES = 8
const MAX_SUB_AUTHORITIES = 15

const guidText = Buffer.alloc(36)

export function guid(payload: Payload): string | null {
  const from = payload.take(16)
  return from < 0 ? null : guidAt(payload.bytes, from)
}

/** Formats the GUID at `from`: lower case, without braces. */
export function guidAt(bytes: Uint8Array, from: number): string {
  let to = 0
  for (const place of GUID_ORDER) {
    if (place < 0) {
      guidText[to] = DASH
      to += 1
      continue
    }
    const byte = bytes[from + place] as number
    guidText[to] = HEX[byte >> 4] as number
    guidText[to + 1] = HEX[byte & 15] as number
    to += 2
  }
  return guidText.toString('latin1')
}

/** Reads a FILETIME as ISO 8601 with seven fractional digits. */
export function fileTime(payload: Payload): string | null {
  const at = payload.take(8)
  if (at < 0) return null
  const low = payload.view.getUint32(at, true)
  const high = payload.view.getUint32(at + 4, true)
  const iso = new Date(fileTimeMs(low, high)).toISOString()
  return `${iso.slice(0, -1)}${String(fileTimeTicks(low, high)).padStart(4, '0')}Z`
}

/** Reads a SYSTEMTIME as ISO 8601 without a zone, since it states none. */
export function systemTime(payload: Payload): string | null {
  const at = payload.take(16)
  if (at < 0) return null
  const part = (index: number, digits: number) =>
    String(payload.view.getUint16(at + index * 2, true)).padStart(digits, '0')
  const date = `${part(0, 4)}-${part(1, 2)}-${part(3, 2)}`
  return `${date}T${part(4, 2)}:${part(5, 2)}:${part(6, 2)}.${part(7, 3)}`
}

/** Reads a SID such as `S-1-5-18`. */
export function sid(payload: Payload): string | null {
  const head = payload.take(SID_HEADER_BYTES)
  if (head < 0) return null
  const { bytes, view } = payload
  const count = bytes[head + 1] as number
  const subs = count > MAX_SUB_AUTHORITIES ? -1 : payload.take(count * 4)
  if (subs < 0) {
    payload.exhausted = true
    return null
  }
  const authority =
    view.getUint16(head + 2, false) * 0x1_0000_0000 + view.getUint32(head + 4, false)
  let text = `S-${bytes[head]}-${authority}`
  for (let index = 0; index < count; index += 1)
    text += `-${view.getUint32(subs + index * 4, true)}`
  return text
}
