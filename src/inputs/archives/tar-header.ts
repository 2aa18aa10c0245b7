import { defined } from '../../model/defined.ts'
import { DamagedEntryError } from './packed-bytes.ts'

export const TAR_BLOCK_BYTES = 512

/** The header of one tar entry. Times in milliseconds UTC. */
export interface TarHeader {
  readonly name: string
  readonly bytes: number
  readonly written?: number
  /** One letter: what the entry is. */
  readonly type: string
}

/** What a header of 512 bytes says; undefined for the empty block at the end. */
export function parseTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (sumOf(block) !== numberAt(block, 148, 8))
    throw new DamagedEntryError('damaged: an entry does not begin where it should')
  const prefix = hasPrefix(block) ? readTarText(block, 345, 155) : ''
  const name = readTarText(block, 0, 100)
  const written = numberAt(block, 136, 12) * 1000
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    bytes: numberAt(block, 124, 12),
    ...defined({ written: written > 0 ? written : undefined }),
    type: String.fromCharCode(block[156] || 0x30),
  }
}

/** `ustar\0`: GNU writes `ustar ` and other things there. */
const hasPrefix = (block: Uint8Array): boolean =>
  readTarText(block, 257, 6) === 'ustar' && block[262] === 0

/** The sum of a header is taken with its own field full of spaces. */
function sumOf(block: Uint8Array): number {
  let sum = 0
  for (const [index, byte] of block.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte
  return sum
}

/** Octal digits, or for what is larger big-endian bytes behind a set bit. */
function numberAt(block: Uint8Array, at: number, length: number): number {
  if (((block[at] ?? 0) & 0x80) === 0) {
    const digits = readTarText(block, at, length).trim()
    if (digits === '') return 0
    if (!/^[0-7]+$/.test(digits))
      throw new DamagedEntryError('damaged: a number in the header of an entry is none')
    return Number.parseInt(digits, 8)
  }
  // Negative sizes and times before 1970 are of no use.
  if (block[at] === 0xff) return 0
  let number = (block[at] ?? 0) & 0x7f
  for (let index = at + 1; index < at + length; index += 1)
    number = number * 256 + (block[index] ?? 0)
  if (!Number.isSafeInteger(number))
    throw new DamagedEntryError('damaged: a number in the header of an entry is too large')
  return number
}

/** Up to the first zero byte; UTF-8, which is all that is left of other encodings. */
export function readTarText(bytes: Uint8Array, at: number, length: number): string {
  const end = bytes.subarray(at, at + length).indexOf(0)
  return Buffer.from(
    bytes.buffer,
    bytes.byteOffset + at,
    Math.min(end < 0 ? length : end, bytes.length - at),
  ).toString('utf8')
}
