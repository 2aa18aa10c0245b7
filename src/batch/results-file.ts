import { existsSync, statSync } from 'node:fs'
import type { BatchLine } from '../model/batch-line.ts'
import { UsageError } from '../model/usage-error.ts'
import { AppendFile } from '../output/append-file.ts'
import { parseLine, readResultLines } from './read-result-lines.ts'

/** Every line begins like this. */
const LINE_START = Buffer.from('{"schemaVersion":')

/** Whether bytes are the beginning of a line that was cut. */
const isBeginning = (bytes: Buffer): boolean => {
  const length = Math.min(bytes.length, LINE_START.length)
  return bytes.subarray(0, length).equals(LINE_START.subarray(0, length))
}

/**
 * The results of a batch: each line is appended in a single write, so a kill damages at most the
 * last line.
 */
export class ResultsFile {
  private readonly path: string
  private readonly file: AppendFile

  /** Creates the file; with `resume` it may exist. Throws a UsageError that says the fix. */
  constructor(path: string, resume: boolean) {
    this.path = path
    if (!resume && existsSync(path) && statSync(path).isFile())
      throw new UsageError(
        `${path} exists already. Continue it with --resume, or choose another file with --output.`,
      )
    this.file = new AppendFile(path, 'output')
  }

  write(line: Uint8Array): void {
    this.file.append(line)
  }

  /**
   * Yields the lines that are in the file, in order. A last line without its end is cut off: its
   * writer was killed. `onDamaged` gets the number of each other line that is not a result. Throws a
   * UsageError for another kind of file, which is left as it is.
   */
  *readExisting(onDamaged: (lineNumber: number) => void): Generator<BatchLine> {
    if (!statSync(this.path).isFile()) return
    let end: number | undefined
    let isResults = false
    let isOther = false
    for (const { bytes, offset, number, isComplete } of readResultLines(this.path)) {
      const line = isComplete ? parseLine(bytes) : undefined
      if (!isResults && !line) isOther ||= isComplete || !isBeginning(bytes)
      if (line) {
        isResults = true
        yield line
      } else if (isComplete) onDamaged(number)
      else end = offset
    }
    if (isOther && !isResults)
      throw new UsageError(
        `${this.path} does not contain results, and is left as it is. ` +
          'Choose another file with --output.',
      )
    if (end !== undefined) this.file.truncate(end)
  }

  close(): void {
    this.file.close()
  }
}
