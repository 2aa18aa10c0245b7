import { closeSync, openSync, readSync } from 'node:fs'
import type { FoundInput } from './find-files.ts'

/**
 * Files up to so many bytes are read when they are found, so many bytes of all: opening one again
 * takes longer than reading it.
 */
const LARGEST = 256 << 10
const ALL = 4 << 20

/**
 * The same, small files with their content: what looks into them next need not open them. What
 * cannot be read is left as it was.
 */
export function loadSmallFiles(found: readonly FoundInput[]): FoundInput[] {
  let room = ALL
  return found.map((one) => {
    if (one.kind !== 'file' || one.bytes > Math.min(room, LARGEST)) return one
    const content = contentOf(one)
    if (content === undefined) return one
    room -= content.length
    return { ...one, content }
  })
}

/**
 * Undefined for what is no longer what it was, or cannot be opened: opening it as an input will say
 * why.
 */
function contentOf({ location, bytes }: FoundInput): Uint8Array | undefined {
  let file: number | undefined
  try {
    file = openSync(location, 'r')
    // One byte more than it has: that nothing comes behind it shows that it is whole.
    const content = new Uint8Array(bytes + 1)
    const length = readSync(file, content, 0, content.length, 0)
    return length === bytes ? content.subarray(0, length) : undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
