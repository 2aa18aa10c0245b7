import { inflateRawSync } from 'node:zlib'
import { DamagedEntryError, type PackedBytes } from './packed-bytes.ts'
import { openSeekable } from './seekable-reader.ts'
import { IntegrityCheck, toDamagedEntryError } from './unpack.ts'

type Zipped = Extract<PackedBytes, { kind: 'zipped' }>

/** Entries up to this are inflated in one go: a stream would take longer to make than to use. */
const AT_ONCE = 256 << 10

export const isSmallEntry = ({ bytes, of }: Zipped): boolean =>
  bytes <= AT_ONCE && of.bytes <= AT_ONCE

/**
 * All bytes of a small entry of a zip; throws where they are damaged or not what the archive says.
 */
export function readSmallEntry({ of, method, bytes, crc }: Zipped): Uint8Array {
  const reader = openSeekable(of)
  const raw = reader.readBytes(0, of.bytes)
  reader.release()
  if (raw.length < of.bytes) throw new DamagedEntryError('cut off: the archive ends before it does')
  const check = new IntegrityCheck({ bytes, crc })
  const out = method === 'stored' ? raw : inflateAtOnce(raw, bytes)
  check.add(out)
  check.end()
  return out
}

function inflateAtOnce(raw: Uint8Array, bytes: number): Uint8Array {
  try {
    return inflateRawSync(raw, { chunkSize: Math.max(64, bytes + 1), maxOutputLength: bytes + 1 })
  } catch (error) {
    // More than was promised: one byte of it is enough to say so.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      return new Uint8Array(bytes + 1)
    throw toDamagedEntryError(error as NodeJS.ErrnoException)
  }
}
