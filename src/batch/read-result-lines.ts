import { closeSync, openSync, readSync } from 'node:fs'
import type { BatchLine } from '../model/batch-line.ts'

const READ_BUFFER_BYTES = 1 << 20
const LF = 10

/** One line of a results file, and where it stands. */
export interface ResultLine {
  readonly bytes: Buffer
  /** Of its first byte. */
  readonly offset: number
  /** From 1. */
  readonly number: number
  /**
   * It has its line end. Without one it is the last, and was being written when its writer was
   * killed.
   */
  readonly isComplete: boolean
}

/**
 * The lines of a results file, one at a time, whatever the file's size. Their bytes are good until
 * the next is asked for.
 */
export function* readResultLines(path: string): Generator<ResultLine> {
  const file = openSync(path, 'r')
  const piece = Buffer.allocUnsafe(READ_BUFFER_BYTES)
  try {
    let begun: Buffer[] = []
    let offset = 0
    let number = 1
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
      let from = 0
      for (let end = piece.indexOf(LF); end >= 0 && end < length; end = piece.indexOf(LF, from)) {
        const last = piece.subarray(from, end + 1)
        const bytes = begun.length === 0 ? last : Buffer.concat([...begun, last])
        yield { bytes, offset, number, isComplete: true }
        begun = []
        offset += bytes.length
        number += 1
        from = end + 1
      }
      if (from < length) begun.push(Buffer.from(piece.subarray(from, length)))
    }
    if (begun.length > 0) yield { bytes: Buffer.concat(begun), offset, number, isComplete: false }
  } finally {
    closeSync(file)
  }
}

const STATUSES: readonly unknown[] = [
  'judged',
  'unreadable',
  'failed',
] satisfies BatchLine['status'][]

/** A line as what it says; undefined when it is damaged or none of ours. */
export function parseLine(bytes: Buffer): BatchLine | undefined {
  return parseBatchLineJson(bytes.toString('utf8'))
}

/** The same without the report, which is by far the most of it. */
export function parseLineHead(bytes: Buffer): BatchLine | undefined {
  // Inside a string the quotes would be escaped: so this is the key. A line that ends otherwise was
  // cut in its middle.
  const report = bytes.indexOf(',"report":{')
  const cut = report < 0 || bytes.at(-2) !== 0x7d
  return cut
    ? parseLine(bytes)
    : (parseBatchLineJson(`${bytes.toString('utf8', 0, report)}}`) ?? parseLine(bytes))
}

function parseBatchLineJson(json: string): BatchLine | undefined {
  try {
    const line = JSON.parse(json) as Partial<BatchLine> | null
    const ours =
      line?.schemaVersion === 1 &&
      typeof line.bundle === 'string' &&
      typeof line.ruleSet === 'string'
    return ours && STATUSES.includes(line.status) ? (line as BatchLine) : undefined
  } catch {
    return undefined
  }
}
