import { constants, crc32, inflateRawSync } from 'node:zlib'
import { formatCount, formatNumber } from '../../model/duration.ts'

const HEADER_BYTES = 10
const TRAILER_BYTES = 8
/** Flags of a gzip header. */
const HAS_HEADER_CRC = 2
const HAS_EXTRA_FIELD = 4
const HAS_NAME = 8
const HAS_COMMENT = 16

/** The content that could be unpacked from a damaged gzip. */
export interface SalvagedGzip {
  readonly content: Uint8Array
  /** The damage, in words for the report. */
  readonly damage: string
}

/**
 * Unpacks a damaged gzip as far as possible, to at most `maxBytes`. Returns undefined where nothing
 * comes out, or more than that.
 */
export function salvageGzip(gzip: Uint8Array, maxBytes: number): SalvagedGzip | undefined {
  const parts: Uint8Array[] = []
  let length = 0
  let damage: string | undefined
  for (let from = 0; from < gzip.length && damage === undefined; ) {
    const member = gzip.subarray(from)
    if (member[0] !== 0x1f || member[1] !== 0x8b) {
      if (member.some((byte) => byte !== 0))
        damage = `${formatCount(member.length, 'byte')} after its end are not part of it`
      break
    }
    const unpacked = unpackMember(member, maxBytes - length)
    if (!unpacked || unpacked === 'too large') return undefined
    parts.push(unpacked.content)
    length += unpacked.content.length
    damage = unpacked.damage
    from += unpacked.bytes
  }
  if (length === 0 || damage === undefined) return undefined
  return { content: Buffer.concat(parts), damage }
}

interface UnpackedMember {
  readonly content: Uint8Array
  /** Packed size with header and trailer. */
  readonly bytes: number
  readonly damage?: string
}

function unpackMember(
  member: Uint8Array,
  maxBytes: number,
): UnpackedMember | 'too large' | undefined {
  const start = headerLength(member)
  const packed = member.subarray(start)
  const whole = inflate(packed, maxBytes)
  if (whole === 'too large') return whole
  if (!whole) {
    const content = inflateBeginning(packed, maxBytes)
    if (content === 'too large') return content
    const damage = 'damaged: its compressed bytes are not valid from some place on'
    return content && { content, bytes: member.length, damage }
  }
  const { content, consumed } = whole
  const trailer = packed.subarray(consumed, consumed + TRAILER_BYTES)
  const bytes = start + consumed + TRAILER_BYTES
  if (trailer.length < TRAILER_BYTES)
    return { content, bytes, damage: 'the archive is cut off: its end is missing' }
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES)
  if (view.getUint32(0, true) !== crc32(content))
    return { content, bytes, damage: 'damaged: its checksum (CRC) is wrong' }
  const stated = view.getUint32(4, true)
  return stated === content.length % 2 ** 32
    ? { content, bytes }
    : { content, bytes, damage: `damaged: it states ${formatNumber(stated)} bytes` }
}

function headerLength(member: Uint8Array): number {
  const flags = member[3] ?? 0
  let at = HEADER_BYTES
  if (flags & HAS_EXTRA_FIELD) at += 2 + (member[at] ?? 0) + 256 * (member[at + 1] ?? 0)
  for (const flag of [HAS_NAME, HAS_COMMENT])
    if (flags & flag) {
      const end = member.indexOf(0, at)
      at = end < 0 ? member.length : end + 1
    }
  return flags & HAS_HEADER_CRC ? at + 2 : at
}

interface Inflated {
  readonly content: Uint8Array
  readonly consumed: number
}

/** Returns undefined for bytes that are not valid. Their end may be missing. */
function inflate(packed: Uint8Array, maxOutputLength: number): Inflated | 'too large' | undefined {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH
    const options = { finishFlush, maxOutputLength, info: true }
    // With `info`, the result is not the buffer alone, which its type does not say.
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as {
      readonly buffer: Buffer
      readonly engine: { readonly bytesWritten: number }
    }
    return { content: buffer, consumed: engine.bytesWritten }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? 'too large'
      : undefined
  }
}

/** Finds by bisection the longest beginning that is valid, and returns what it unpacks to. */
function inflateBeginning(
  packed: Uint8Array,
  maxBytes: number,
): Uint8Array | 'too large' | undefined {
  let valid = 0
  let invalid = packed.length
  let content: Uint8Array | undefined
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    const inflated = inflate(packed.subarray(0, middle), maxBytes)
    if (inflated === 'too large') return inflated
    if (inflated) content = inflated.content
    if (inflated) valid = middle
    else invalid = middle
  }
  return content
}
