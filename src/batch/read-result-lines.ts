import { closeSync, openSync, readSync } from 'node:fs'
import type { BatchLine } from '../model/batch-line.ts'

const READ_BUFFER_BYTES = 1 << 20
const LF = 10

/** A line of a results file and its place. */
export interface ResultLine {
  /** With the line end. */
  readonly bytes: Buffer
  /** Offset of the first byte. */
  readonly offset: number
  /** Line number, from 1. */
  readonly number: number
  /** Whether it has a line end. The last line may lack it, if the writer was killed. */
  readonly isComplete: boolean
}

/**
 * Reads the lines of a results file, one at a time, with constant memory. The bytes of a line are
 * valid until the next line is read.
 */
export function* readResultLines(path: string): Generator<ResultLine> {
  const file = openSync(path, 'r')
  const buffer = Buffer.allocUnsafe(READ_BUFFER_BYTES)
  try {
    let partial: Buffer[] = []
    let offset = 0
    let number = 1
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      let from = 0
      for (let end = buffer.indexOf(LF); end >= 0 && end < length; end = buffer.indexOf(LF, from)) {
        const last = buffer.subarray(from, end + 1)
        const bytes = partial.length === 0 ? last : Buffer.concat([...partial, last])
        yield { bytes, offset, number, isComplete: true }
        partial = []
        offset += bytes.length
        number += 1
        from = end + 1
      }
      if (from < length) partial.push(Buffer.from(buffer.subarray(from, length)))
    }
    if (partial.length > 0)
      yield { bytes: Buffer.concat(partial), offset, number, isComplete: false }
  } finally {
    closeSync(file)
  }
}

/**
 * Decides which of several lines of a bundle counts: the one with the highest rank. One machine may
 * have analyzed a bundle that another could not read.
 */
export const STATUS_RANKS: Readonly<Record<BatchLine['status'], number>> = {
  failed: 0,
  unreadable: 1,
  judged: 2,
}

/** Parses a line. Returns undefined for a line that is damaged or that `batch` did not write. */
export function parseLine(bytes: Buffer): BatchLine | undefined {
  return parseBatchLineJson(bytes.toString('utf8'))
}

/** Parses a line without its report, which is by far the largest part of it. */
export function parseLineHead(bytes: Buffer): BatchLine | undefined {
  // Inside a string the quotes would be escaped, so this is the key.
  const report = bytes.indexOf(',"report":{')
  const endsWithBrace = bytes.at(-2) === 0x7d
  // Without the brace, the line was cut in its middle.
  return report < 0 || !endsWithBrace
    ? parseLine(bytes)
    : (parseBatchLineJson(`${bytes.toString('utf8', 0, report)}}`) ?? parseLine(bytes))
}

function parseBatchLineJson(json: string): BatchLine | undefined {
  try {
    const line = JSON.parse(json) as Partial<BatchLine> | null
    const isBatchLine =
      line?.schemaVersion === 1 &&
      typeof line.bundle === 'string' &&
      typeof line.ruleSet === 'string' &&
      typeof line.status === 'string' &&
      Object.hasOwn(STATUS_RANKS, line.status)
    return isBatchLine ? (line as BatchLine) : undefined
  } catch {
    return undefined
  }
}
