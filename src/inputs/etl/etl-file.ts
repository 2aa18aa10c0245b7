import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { Window } from '../window.ts'

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
  readThrough(reader: EtlReader, progress: (bytes: number) => void = () => {}): void {
    const window = new Window(2 * PIECE)
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

  /** Bytes of one place; fewer where the file ends. */
  readAt(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    let done = 0
    while (done < length) {
      const count = readSync(this.#file, bytes, done, length - done, offset + done)
      if (count === 0) break
      done += count
    }
    return done === length ? bytes : bytes.subarray(0, done)
  }

  close(): void {
    closeSync(this.#file)
  }
}
