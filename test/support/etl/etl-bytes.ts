/** Little-endian building blocks of traces. */

export const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))

export function guidBytes(guid: string): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(guid.replaceAll('-', ''), 'hex'))
  return join(
    bytes.slice(0, 4).reverse(),
    bytes.slice(4, 6).reverse(),
    bytes.slice(6, 8).reverse(),
    bytes.slice(8),
  )
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Compresses with XPRESS without matches: zero flags before every 32 bytes. */
export function literalLz77(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 0; at < data.length; at += 32)
    parts.push(new Uint8Array(4), data.subarray(at, at + 32))
  return join(...parts)
}

/** Rounds up to a multiple of 8. */
export const padded = (length: number): number => (length + 7) & ~7

export function number(size: number, value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(size)
  write(bytes, [0, size, value])
  return bytes
}

/** Writes little-endian integers: offset, size, value. */
export function write(
  bytes: Uint8Array,
  ...fields: readonly (readonly [number, number, number | bigint])[]
): void {
  for (const [at, size, value] of fields)
    for (
      let index = 0, rest = BigInt.asUintN(64, BigInt(value));
      index < size;
      index++, rest >>= 8n
    )
      bytes[at + index] = Number(rest & 0xffn)
}
