import { isSeekable, type PackedBytes, type SeekableBytes, sliceSeekable } from './packed-bytes.ts'
import { openSeekable } from './seekable-reader.ts'
import { unpack } from './unpack.ts'

const PIECE = 256 << 10

/** A place in a tar that only goes forward. */
export interface TarCursor {
  readonly position: number
  /** The next bytes, fewer at the end; a view that holds until the next call, or a copy. */
  read(length: number): Promise<Uint8Array>
  /** The same into memory that is there already; returns how many came. */
  readInto(into: Uint8Array): Promise<number>
  /** Passes over bytes; false where they are not all there. */
  skip(length: number): Promise<boolean>
  /** Part of the tar, as it can be read later. */
  slice(from: number, bytes: number): PackedBytes
  close(): Promise<void>
}

export const openTarCursor = (tar: PackedBytes): TarCursor =>
  isSeekable(tar) ? new PlainCursor(tar) : new StreamCursor(tar)

/** A tar that can be read anywhere: what is passed over is not read. */
class PlainCursor implements TarCursor {
  position = 0
  private readonly tar: SeekableBytes
  private readonly reader

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

/** A tar that has to be unpacked up to where one wants to be. */
class StreamCursor implements TarCursor {
  position = 0
  private readonly tar: PackedBytes
  private readonly chunks: AsyncGenerator<Uint8Array>
  private left: Uint8Array = new Uint8Array(0)
  /** Said again to whoever wants to go on. */
  private failure: unknown

  constructor(tar: PackedBytes) {
    this.tar = tar
    this.chunks = unpack(tar, PIECE)
  }

  async read(length: number): Promise<Uint8Array> {
    if (this.left.length >= length) return this.some(length)
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, await this.readInto(bytes))
  }

  async readInto(into: Uint8Array): Promise<number> {
    let length = 0
    while (length < into.length && (await this.more())) {
      const some = this.some(into.length - length)
      into.set(some, length)
      length += some.length
    }
    return length
  }

  async skip(length: number): Promise<boolean> {
    let left = length
    while (left > 0 && (await this.more())) left -= this.some(left).length
    return left === 0
  }

  slice(from: number, bytes: number): PackedBytes {
    return { kind: 'part', of: this.tar, from, bytes }
  }

  async close(): Promise<void> {
    await this.chunks.return(undefined)
  }

  private some(most: number): Uint8Array {
    const some = this.left.subarray(0, most)
    this.left = this.left.subarray(some.length)
    this.position += some.length
    return some
  }

  private async more(): Promise<boolean> {
    if (this.failure !== undefined) throw this.failure
    try {
      while (this.left.length === 0) {
        const { done, value } = await this.chunks.next()
        if (done) return false
        this.left = value
      }
    } catch (error) {
      this.failure = error
      throw error
    }
    return true
  }
}
