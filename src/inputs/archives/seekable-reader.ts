import { closeSync, openSync, readSync } from 'node:fs'
import type { SeekableBytes } from './packed-bytes.ts'

/** Reads anywhere in plain bytes. */
export interface SeekableReader {
  /** Returns how many bytes were there: fewer than asked for at the end only. */
  read(into: Uint8Array, at: number, length: number, position: number): number
  /** A copy of so many bytes, fewer at the end. */
  readBytes(position: number, length: number): Uint8Array
  /** Lets go of the file; reading goes on. */
  release(): void
}

export function openSeekable(plain: SeekableBytes): SeekableReader {
  let file: number | undefined
  const within = (position: number, length: number) =>
    Math.max(0, Math.min(length, plain.bytes - position))
  const read: SeekableReader['read'] = (into, at, length, position) => {
    const wanted = within(position, length)
    if (plain.kind === 'held') {
      const from = plain.from + position
      into.set(plain.held.subarray(from, from + wanted), at)
      return wanted
    }
    let got = 0
    while (got < wanted) {
      file ??= openSync(plain.location, 'r')
      const count = readSync(file, into, at + got, wanted - got, plain.from + position + got)
      if (count === 0) break
      got += count
    }
    return got
  }
  return {
    read,
    readBytes(position, length) {
      const bytes = new Uint8Array(within(position, length))
      return bytes.subarray(0, read(bytes, 0, bytes.length, position))
    },
    release() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}
