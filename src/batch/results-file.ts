import { closeSync, existsSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs'
import type { BatchLine } from '../model/batch-line.ts'
import { UsageError } from '../model/usage-error.ts'
import { parseLine, readResultLines } from './read-result-lines.ts'

/**
 * Where lines go, one at a time and each in a single write at the end of the file: a kill leaves
 * whole lines, but for the last.
 */
export class ResultsFile {
  private readonly path: string
  private readonly file: number

  /** A new file; with `resume`, one that may be there, cut behind its last whole line. */
  constructor(path: string, resume: boolean) {
    this.path = path
    const regular = !existsSync(path) || statSync(path).isFile()
    if (regular && !resume && existsSync(path))
      throw new UsageError(
        `${path} exists already. Continue it with --resume, or choose another file with --output.`,
      )
    try {
      this.file = openSync(path, 'a')
    } catch (error) {
      throw new UsageError(
        `Cannot write ${path}: ${(error as Error).message}. Choose another place with --output.`,
      )
    }
  }

  write(text: Uint8Array): void {
    let written = writeSync(this.file, text)
    // A full disk or a pipe may take a part only.
    while (written < text.length) written += writeSync(this.file, text, written)
  }

  /**
   * What is in it already, in its order. A line that was being written when its writer was killed
   * is cut off; one that is damaged otherwise is left to whoever reads the file, and told.
   */
  *readExisting(damaged: (line: number) => void): Generator<BatchLine> {
    if (!statSync(this.path).isFile()) return
    let end: number | undefined
    for (const { bytes, offset, number, isComplete: whole } of readResultLines(this.path)) {
      const line = whole ? parseLine(bytes) : undefined
      if (line) yield line
      else if (whole) damaged(number)
      else end = offset
    }
    if (end !== undefined) ftruncateSync(this.file, end)
  }

  close(): void {
    closeSync(this.file)
  }
}
