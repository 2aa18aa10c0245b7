import { closeSync, openSync, readSync } from 'node:fs'
import type { FoundInput } from './find-files.ts'

/** Files up to this size are read when they are found: opening one again costs more than that. */
const MAX_FILE_BYTES = 256 << 10
/** Limit for the contents of all files together. */
const MAX_TOTAL_BYTES = 4 << 20

/**
 * Returns the same inputs, small files with their content, so that they are opened only once. A
 * file that cannot be read is returned unchanged.
 */
export function loadSmallFiles(found: readonly FoundInput[]): FoundInput[] {
  let bytesLeft = MAX_TOTAL_BYTES
  return found.map((input) => {
    if (input.kind !== 'file' || input.content || input.bytes > Math.min(bytesLeft, MAX_FILE_BYTES))
      return input
    const content = readContent(input)
    if (content === undefined) return input
    bytesLeft -= content.length
    return { ...input, content }
  })
}

/**
 * Returns undefined for a file that cannot be read or has another size now. The reason is reported
 * when it is opened as an input.
 */
function readContent({ location, bytes }: FoundInput): Uint8Array | undefined {
  let file: number | undefined
  try {
    file = openSync(location, 'r')
    // One byte more than its size shows whether the file has grown.
    const content = Buffer.allocUnsafeSlow(bytes + 1)
    const length = readSync(file, content, 0, content.length, 0)
    return length === bytes ? content.subarray(0, length) : undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
