import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { SlidingBuffer } from '../sliding-buffer.ts'

/** A chunk is parsed right after it is read, so it should fit into the processor's L2 cache. */
const CHUNK_BYTES = 256 << 10

/** The bytes of a binary trace: read once as a whole, and then at any position. */
export interface EtlBytes {
  /** Its path, as messages show it. */
  readonly path: string
  readonly bytes: number
  /** Reads everything from start to end. `onProgress` gets the number of bytes of each part. */
  readAll(reader: EtlReader, onProgress?: (bytes: number) => void): void
  /** Reads bytes at an offset. Returns their number: less than `length` only at the end. */
  readAt(offset: number, into: Uint8Array, length: number): number
  close(): void
}

/** A binary trace in memory. */
export class EtlContent implements EtlBytes {
  readonly path: string
  readonly bytes: number
  readonly #content: Uint8Array

  constructor(path: string, content: Uint8Array) {
    this.path = path
    this.bytes = content.length
    this.#content = content
  }

  readAll(reader: EtlReader, onProgress: (bytes: number) => void = () => {}): void {
    reader.read(this.#content, 0, this.bytes, true)
    onProgress(this.bytes)
  }

  readAt(offset: number, into: Uint8Array, length: number): number {
    const part = this.#content.subarray(offset, offset + length)
    into.set(part)
    return part.length
  }

  close(): void {}
}

/** A binary trace on disk. */
export class EtlFile implements EtlBytes {
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
