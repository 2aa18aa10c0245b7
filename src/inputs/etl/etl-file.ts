import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { SlidingBuffer } from '../sliding-buffer.ts'

/** What is read and walked in turn stays in the processor's second cache. */
const PIECE = 256 << 10

/** A binary trace on disk: read through once by a reader, and again in any place. */
export class EtlFile {
  readonly path: string
  readonly bytes: number
  readonly #file: number

  constructor(path: string) {
    this.path = path
    this.#file = openSync(path, 'r')
    this.bytes = fstatSync(this.#file).size
  }

  /** All of it, piece by piece. */
  readAll(reader: EtlReader, progress: (bytes: number) => void = () => {}): void {
    const window = new SlidingBuffer(2 * PIECE)
    for (let position = 0, ended = false; !ended; ) {
      window.makeRoom(PIECE)
      const length = readSync(this.#file, window.bytes, window.to, PIECE, position)
      window.to += length
      position += length
      ended = length === 0
      window.from = reader.read(window.bytes, window.from, window.to, ended)
      progress(length)
    }
  }

  /** Fills `into` with bytes of one place, and returns how many there are. */
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
