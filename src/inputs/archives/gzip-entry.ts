import { basename } from 'node:path'
import { SNIFF_BYTES } from './archive-kind.ts'
import type { PackedBytes } from './packed-bytes.ts'
import { unpack } from './unpack.ts'

/** Flags of a gzip header. */
const HAS_NAME = 8
const HAS_EXTRA_FIELD = 4
/** A name follows the fixed part of the header, unless there is an extra field, which is rare. */
const NAME_OFFSET = 10

/** Returns the first unpacked bytes. */
export async function readFirstBytes(packed: PackedBytes): Promise<Uint8Array> {
  const start = new Uint8Array(SNIFF_BYTES)
  let length = 0
  for await (const bytes of unpack(packed, 4096)) {
    const part = bytes.subarray(0, SNIFF_BYTES - length)
    start.set(part, length)
    length += part.length
    if (length === SNIFF_BYTES) break
  }
  return start.subarray(0, length)
}

/** Returns the name of the content: from the gzip header, else from the name of the gzip file. */
export function gzipEntryName(header: Uint8Array, path: string): string {
  const flags = header[3] ?? 0
  const hasPlainName = (flags & HAS_NAME) > 0 && (flags & HAS_EXTRA_FIELD) === 0
  const end = hasPlainName ? header.indexOf(0, NAME_OFFSET) : -1
  const name =
    end > NAME_OFFSET ? Buffer.from(header.subarray(NAME_OFFSET, end)).toString('latin1') : ''
  return (
    basename(name.replaceAll('\\', '/')) ||
    basename(path).replace(/\.(?:gz|gzip)$/i, '') ||
    'content'
  )
}

/**
 * Unpacks a gzip and returns the unpacked size; with the error that ended it where it is damaged or
 * too large.
 */
export async function measureGzip(
  gzip: PackedBytes,
): Promise<{ readonly size: number; readonly failure?: Error }> {
  let size = 0
  try {
    for await (const bytes of unpack(gzip, 256 << 10)) size += bytes.length
    return { size }
  } catch (error) {
    return { size, failure: error as Error }
  }
}
