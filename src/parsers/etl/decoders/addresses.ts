import type { Payload } from './payload.ts'

const IPV6_BYTES = 16
/** Address families of Windows. */
const [AF_INET, AF_INET6] = [2, 23]

export function ipv4(payload: Payload): string | null {
  const at = payload.take(4)
  return at < 0 ? null : ipv4At(payload.bytes, at)
}

export function ipv6(payload: Payload): string | null {
  const at = payload.take(IPV6_BYTES)
  return at < 0 ? null : ipv6At(payload, at)
}

/**
 * Reads a SOCKADDR of `payload.length` bytes: `192.0.2.1:443` or `[2001:db8::1]:443`. Other
 * families give their bytes.
 */
export function sizedSocketAddress(payload: Payload): string | Uint8Array | null {
  const size = payload.length < 0 ? payload.remaining : payload.length
  const at = payload.take(size)
  return at < 0 ? null : socketAddressAt(payload, at, size)
}

/** Reads a SOCKADDR after its 16-bit length. */
export function countedSocketAddress(payload: Payload): string | Uint8Array | null {
  const at = payload.take(2)
  if (at < 0) return null
  payload.length = payload.view.getUint16(at, true)
  return sizedSocketAddress(payload)
}

export function sizedIpv6(payload: Payload): string | Uint8Array | null {
  const size = payload.length < 0 ? IPV6_BYTES : payload.length
  if (size === IPV6_BYTES) return ipv6(payload)
  const at = payload.take(size)
  return at < 0 ? null : payload.addBlob(at, at + size)
}

export function countedIpv6(payload: Payload): string | Uint8Array | null {
  const at = payload.take(2)
  if (at < 0) return null
  payload.length = payload.view.getUint16(at, true)
  return sizedIpv6(payload)
}

function socketAddressAt(payload: Payload, at: number, size: number): string | Uint8Array {
  const family = size >= 2 ? payload.view.getUint16(at, true) : -1
  if (family === AF_INET && size >= 8)
    return `${ipv4At(payload.bytes, at + 4)}:${payload.view.getUint16(at + 2, false)}`
  if (family === AF_INET6 && size >= 24)
    return `[${ipv6At(payload, at + 8)}]:${payload.view.getUint16(at + 2, false)}`
  return payload.addBlob(at, at + size)
}

const ipv4At = (bytes: Uint8Array, at: number): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`

/** Formats an IPv6 address; `::` replaces the longest run of two or more zero groups (RFC 5952). */
function ipv6At({ view, bytes }: Payload, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + index * 2, false))
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${ipv4At(bytes, at + 12)}`
  let [best, length] = [-1, 1]
  for (let start = 0; start < 8; start += 1) {
    let end = start
    while (end < 8 && groups[end] === 0) end += 1
    if (end - start > length) [best, length] = [start, end - start]
  }
  const hex = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':')
  return best < 0 ? hex(0, 8) : `${hex(0, best)}::${hex(best + length, 8)}`
}
