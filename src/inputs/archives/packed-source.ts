import type { ByteSource } from '../byte-source.ts'
import {
  DamagedEntryError,
  isSeekable,
  type PackedBytes,
  type SeekableBytes,
} from './packed-bytes.ts'
import { isSmallEntry, readSmallEntry } from './read-small-entry.ts'
import { openSeekable } from './seekable-reader.ts'
import { unpack } from './unpack.ts'

const CHUNK_BYTES = 256 << 10
/** Chunk size when many entries are open at the same time. */
const SMALL_CHUNK_BYTES = 64 << 10
/**
 * Each stream takes memory of zlib and an open file.
 * Limit: streams of entries that wait for their turn.
 * Beyond: the longest waiting one is closed, and starts again.
 */
const MAX_WAITING_STREAMS = 256

/** Opens an entry of an archive. `manyOpen`: many inputs are open at the same time. */
export function packedSource(packed: PackedBytes, manyOpen = false): ByteSource {
  if (isSeekable(packed)) return seekableSource(packed)
  const streamed = new StreamedSource(packed, manyOpen ? SMALL_CHUNK_BYTES : CHUNK_BYTES)
  return packed.kind === 'zipped' && isSmallEntry(packed)
    ? smallEntrySource(packed, streamed)
    : streamed
}

function seekableSource(seekable: SeekableBytes): ByteSource {
  const reader = openSeekable(seekable)
  let position = 0
  return {
    read(into, at, length) {
      const count = reader.read(into, at, length, position)
      if (count === 0 && position < seekable.bytes)
        throw new DamagedEntryError('cut off: the archive ends before it does')
      position += count
      return count
    },
    tail: (length) => reader.readBytes(Math.max(0, seekable.bytes - length), length),
    release: reader.release,
    close: reader.release,
  }
}

/** `streamed` reads the same entry. It is used for a damaged one: it yields all that comes out. */
function smallEntrySource(
  packed: Extract<PackedBytes, { kind: 'zipped' }>,
  streamed: ByteSource,
): ByteSource {
  let isDamaged = false
  let bytes: Uint8Array | undefined
  let position = 0
  const release = () => {
    bytes = undefined
  }
  return {
    read(into, at, length) {
      if (isDamaged) return streamed.read(into, at, length)
      try {
        bytes ??= readSmallEntry(packed)
      } catch {
        isDamaged = true
        return streamed.read(into, at, length)
      }
      const part = bytes.subarray(position, position + length)
      into.set(part, at)
      position += part.length
      return part.length
    },
    tail: () => new Uint8Array(0),
    release() {
      release()
      if (isDamaged) streamed.release()
    },
    close() {
      release()
      if (isDamaged) streamed.close()
    },
  }
}

/** Streams that wait for their turn, the longest waiting first. */
const waitingStreams = new Set<StreamedSource>()

/** An entry that can only be unpacked from its start. */
class StreamedSource implements ByteSource {
  private readonly packed: PackedBytes
  private readonly chunkBytes: number
  private chunks: AsyncGenerator<Uint8Array> | undefined
  private chunk: Uint8Array = new Uint8Array(0)
  private position = 0

  constructor(packed: PackedBytes, chunkBytes: number) {
    this.packed = packed
    this.chunkBytes = chunkBytes
  }

  async read(into: Uint8Array, at: number, length: number): Promise<number> {
    waitingStreams.delete(this)
    if (this.chunk.length === 0) this.chunk = await this.nextChunk()
    const taken = this.chunk.subarray(0, length)
    into.set(taken, at)
    this.chunk = this.chunk.subarray(taken.length)
    this.position += taken.length
    return taken.length
  }

  private async nextChunk(): Promise<Uint8Array> {
    if (this.position === 0 && this.packed.kind === 'part' && this.packed.head)
      return this.packed.head
    if (!this.chunks) {
      this.chunks = unpack(this.packed, this.chunkBytes)
      // Starts again after it was closed: skips what was read before.
      for (let toSkip = this.position; toSkip > 0; ) {
        const { done, value } = await this.chunks.next()
        if (done) break
        if (value.length > toSkip) return value.subarray(toSkip)
        toSkip -= value.length
      }
    }
    const { done, value } = await this.chunks.next()
    return done ? new Uint8Array(0) : value
  }

  tail(length: number): Uint8Array {
    const { tail } = this.packed.kind === 'part' ? this.packed : {}
    return tail ? tail.slice(-length) : new Uint8Array(0)
  }

  /** Unpacks the whole entry. */
  async readTail(length: number): Promise<Uint8Array> {
    let tail = new Uint8Array(0)
    try {
      for await (const bytes of unpack(this.packed, this.chunkBytes)) {
        if (bytes.length >= length) tail = bytes.slice(-length)
        else {
          const kept = tail.subarray(Math.max(0, tail.length + bytes.length - length))
          tail = Buffer.concat([kept, bytes])
        }
      }
    } catch {
      return new Uint8Array(0) // reading it reports why
    }
    return tail
  }

  release(): void {
    waitingStreams.delete(this)
    if (!this.chunks) return
    waitingStreams.add(this)
    if (waitingStreams.size <= MAX_WAITING_STREAMS) return
    for (const longestWaiting of waitingStreams) {
      longestWaiting.close()
      break
    }
  }

  close(): void {
    waitingStreams.delete(this)
    void this.chunks?.return(undefined)
    this.chunks = undefined
    this.chunk = new Uint8Array(0)
  }
}
