import { readSync } from 'node:fs'

/** Reads on; waits for a pipe that has nothing yet. */
export function readBlocking(file: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(file, into, 0, into.length, null)
    } catch (error) {
      // A pipe that has nothing yet, or a terminal that has ended.
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}
