import { closeSync, openSync, readSync } from 'node:fs'
import type { SeekableBytes } from './packed-bytes.ts'

/** Reads seekable bytes at any position. */
export interface SeekableReader {
  /** Reads into `into` at `at`. Returns the number of bytes: less than `length` only at the end. */
  read(into: Uint8Array, at: number, length: number, position: number): number
  /** Returns a copy of `length` bytes, fewer at the end. */
  readBytes(position: number, length: number): Uint8Array
  /** Closes the file. The next read opens it again. */
  release(): void
}

export function openSeekable(seekable: SeekableBytes): SeekableReader {
  let file: number | undefined
  const available = (position: number, length: number) =>
    Math.max(0, Math.min(length, seekable.bytes - position))
  const read: SeekableReader['read'] = (into, at, length, position) => {
    const wanted = available(position, length)
    if (seekable.kind === 'held') {
      const from = seekable.from + position
      into.set(seekable.held.subarray(from, from + wanted), at)
      return wanted
    }
    let done = 0
    while (done < wanted) {
      file ??= openSync(seekable.location, 'r')
      const offset = seekable.from + position + done
      const count = readSync(file, into, at + done, wanted - done, offset)
      if (count === 0) break
      done += count
    }
    return done
  }
  return {
    read,
    readBytes(position, length) {
      const bytes = new Uint8Array(available(position, length))
      return bytes.subarray(0, read(bytes, 0, bytes.length, position))
    },
    release() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}
