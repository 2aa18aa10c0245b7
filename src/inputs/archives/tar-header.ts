import { defined } from '../../model/defined.ts'
import { isKnownTime } from '../../model/moment.ts'
import { DamagedEntryError } from './packed-bytes.ts'

export const TAR_BLOCK_BYTES = 512

/** Offsets and lengths of the fields of a header. */
const NAME = [0, 100] as const
const SIZE = [124, 12] as const
const MTIME = [136, 12] as const
const CHECKSUM = [148, 8] as const
const TYPE_OFFSET = 156
const MAGIC = [257, 6] as const
const PREFIX = [345, 155] as const
const SPACE = 0x20

/** The header of one tar entry. Times in milliseconds UTC. */
export interface TarHeader {
  readonly name: string
  readonly bytes: number
  readonly written?: number
  /** The kind of the entry, one letter. */
  readonly type: string
}

/**
 * Parses a header of 512 bytes. Returns undefined for the empty block at the end; throws a
 * `DamagedEntryError` for anything else that is not a header.
 */
export function parseTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (computeChecksum(block) !== readNumber(block, ...CHECKSUM))
    throw new DamagedEntryError('damaged: an entry does not begin where it should')
  const prefix = hasPrefix(block) ? readTarText(block, ...PREFIX) : ''
  const name = readTarText(block, ...NAME)
  const written = readNumber(block, ...MTIME) * 1000
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    bytes: readNumber(block, ...SIZE),
    ...defined({ written: written > 0 && isKnownTime(written) ? written : undefined }),
    type: String.fromCharCode(block[TYPE_OFFSET] || 0x30),
  }
}

/** Only POSIX headers, `ustar\0`, have the prefix. GNU writes `ustar ` and other fields there. */
const hasPrefix = (block: Uint8Array): boolean =>
  readTarText(block, ...MAGIC) === 'ustar' && block[262] === 0

/** Adds up all bytes of a header. Its checksum field counts as spaces. */
function computeChecksum(block: Uint8Array): number {
  const [start, length] = CHECKSUM
  let sum = 0
  for (const [index, byte] of block.entries())
    sum += index >= start && index < start + length ? SPACE : byte
  return sum
}

/** Reads octal digits; or, for large numbers, big-endian bytes after a set bit. */
function readNumber(block: Uint8Array, at: number, length: number): number {
  if (((block[at] ?? 0) & 0x80) === 0) {
    const digits = readTarText(block, at, length).trim()
    if (digits === '') return 0
    if (!/^[0-7]+$/.test(digits))
      throw new DamagedEntryError('damaged: a number in the header of an entry is not valid')
    return Number.parseInt(digits, 8)
  }
  // A negative size or a time before 1970 is not useful.
  if (block[at] === 0xff) return 0
  let number = (block[at] ?? 0) & 0x7f
  for (let index = at + 1; index < at + length; index += 1)
    number = number * 256 + (block[index] ?? 0)
  if (!Number.isSafeInteger(number))
    throw new DamagedEntryError('damaged: a number in the header of an entry is too large')
  return number
}

/** Reads text up to the first zero byte as UTF-8, the encoding that is common today. */
export function readTarText(bytes: Uint8Array, at: number, length: number): string {
  const end = bytes.subarray(at, at + length).indexOf(0)
  return Buffer.from(
    bytes.buffer,
    bytes.byteOffset + at,
    Math.min(end < 0 ? length : end, bytes.length - at),
  ).toString('utf8')
}
