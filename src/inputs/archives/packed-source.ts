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

const PIECE = 256 << 10
/** Of entries of which many are open at once. */
const SMALL_PIECE = 64 << 10
/**
 * So many unfinished streams may wait for their turn; those that wait longest begin again when it
 * comes.
 */
const MOST_WAITING = 256

/** An entry's bytes, piece by piece. `crowded`: one of many that are open at once. */
export function packedSource(packed: PackedBytes, crowded = false): ByteSource {
  if (isSeekable(packed)) return plainSource(packed)
  if (packed.kind === 'zipped' && isSmallEntry(packed)) return smallSource(packed)
  return new StreamedSource(packed, crowded ? SMALL_PIECE : PIECE)
}

function plainSource(plain: SeekableBytes): ByteSource {
  const reader = openSeekable(plain)
  let position = 0
  return {
    read(into, at, length) {
      const count = reader.read(into, at, length, position)
      if (count === 0 && position < plain.bytes)
        throw new DamagedEntryError('cut off: the archive ends before it does')
      position += count
      return count
    },
    tail: (length) => reader.readBytes(Math.max(0, plain.bytes - length), length),
    release: reader.release,
    close: reader.release,
  }
}

function smallSource(packed: Extract<PackedBytes, { kind: 'zipped' }>): ByteSource {
  let bytes: Uint8Array | undefined
  let position = 0
  return {
    read(into, at, length) {
      bytes ??= readSmallEntry(packed)
      const part = bytes.subarray(position, position + length)
      into.set(part, at)
      position += part.length
      return part.length
    },
    tail: () => new Uint8Array(0),
    release() {
      bytes = undefined
    },
    close() {
      bytes = undefined
    },
  }
}

/** Streams that wait for their turn, those that wait longest first. */
const waiting = new Set<StreamedSource>()

class StreamedSource implements ByteSource {
  private readonly packed: PackedBytes
  private readonly piece: number
  private chunks: AsyncGenerator<Uint8Array> | undefined
  private left: Uint8Array = new Uint8Array(0)
  private position = 0

  constructor(packed: PackedBytes, piece: number) {
    this.packed = packed
    this.piece = piece
  }

  async read(into: Uint8Array, at: number, length: number): Promise<number> {
    waiting.delete(this)
    if (this.left.length === 0) this.left = await this.next()
    const taken = this.left.subarray(0, length)
    into.set(taken, at)
    this.left = this.left.subarray(taken.length)
    this.position += taken.length
    return taken.length
  }

  private async next(): Promise<Uint8Array> {
    if (this.position === 0 && this.packed.kind === 'part' && this.packed.head) {
      return this.packed.head
    }
    if (!this.chunks) {
      this.chunks = unpack(this.packed, this.piece)
      for (let behind = this.position; behind > 0; ) {
        const { done, value } = await this.chunks.next()
        if (done) break
        if (value.length > behind) return value.subarray(behind)
        behind -= value.length
      }
    }
    const { done, value } = await this.chunks.next()
    return done ? new Uint8Array(0) : value
  }

  tail(length: number): Uint8Array {
    const { tail } = this.packed.kind === 'part' ? this.packed : {}
    return tail ? tail.slice(-length) : new Uint8Array(0)
  }

  /** The end of what has to be unpacked to get there. */
  async readTail(length: number): Promise<Uint8Array> {
    let end = new Uint8Array(0)
    try {
      for await (const bytes of unpack(this.packed, this.piece)) {
        if (bytes.length >= length) end = bytes.slice(-length)
        else
          end = Buffer.concat([
            end.subarray(Math.max(0, end.length + bytes.length - length)),
            bytes,
          ])
      }
    } catch {
      return new Uint8Array(0) // reading it will say why
    }
    return end
  }

  release(): void {
    waiting.delete(this)
    if (!this.chunks) return
    waiting.add(this)
    if (waiting.size <= MOST_WAITING) return
    for (const longest of waiting) {
      longest.close()
      break
    }
  }

  close(): void {
    waiting.delete(this)
    void this.chunks?.return(undefined)
    this.chunks = undefined
    this.left = new Uint8Array(0)
  }
}
