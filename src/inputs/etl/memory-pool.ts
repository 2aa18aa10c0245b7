import { BufferDecompressor } from '../../parsers/etl/buffers/buffer-decompressor.ts'

/** Kept for others: more would be held for nothing. */
const MOST_FREE = 64

/**
 * Memory that buffers of one file take in turn: what is made anew for each waits long for the
 * garbage collector.
 */
export class MemoryPool {
  readonly unpack = new BufferDecompressor()
  readonly #free: Uint8Array[] = []

  /** At least so many bytes, with anything in them. */
  acquire(length: number): Uint8Array {
    const index = this.#free.findIndex((bytes) => bytes.length >= length)
    const [found] = index < 0 ? [] : this.#free.splice(index, 1)
    return found ?? new Uint8Array(length)
  }

  release(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    if (this.#free.length >= MOST_FREE) this.#free.shift()
    this.#free.push(bytes)
  }
}
