import { basename } from 'node:path'
import { SNIFF_BYTES } from './archive-kind.ts'
import type { PackedBytes } from './packed-bytes.ts'
import { unpack } from './unpack.ts'

const NAMED = 8
const EXTRA = 4

/** The first bytes that come out. */
export async function readFirstBytes(packed: PackedBytes): Promise<Uint8Array> {
  const start = new Uint8Array(SNIFF_BYTES)
  let length = 0
  for await (const bytes of unpack(packed, 4096)) {
    const some = bytes.subarray(0, SNIFF_BYTES - length)
    start.set(some, length)
    length += some.length
    if (length === SNIFF_BYTES) break
  }
  return start.subarray(0, length)
}

/** What a gzip calls what is in it: as it says, else as it is named itself. */
export function gzipEntryName(start: Uint8Array, path: string): string {
  const flags = start[3] ?? 0
  // Behind 10 bytes, and behind fields that hardly anybody writes.
  const end = (flags & NAMED) > 0 && (flags & EXTRA) === 0 ? start.indexOf(0, 10) : -1
  const named = end > 10 ? Buffer.from(start.subarray(10, end)).toString('latin1') : ''
  return (
    basename(named.replaceAll('\\', '/')) ||
    basename(path).replace(/\.(?:gz|gzip)$/i, '') ||
    'content'
  )
}

/** How much comes out, counted; throws where it is damaged or too much. */
export async function measureGzip(gzip: PackedBytes): Promise<number> {
  let size = 0
  for await (const bytes of unpack(gzip, 256 << 10)) size += bytes.length
  return size
}
