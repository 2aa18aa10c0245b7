import { closeSync, openSync, readSync } from 'node:fs'
import type { BatchLine } from '../model/batch-line.ts'
import { parseLineHead, readResultLines } from './read-result-lines.ts'

/** Where the line of a bundle stands. */
interface LineLocation {
  readonly bundle: string
  readonly path: string
  readonly offset: number
  readonly length: number
  readonly rank: number
}

/** Results joined: told are the ruleSets that they were made with, and lines that are damaged. */
export interface MergeResult {
  readonly bundles: number
  readonly ruleSets: ReadonlySet<string>
  readonly damaged: readonly { readonly path: string; readonly line: number }[]
}

/** A bundle may have been judged on one machine, and lost or out of reach on another. */
const RANKS: Readonly<Record<BatchLine['status'], number>> = { failed: 0, unreadable: 1, judged: 2 }
const WRITE_BUFFER_BYTES = 1 << 20

/**
 * One line for each bundle, sorted by its path, byte for byte as it was written: a judged one
 * before an unreadable and a failed one, else the last. Holds where the lines are, never the lines.
 */
export function mergeResults(
  paths: readonly string[],
  write: (bytes: Uint8Array) => void,
): MergeResult {
  const places = new Map<string, LineLocation>()
  const ruleSets = new Set<string>()
  const damaged: { path: string; line: number }[] = []
  for (const path of paths) {
    for (const { bytes, offset, number, isComplete: whole } of readResultLines(path)) {
      const line = whole ? parseLineHead(bytes) : undefined
      if (!line) {
        damaged.push({ path, line: number })
        continue
      }
      const { bundle, ruleSet, status } = line
      const rank = RANKS[status]
      ruleSets.add(ruleSet)
      if ((places.get(bundle)?.rank ?? 0) <= rank)
        places.set(bundle, { bundle, path, offset, length: bytes.length, rank })
    }
  }
  const sorted = [...places.values()].sort((left, right) => (left.bundle < right.bundle ? -1 : 1))
  copyLines(sorted, write)
  return { bundles: sorted.length, ruleSets, damaged }
}

function copyLines(places: readonly LineLocation[], write: (bytes: Uint8Array) => void): void {
  const files = new Map<string, number>()
  const opened = (path: string): number => {
    const file = files.get(path) ?? openSync(path, 'r')
    files.set(path, file)
    return file
  }
  let waiting: Buffer[] = []
  let bytes = 0
  const flush = () => {
    write(Buffer.concat(waiting))
    waiting = []
    bytes = 0
  }
  try {
    for (const { path, offset, length } of places) {
      const line = Buffer.allocUnsafe(length)
      readSync(opened(path), line, 0, length, offset)
      waiting.push(line)
      bytes += length
      if (bytes >= WRITE_BUFFER_BYTES) flush()
    }
    flush()
  } finally {
    for (const file of files.values()) closeSync(file)
  }
}
