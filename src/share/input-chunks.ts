import { setImmediate } from 'node:timers/promises'
import type { ByteSource } from '../inputs/byte-source.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { openInput } from '../inputs/open-input.ts'
import { describeReadError } from '../inputs/read-error.ts'

const CHUNK_BYTES = 1 << 20

/** Reads the bytes of an input as far as they can be read. */
export class InputChunks {
  bytes = 0
  /** Why the input was not read to its end. */
  failure: string | undefined
  private readonly found: FoundInput
  private readonly onBytes: (bytes: number) => void

  constructor(found: FoundInput, onBytes: (bytes: number) => void) {
    this.found = found
    this.onBytes = onBytes
  }

  /** Yields chunks, which are reused. The first one is long enough to tell the encoding. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    // One byte more than the size of a small file shows its end.
    const buffer = new Uint8Array(Math.min(CHUNK_BYTES, this.found.bytes + 1))
    let source: ByteSource | undefined
    try {
      source = this.open()
      for (let length = 1; length > 0 && source; ) {
        length = await this.fill(buffer, source)
        if (length > 0) yield buffer.subarray(0, length)
        if (this.failure !== undefined) return
      }
    } finally {
      source?.close()
    }
  }

  private open(): ByteSource | undefined {
    try {
      return openInput(this.found)
    } catch (error) {
      this.failure = describeReadError(error)
      return undefined
    }
  }

  /** Reads until the buffer is full, or nothing more can be read. Returns the number of bytes. */
  private async fill(buffer: Uint8Array, source: ByteSource): Promise<number> {
    let length = 0
    try {
      while (length < buffer.length) {
        const count = await source.read(buffer, length, buffer.length - length)
        if (count === 0) break
        length += count
      }
    } catch (error) {
      this.failure = describeReadError(error)
    }
    this.bytes += length
    this.onBytes(length)
    // Files are read without waiting. A signal is handled only in between.
    await setImmediate()
    return length
  }
}
