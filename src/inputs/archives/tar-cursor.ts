import { isPlain, type Packed, type Plain, partOf } from './packed.ts'
import { readPlain } from './plain-reader.ts'
import { unpacked } from './unpacked.ts'

const PIECE = 256 << 10

/** A place in a tar that only goes forward. */
export interface TarCursor {
  readonly at: number
  /** The next bytes, fewer at the end; a view that holds until the next call, or a copy. */
  take(length: number): Promise<Uint8Array>
  /** The same into memory that is there already; returns how many came. */
  fill(into: Uint8Array): Promise<number>
  /** Passes over bytes; false where they are not all there. */
  skip(length: number): Promise<boolean>
  /** Part of the tar, as it can be read later. */
  part(from: number, bytes: number): Packed
  close(): Promise<void>
}

export const tarCursor = (tar: Packed): TarCursor =>
  isPlain(tar) ? new PlainCursor(tar) : new StreamCursor(tar)

/** A tar that can be read anywhere: what is passed over is not read. */
class PlainCursor implements TarCursor {
  at = 0
  private readonly tar: Plain
  private readonly reader

  constructor(tar: Plain) {
    this.tar = tar
    this.reader = readPlain(tar)
  }

  async take(length: number): Promise<Uint8Array> {
    const bytes = this.reader.take(this.at, length)
    this.at += bytes.length
    return bytes
  }

  async fill(into: Uint8Array): Promise<number> {
    const count = this.reader.read(into, 0, into.length, this.at)
    this.at += count
    return count
  }

  async skip(length: number): Promise<boolean> {
    this.at += length
    return this.at <= this.tar.bytes
  }

  part(from: number, bytes: number): Packed {
    return partOf(this.tar, from, bytes)
  }

  async close(): Promise<void> {
    this.reader.rest()
  }
}

/** A tar that has to be unpacked up to where one wants to be. */
class StreamCursor implements TarCursor {
  at = 0
  private readonly tar: Packed
  private readonly chunks: AsyncGenerator<Uint8Array>
  private left: Uint8Array = new Uint8Array(0)
  /** Said again to whoever wants to go on. */
  private failure: unknown

  constructor(tar: Packed) {
    this.tar = tar
    this.chunks = unpacked(tar, PIECE)
  }

  async take(length: number): Promise<Uint8Array> {
    if (this.left.length >= length) return this.some(length)
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, await this.fill(bytes))
  }

  async fill(into: Uint8Array): Promise<number> {
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

  part(from: number, bytes: number): Packed {
    return { kind: 'part', of: this.tar, from, bytes }
  }

  async close(): Promise<void> {
    await this.chunks.return(undefined)
  }

  private some(most: number): Uint8Array {
    const some = this.left.subarray(0, most)
    this.left = this.left.subarray(some.length)
    this.at += some.length
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
