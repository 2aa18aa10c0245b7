import { inflateRawSync } from 'node:zlib'
import { DamagedEntryError, type PackedBytes } from './packed-bytes.ts'
import { openSeekable } from './seekable-reader.ts'
import { IntegrityCheck, toDamagedEntryError } from './unpack.ts'

type ZippedBytes = Extract<PackedBytes, { kind: 'zipped' }>

/** An entry up to this size is inflated in one call: creating a stream would take longer. */
const MAX_SMALL_BYTES = 256 << 10

export const isSmallEntry = ({ bytes, raw }: ZippedBytes): boolean =>
  bytes <= MAX_SMALL_BYTES && raw.bytes <= MAX_SMALL_BYTES

/**
 * Returns all bytes of a small entry of a zip. Throws a `DamagedEntryError` where they are damaged
 * or differ from what the archive states.
 */
export function readSmallEntry({ raw, method, bytes, crc }: ZippedBytes): Uint8Array {
  const reader = openSeekable(raw)
  const rawBytes = reader.readBytes(0, raw.bytes)
  reader.release()
  if (rawBytes.length < raw.bytes)
    throw new DamagedEntryError('cut off: the archive ends before it does')
  const check = new IntegrityCheck({ bytes, crc })
  const content = method === 'stored' ? rawBytes : inflateAtOnce(rawBytes, bytes)
  check.add(content)
  check.end()
  return content
}

function inflateAtOnce(raw: Uint8Array, bytes: number): Uint8Array {
  try {
    return inflateRawSync(raw, { chunkSize: Math.max(64, bytes + 1), maxOutputLength: bytes + 1 })
  } catch (error) {
    // Larger than stated: one byte too many makes the check fail.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      return new Uint8Array(bytes + 1)
    throw toDamagedEntryError(error as NodeJS.ErrnoException)
  }
}
