import { BufferDecompressor } from '../../parsers/etl/buffers/buffer-decompressor.ts'

/** More free blocks are not kept: they would only take memory. */
const MAX_FREE_BLOCKS = 64

/**
 * Memory blocks that the buffers of one file use in turn. New blocks for each buffer would stay
 * long, until the garbage collector frees them.
 */
export class MemoryPool {
  readonly decompressor = new BufferDecompressor()
  readonly #free: Uint8Array[] = []

  /** Returns at least `length` bytes. They are not cleared. */
  acquire(length: number): Uint8Array {
    const index = this.#free.findIndex((bytes) => bytes.length >= length)
    const [found] = index < 0 ? [] : this.#free.splice(index, 1)
    return found ?? new Uint8Array(length)
  }

  release(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    if (this.#free.length >= MAX_FREE_BLOCKS) this.#free.shift()
    this.#free.push(bytes)
  }
}
