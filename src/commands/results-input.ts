import { statSync } from 'node:fs'
import { parseBatchLine } from '../batch/summary/parse-batch-line.ts'
import { type FileLine, readLines, splitLines } from '../batch/summary/read-lines.ts'
import type { BatchLine } from '../model/batch-line.ts'
import type { CaseReport } from '../model/report.ts'
import { parseCaseReport } from '../model/report-shape.ts'
import { readBytes } from './read-report.ts'

/** The first lines may be torn. */
const MAX_SNIFFED_LINES = 3

/** A file, read again each time; what can be read once only is held. */
export interface ResultsInput {
  readonly path: string
  readonly size: number
  /** What was read of a pipe. */
  readonly bytes?: Buffer
  lines(): Iterable<FileLine>
}

export function openResultsInput(path: string): ResultsInput {
  const stats = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile()) return { path, size: stats.size, lines: () => readLines(path) }
  const bytes = readBytes(path)
  return { path, size: bytes.length, bytes, lines: () => splitLines([bytes]) }
}

/** Whether it is what `batch` writes, by its first lines: those of a report are no whole JSON. */
export function isResultsInput({ lines }: ResultsInput): boolean {
  let looked = 0
  for (const line of lines()) {
    if ('text' in line && 'bundle' in parseObject(line.text)) return true
    looked += 1
    if (looked === MAX_SNIFFED_LINES) break
  }
  return false
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {} // not one object a line: whoever reads it as a report says what is wrong with it
  }
}

/** The cases of a batch one after the other; lines that are none are told with the reason. */
export function* readCases(
  { path, lines }: ResultsInput,
  damaged: (problem: string) => void,
): Generator<CaseReport> {
  for (const line of lines()) {
    const read = 'problem' in line ? line : parseCase(line.text)
    if ('problem' in read) damaged(`${path}:${line.number}: ${read.problem}`)
    else yield read
  }
}

function parseCase(text: string): CaseReport | { readonly problem: string } {
  const line = parseBatchLine(text)
  if ('problem' in line) return line
  if (line.report === undefined) return failedCaseReport(line)
  const report = parseCaseReport(line.report)
  return typeof report === 'string' ? { problem: `its report is damaged: ${report}` } : report
}

/**
 * A bundle that could not be judged is a case all the same: nobody may take it for one that is in
 * order.
 */
function failedCaseReport({
  bundle,
  status,
  reason = 'no reason is given',
}: BatchLine): CaseReport {
  const damage = [{ reason }]
  return {
    id: bundle,
    headline: `Not judged (${status}): ${reason}`,
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
        damage,
      },
    ],
  }
}
