import { toHex, toHexDigits } from '../hex-digits.ts'
import type { Payload } from './payload.ts'

/** High halves from here on are outside ±2^53. */
const SAFE_HIGH_HALF = 0x20_0000
const TWO_POW_32 = 0x1_0000_0000

export function int8(payload: Payload): number | null {
  const at = payload.take(1)
  return at < 0 ? null : payload.view.getInt8(at)
}

export function uint8(payload: Payload): number | null {
  const at = payload.take(1)
  return at < 0 ? null : (payload.bytes[at] as number)
}

export function int16(payload: Payload): number | null {
  const at = payload.take(2)
  return at < 0 ? null : payload.view.getInt16(at, true)
}

export function uint16(payload: Payload): number | null {
  const at = payload.take(2)
  return at < 0 ? null : payload.view.getUint16(at, true)
}

export function int32(payload: Payload): number | null {
  const at = payload.take(4)
  return at < 0 ? null : payload.view.getInt32(at, true)
}

export function uint32(payload: Payload): number | null {
  const at = payload.take(4)
  return at < 0 ? null : payload.view.getUint32(at, true)
}

export function int64(payload: Payload): number | bigint | null {
  const at = payload.take(8)
  if (at < 0) return null
  const high = payload.view.getInt32(at + 4, true)
  if (high >= SAFE_HIGH_HALF || high < -SAFE_HIGH_HALF) return payload.view.getBigInt64(at, true)
  return high * TWO_POW_32 + payload.view.getUint32(at, true)
}

export function uint64(payload: Payload): number | bigint | null {
  const at = payload.take(8)
  if (at < 0) return null
  const high = payload.view.getUint32(at + 4, true)
  return high >= SAFE_HIGH_HALF
    ? payload.view.getBigUint64(at, true)
    : high * TWO_POW_32 + payload.view.getUint32(at, true)
}

export const pointer = (payload: Payload): number | bigint | null =>
  payload.pointerBytes === 8 ? uint64(payload) : uint32(payload)

export function float32(payload: Payload): number | null {
  const at = payload.take(4)
  return at < 0 ? null : payload.view.getFloat32(at, true)
}

export function float64(payload: Payload): number | null {
  const at = payload.take(8)
  return at < 0 ? null : payload.view.getFloat64(at, true)
}

/** Reads 16 bits in network byte order, as ports have. */
export function uint16BigEndian(payload: Payload): number | null {
  const at = payload.take(2)
  return at < 0 ? null : payload.view.getUint16(at, false)
}

/** Reads 64 bits as hexadecimal text such as `0xfffff8016b723a00`, without creating a bigint. */
export function hex64(payload: Payload): string | null {
  const at = payload.take(8)
  if (at < 0) return null
  const high = payload.view.getUint32(at + 4, true)
  const low = payload.view.getUint32(at, true)
  return high === 0 ? `0x${toHex(low)}` : `0x${toHex(high)}${toHexDigits(low)}`
}

export function hexPointer(payload: Payload): string | null {
  if (payload.pointerBytes === 8) return hex64(payload)
  const at = payload.take(4)
  return at < 0 ? null : `0x${toHex(payload.view.getUint32(at, true))}`
}
