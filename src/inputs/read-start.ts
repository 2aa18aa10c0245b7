import { closeSync, openSync } from 'node:fs'
import { readBlocking } from './read-blocking.ts'

/** A pipe may give less than is asked for, and what is asked for may be far more than there is. */
const CHUNK_BYTES = 1 << 20

/** Returns the first bytes of a file, fewer if it is shorter. Throws the error of the system. */
export function readStart(path: string, maxBytes: number): Buffer {
  const file = openSync(path, 'r')
  try {
    return readStartOf(file, maxBytes)
  } finally {
    closeSync(file)
  }
}

/** Returns the next bytes of an open file or pipe, fewer if it ends before. */
export function readStartOf(file: number, maxBytes: number): Buffer {
  const chunks: Buffer[] = []
  let length = 0
  while (length < maxBytes) {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, maxBytes - length))
    const count = readBlocking(file, chunk)
    if (count === 0) break
    chunks.push(chunk.subarray(0, count))
    length += count
  }
  return Buffer.concat(chunks, length)
}
