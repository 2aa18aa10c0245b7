import type { EtlEvent } from '../../etl-event.ts'

/** Id of the event with which a .NET EventSource writes its manifest. */
export const MANIFEST_EVENT_ID = 0xfffe
const CHUNK_HEADER_BYTES = 8
const XML_FORMAT = 1
const MAGIC = 0x5b
/**
 * .NET writes at most 64 KiB. Bounds the memory of all manifests that wait for further parts.
 * Limit: bytes of manifests written in parts into a trace.
 * Beyond: the oldest is dropped; one that is longer itself is not used.
 */
const MAX_MANIFEST_BYTES = 8 << 20
/**
 * A trace has a part every few events, so few are unfinished.
 * Limit: manifests in parts that wait for further parts.
 * Beyond: the oldest is dropped.
 */
const MAX_UNFINISHED = 64

export interface ChunkHeader {
  readonly format: number
  readonly major: number
  readonly minor: number
  readonly magic: number
  readonly total: number
  readonly chunk: number
}

interface Unfinished {
  readonly total: number
  readonly chunks: Map<number, Uint8Array>
  size: number
}

/** Reads the header of one chunk of a manifest. Returns undefined for another event. */
export function readChunkHeader({ bytes, from, to }: EtlEvent): ChunkHeader | undefined {
  if (to - from < CHUNK_HEADER_BYTES || bytes[from] !== XML_FORMAT || bytes[from + 3] !== MAGIC)
    return undefined
  const u16 = (at: number) => (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
  const [total, chunk] = [u16(from + 4), u16(from + 6)]
  if (chunk >= total) return undefined
  return {
    format: XML_FORMAT,
    major: bytes[from + 1] as number,
    minor: bytes[from + 2] as number,
    magic: MAGIC,
    total,
    chunk,
  }
}

/** Assembles the chunks of manifests, per process and provider. */
export class EventSourceChunks {
  private readonly unfinished = new Map<string, Unfinished>()
  /** Bytes of all unfinished manifests. */
  private bytes = 0

  /** Adds a chunk. Returns the XML when the manifest is complete. */
  add(event: EtlEvent, { total, chunk }: ChunkHeader): string | undefined {
    const piece = event.bytes.slice(event.from + CHUNK_HEADER_BYTES, event.to)
    const key = `${event.guid} ${event.pid}`
    let known = this.unfinished.get(key)
    // A provider starts again before it has finished when another session requests the manifest.
    if (known === undefined || known.total !== total || known.chunks.has(chunk)) {
      this.drop(key)
      if (this.unfinished.size >= MAX_UNFINISHED) this.dropOldest()
      known = { total, chunks: new Map(), size: 0 }
      this.unfinished.set(key, known)
    }
    known.chunks.set(chunk, piece)
    known.size += piece.length
    this.bytes += piece.length
    while (this.bytes > MAX_MANIFEST_BYTES) this.dropOldest()
    if (known.chunks.size < total || !this.unfinished.has(key)) return undefined
    this.drop(key)
    const sorted = [...known.chunks].sort(([left], [right]) => left - right)
    return Buffer.concat(sorted.map(([, bytes]) => bytes))
      .toString('utf8')
      .replace(/^\ufeff/, '')
  }

  private dropOldest(): void {
    for (const key of this.unfinished.keys()) {
      this.drop(key)
      return
    }
  }

  private drop(key: string): void {
    this.bytes -= this.unfinished.get(key)?.size ?? 0
    this.unfinished.delete(key)
  }
}
