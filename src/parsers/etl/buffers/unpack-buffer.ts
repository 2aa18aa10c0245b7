import type { EtlDamage } from '../etl-damage.ts'
import type { EtlSession } from '../etl-session.ts'
import { BUFFER_HEADER_BYTES } from './buffer-header.ts'
import { plainLz77 } from './plain-lz77.ts'

const LZNT1 = 2
const XPRESS = 3
const XPRESS_HUFF = 4

interface Unpacked {
  readonly bytes: Uint8Array
  /**
   * How far the events go, from `BUFFER_HEADER_BYTES` on, as they would in a buffer that is not
   * compressed.
   */
  readonly to: number
  readonly trouble: EtlDamage['kind'] | undefined
}

/** Unpacks one buffer after the other into the same memory. */
export class UnpackBuffer {
  #bytes = new Uint8Array(0)

  read(
    bytes: Uint8Array,
    from: number,
    to: number,
    dataEnd: number,
    session: EtlSession,
  ): Unpacked {
    const refused = refusal(session)
    if (refused) return { bytes: this.#bytes, to: BUFFER_HEADER_BYTES, trouble: refused }
    if (this.#bytes.length < dataEnd) this.#bytes = new Uint8Array(dataEnd)
    const done = plainLz77(
      bytes,
      from,
      to,
      this.#bytes,
      BUFFER_HEADER_BYTES,
      Math.max(BUFFER_HEADER_BYTES, dataEnd),
    )
    return { bytes: this.#bytes, to: done, trouble: done < dataEnd ? 'cannot-unpack' : undefined }
  }
}

/** Without a header XPRESS is tried: it is the only kind that was ever seen. */
function refusal({ compression, header }: EtlSession): EtlDamage['kind'] | undefined {
  if (compression === XPRESS || header === undefined) return undefined
  if (compression === LZNT1) return 'lznt1'
  return compression === XPRESS_HUFF ? 'xpress-huff' : 'unknown-compression'
}
