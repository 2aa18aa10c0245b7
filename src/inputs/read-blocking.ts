import { readSync } from 'node:fs'

const RETRY_MS = 20

/**
 * Reads the next bytes of an open file, pipe or terminal. Waits for a pipe that has no bytes yet.
 * Returns their number: 0 at the end.
 */
export function readBlocking(file: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(file, into, 0, into.length, null)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // The end of a terminal.
      if (code === 'EOF') return 0
      // EAGAIN: a pipe without bytes.
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)
    }
  }
}
