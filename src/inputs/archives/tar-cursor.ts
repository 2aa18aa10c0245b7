import { isSeekable, type PackedBytes, type SeekableBytes, sliceSeekable } from './packed-bytes.ts'
import { openSeekable, type SeekableReader } from './seekable-reader.ts'
import { unpack } from './unpack.ts'

const CHUNK_BYTES = 256 << 10

/** A read position in a tar that only moves forward. */
export interface TarCursor {
  readonly position: number
  /**
   * Returns the next bytes, fewer at the end. The result is valid until the next call: it may be a
   * view.
   */
  read(length: number): Promise<Uint8Array>
  /** Reads the next bytes into memory. Returns their number: less than its length at the end. */
  readInto(into: Uint8Array): Promise<number>
  /** Skips bytes. Returns false where there are fewer. */
  skip(length: number): Promise<boolean>
  /** Describes a part of the tar, to be read later. */
  slice(from: number, bytes: number): PackedBytes
  close(): Promise<void>
}

export const openTarCursor = (tar: PackedBytes): TarCursor =>
  isSeekable(tar) ? new SeekableCursor(tar) : new StreamCursor(tar)

/** Skips without reading. */
class SeekableCursor implements TarCursor {
  position = 0
  private readonly tar: SeekableBytes
  private readonly reader: SeekableReader

  constructor(tar: SeekableBytes) {
    this.tar = tar
    this.reader = openSeekable(tar)
  }

  async read(length: number): Promise<Uint8Array> {
    const bytes = this.reader.readBytes(this.position, length)
    this.position += bytes.length
    return bytes
  }

  async readInto(into: Uint8Array): Promise<number> {
    const count = this.reader.read(into, 0, into.length, this.position)
    this.position += count
    return count
  }

  async skip(length: number): Promise<boolean> {
    this.position += length
    return this.position <= this.tar.bytes
  }

  slice(from: number, bytes: number): PackedBytes {
    return sliceSeekable(this.tar, from, bytes)
  }

  async close(): Promise<void> {
    this.reader.release()
  }
}

/** Skips by unpacking. */
class StreamCursor implements TarCursor {
  position = 0
  private readonly tar: PackedBytes
  private readonly chunks: AsyncGenerator<Uint8Array>
  private chunk: Uint8Array = new Uint8Array(0)
  /** Thrown again by every later read. */
  private failure: unknown

  constructor(tar: PackedBytes) {
    this.tar = tar
    this.chunks = unpack(tar, CHUNK_BYTES)
  }

  async read(length: number): Promise<Uint8Array> {
    if (this.chunk.length >= length) return this.takeFromChunk(length)
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, await this.readInto(bytes))
  }

  async readInto(into: Uint8Array): Promise<number> {
    let length = 0
    while (length < into.length && (await this.hasMore())) {
      const part = this.takeFromChunk(into.length - length)
      into.set(part, length)
      length += part.length
    }
    return length
  }

  async skip(length: number): Promise<boolean> {
    let left = length
    while (left > 0 && (await this.hasMore())) left -= this.takeFromChunk(left).length
    return left === 0
  }

  slice(from: number, bytes: number): PackedBytes {
    return { kind: 'part', container: this.tar, from, bytes }
  }

  async close(): Promise<void> {
    await this.chunks.return(undefined)
  }

  private takeFromChunk(maxLength: number): Uint8Array {
    const part = this.chunk.subarray(0, maxLength)
    this.chunk = this.chunk.subarray(part.length)
    this.position += part.length
    return part
  }

  /** Makes sure that the chunk has bytes. Returns false at the end. */
  private async hasMore(): Promise<boolean> {
    if (this.failure !== undefined) throw this.failure
    try {
      while (this.chunk.length === 0) {
        const { done, value } = await this.chunks.next()
        if (done) return false
        this.chunk = value
      }
    } catch (error) {
      this.failure = error
      throw error
    }
    return true
  }
}
