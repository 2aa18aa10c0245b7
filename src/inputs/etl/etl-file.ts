import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { SlidingBuffer } from '../sliding-buffer.ts'

/** A chunk is parsed right after it is read, so it should fit into the processor's L2 cache. */
const CHUNK_BYTES = 256 << 10

/** A binary trace on disk: read once as a whole, and then at any position. */
export class EtlFile {
  readonly path: string
  readonly bytes: number
  readonly #file: number

  constructor(path: string) {
    this.path = path
    this.#file = openSync(path, 'r')
    this.bytes = fstatSync(this.#file).size
  }

  /**
   * Reads the file from start to end. It is not an `InputReader`, because its callers are
   * synchronous, and because the file has no encoding, no line ends and no shared memory.
   */
  readAll(reader: EtlReader, onProgress: (bytes: number) => void = () => {}): void {
    const buffer = new SlidingBuffer(2 * CHUNK_BYTES)
    for (let position = 0, ended = false; !ended; ) {
      buffer.makeRoom(CHUNK_BYTES)
      const length = readSync(this.#file, buffer.bytes, buffer.to, CHUNK_BYTES, position)
      buffer.to += length
      position += length
      ended = length === 0
      buffer.from = reader.read(buffer.bytes, buffer.from, buffer.to, ended)
      onProgress(length)
    }
  }

  /** Reads bytes at an offset. Returns their number: less than `length` only at the end. */
  readAt(offset: number, into: Uint8Array, length: number): number {
    let done = 0
    while (done < length) {
      const count = readSync(this.#file, into, done, length - done, offset + done)
      if (count === 0) break
      done += count
    }
    return done
  }

  close(): void {
    closeSync(this.#file)
  }
}
