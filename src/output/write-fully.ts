import { writeSync } from 'node:fs'

/** Writes all bytes at the position of an open file: one call may write only a part. */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}
