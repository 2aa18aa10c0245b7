import { closeSync, openSync, readSync } from 'node:fs'
import { parseLineHead, readResultLines, STATUS_RANKS } from './read-result-lines.ts'

interface LineLocation {
  readonly bundle: string
  readonly path: string
  readonly offset: number
  readonly length: number
  readonly rank: number
}

export interface MergeResult {
  /** Number of bundles. */
  readonly bundles: number
  /** Rule sets that the bundles were analyzed with. */
  readonly ruleSets: ReadonlySet<string>
  /** Places of lines that were skipped because they are damaged; lines count from 1. */
  readonly damaged: readonly { readonly path: string; readonly line: number }[]
}

const WRITE_BUFFER_BYTES = 1 << 20

/**
 * Writes one line for each bundle, sorted by path, with its original bytes. Of several lines, a
 * judged one wins over an unreadable one, and that over a failed one; else the last. Keeps only
 * the locations of lines in memory.
 */
export function mergeResults(
  paths: readonly string[],
  write: (bytes: Uint8Array) => void,
): MergeResult {
  const locations = new Map<string, LineLocation>()
  const ruleSets = new Set<string>()
  const damaged: { path: string; line: number }[] = []
  for (const path of paths) {
    for (const { bytes, offset, number, isComplete } of readResultLines(path)) {
      const line = isComplete ? parseLineHead(bytes) : undefined
      if (!line) {
        damaged.push({ path, line: number })
        continue
      }
      const { bundle, ruleSet, status } = line
      const rank = STATUS_RANKS[status]
      ruleSets.add(ruleSet)
      if ((locations.get(bundle)?.rank ?? 0) <= rank)
        locations.set(bundle, { bundle, path, offset, length: bytes.length, rank })
    }
  }
  const sorted = [...locations.values()].sort((left, right) =>
    left.bundle < right.bundle ? -1 : 1,
  )
  copyLines(sorted, write)
  return { bundles: sorted.length, ruleSets, damaged }
}

function copyLines(locations: readonly LineLocation[], write: (bytes: Uint8Array) => void): void {
  const files = new Map<string, number>()
  const open = (path: string): number => {
    const file = files.get(path) ?? openSync(path, 'r')
    files.set(path, file)
    return file
  }
  let buffered: Buffer[] = []
  let bufferedBytes = 0
  const flush = () => {
    write(Buffer.concat(buffered))
    buffered = []
    bufferedBytes = 0
  }
  try {
    for (const { path, offset, length } of locations) {
      const line = Buffer.allocUnsafe(length)
      readSync(open(path), line, 0, length, offset)
      buffered.push(line)
      bufferedBytes += length
      if (bufferedBytes >= WRITE_BUFFER_BYTES) flush()
    }
    flush()
  } finally {
    for (const file of files.values()) closeSync(file)
  }
}
