import { statSync } from 'node:fs'
import { parseBatchLine } from '../batch/summary/parse-batch-line.ts'
import { type FileLine, readLines, splitLines } from '../batch/summary/read-lines.ts'
import type { BatchLine } from '../model/batch-line.ts'
import type { CaseReport } from '../model/report.ts'
import { parseCaseReport } from '../model/report-shape.ts'
import { readBytes } from './read-report.ts'

/** The first line may be damaged. */
const MAX_SNIFFED_LINES = 3

/** An input of `render`. A file is read again each time; a pipe is kept in memory. */
export interface ResultsInput {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** The content of a pipe. */
  readonly bytes?: Buffer
  lines(): Iterable<FileLine>
}

export function openResultsInput(path: string): ResultsInput {
  const stats = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile()) return { path, size: stats.size, lines: () => readLines(path) }
  const bytes = readBytes(path)
  return { path, size: bytes.length, bytes, lines: () => splitLines([bytes]) }
}

/** Whether the input is results of `batch`: a line of a report is not a JSON object of its own. */
export function isResultsInput({ lines }: ResultsInput): boolean {
  let count = 0
  for (const line of lines()) {
    if ('text' in line && 'bundle' in parseObject(line.text)) return true
    count += 1
    if (count === MAX_SNIFFED_LINES) break
  }
  return false
}

/** The JSON object in a text; an empty one when there is none. */
function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Yields a case per line. `onDamaged` gets place and reason of each line without a case. */
export function* readCases(
  { path, lines }: ResultsInput,
  onDamaged: (problem: string) => void,
): Generator<CaseReport> {
  for (const line of lines()) {
    const result = 'problem' in line ? line : parseCase(line.text)
    if ('problem' in result) onDamaged(`${path}:${line.number}: ${result.problem}`)
    else yield result
  }
}

function parseCase(text: string): CaseReport | { readonly problem: string } {
  const line = parseBatchLine(text)
  if ('problem' in line) return line
  if (line.report === undefined) return failedCaseReport(line)
  const report = parseCaseReport(line.report)
  return typeof report === 'string' ? { problem: `its report is damaged: ${report}` } : report
}

/** A bundle that was not analyzed is shown as a case too, so that nobody takes it for healthy. */
function failedCaseReport({
  bundle,
  status,
  reason = 'no reason is given',
}: BatchLine): CaseReport {
  return {
    id: bundle,
    headline: `Not analyzed (${status}): ${reason}`,
    asOf: null,
    facts: {},
    verdicts: [],
    unknowable: [],
    inputs: [
      {
        path: bundle,
        format: 'unknown',
        status: 'unreadable',
        bytes: 0,
        records: 0,
        undecoded: 0,
        unreadable: 0,
        notes: [],
        damage: [{ reason }],
      },
    ],
  }
}
