import type { EtlDamage } from '../etl-damage.ts'
import type { EtlSession } from '../etl-session.ts'
import { BUFFER_HEADER_BYTES } from './buffer-header.ts'
import { decompressPlainLz77 } from './plain-lz77.ts'

const LZNT1 = 2
const XPRESS = 3
const XPRESS_HUFF = 4

interface DecompressedBuffer {
  readonly bytes: Uint8Array
  /** End of the events. They begin at `BUFFER_HEADER_BYTES`, as in an uncompressed buffer. */
  readonly eventsEnd: number
  readonly damageKind: EtlDamage['kind'] | undefined
}

/** Decompresses buffers one after the other into the same memory. */
export class BufferDecompressor {
  #bytes = new Uint8Array(0)

  decompress(
    bytes: Uint8Array,
    from: number,
    to: number,
    dataEnd: number,
    session: EtlSession,
  ): DecompressedBuffer {
    const unsupported = findUnsupported(session)
    if (unsupported)
      return { bytes: this.#bytes, eventsEnd: BUFFER_HEADER_BYTES, damageKind: unsupported }
    if (this.#bytes.length < dataEnd) this.#bytes = new Uint8Array(dataEnd)
    const done = decompressPlainLz77(
      bytes,
      from,
      to,
      this.#bytes,
      BUFFER_HEADER_BYTES,
      Math.max(BUFFER_HEADER_BYTES, dataEnd),
    )
    return {
      bytes: this.#bytes,
      eventsEnd: done,
      damageKind: done < dataEnd ? 'cannot-unpack' : undefined,
    }
  }
}

/**
 * Damage kind for an unsupported compression. Without a header XPRESS is assumed, since no other
 * kind was ever seen in a trace.
 */
function findUnsupported({ compression, header }: EtlSession): EtlDamage['kind'] | undefined {
  if (compression === XPRESS || header === undefined) return undefined
  if (compression === LZNT1) return 'lznt1'
  return compression === XPRESS_HUFF ? 'xpress-huff' : 'unknown-compression'
}
