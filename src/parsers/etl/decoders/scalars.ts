import type { Payload } from './payload.ts'

/** FILETIME counts from 1601; so many days lie before 1970. */
const EPOCH_MS = 134_774 * 86_400_000
const TICKS_PER_MS = 10_000
const HIGH_MS = 0x1_0000_0000 / TICKS_PER_MS
/** The fraction of HIGH_MS, in ticks: 2^32 modulo 10,000. */
const HIGH_TICKS = 0x1_0000_0000 % TICKS_PER_MS
const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const DASH = 0x2d
/** Where each pair of digits of a GUID lies in its 16 bytes; -1 is a dash. */
const GUID_ORDER = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]
const SID_HEAD = 8
const MOST_SUB_AUTHORITIES = 15

const guidText = Buffer.alloc(36)

export function guid(payload: Payload): string | null {
  const from = payload.take(16)
  return from < 0 ? null : guidAt(payload.bytes, from)
}

/** Lower case, without braces. */
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

/** To 100 ns, always with seven digits. */
export function fileTime(payload: Payload): string | null {
  const at = payload.take(8)
  if (at < 0) return null
  const low = payload.view.getUint32(at, true)
  const high = payload.view.getUint32(at + 4, true)
  const ticks = high * HIGH_TICKS + low
  const beyond = Math.floor(ticks / TICKS_PER_MS)
  const milliseconds = high * Math.floor(HIGH_MS) + beyond - EPOCH_MS
  const iso = new Date(milliseconds).toISOString()
  return `${iso.slice(0, -1)}${String(ticks - beyond * TICKS_PER_MS).padStart(4, '0')}Z`
}

/** Of no stated zone, so without one. */
export function systemTime(payload: Payload): string | null {
  const at = payload.take(16)
  if (at < 0) return null
  const part = (index: number, digits: number) => String(payload.view.getUint16(at + index * 2, true)).padStart(digits, '0')
  return `${part(0, 4)}-${part(1, 2)}-${part(3, 2)}T${part(4, 2)}:${part(5, 2)}:${part(6, 2)}.${part(7, 3)}`
}

/** `S-1-5-18`. */
export function sid(payload: Payload): string | null {
  const head = payload.take(SID_HEAD)
  if (head < 0) return null
  const { bytes, view } = payload
  const count = bytes[head + 1] as number
  const subs = count > MOST_SUB_AUTHORITIES ? -1 : payload.take(count * 4)
  if (subs < 0) {
    payload.ended = true
    return null
  }
  const authority = view.getUint16(head + 2, false) * 0x1_0000_0000 + view.getUint32(head + 4, false)
  let text = `S-${bytes[head]}-${authority}`
  for (let index = 0; index < count; index += 1) text += `-${view.getUint32(subs + index * 4, true)}`
  return text
}
