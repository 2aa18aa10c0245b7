import { inflateRawSync } from 'node:zlib'
import { DamagedEntry, type Packed } from './packed.ts'
import { readPlain } from './plain-reader.ts'
import { Check, inWords } from './unpacked.ts'

type Zipped = Extract<Packed, { kind: 'zipped' }>

/** Entries up to this are inflated in one go: a stream would take longer to make than to use. */
const AT_ONCE = 256 << 10

export const isSmall = ({ bytes, of }: Zipped): boolean => bytes <= AT_ONCE && of.bytes <= AT_ONCE

/**
 * All bytes of a small entry of a zip; throws where they are damaged or not what the archive says.
 */
export function smallEntry({ of, method, bytes, crc }: Zipped): Uint8Array {
  const reader = readPlain(of)
  const raw = reader.take(0, of.bytes)
  reader.rest()
  if (raw.length < of.bytes) throw new DamagedEntry('cut off: the archive ends before it does')
  const check = new Check({ bytes, crc })
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
    throw inWords(error as NodeJS.ErrnoException)
  }
}
