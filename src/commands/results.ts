import { statSync } from 'node:fs'
import { batchLineOf } from '../batch/summary/batch-line-of.ts'
import { type LineRead, linesIn, readLines } from '../batch/summary/read-lines.ts'
import type { BatchLine } from '../model/batch-line.ts'
import type { CaseReport } from '../model/report.ts'
import { caseReportOf } from '../model/report-shape.ts'
import { readBytes } from './read-report.ts'

/** The first lines may be torn. */
const LINES_LOOKED_AT = 3

/** A file, read again each time; what can be read once only is held. */
export interface Given {
  readonly path: string
  readonly size: number
  /** What was read of a pipe. */
  readonly bytes?: Buffer
  lines(): Iterable<LineRead>
}

export function given(path: string): Given {
  const stats = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile()) return { path, size: stats.size, lines: () => readLines(path) }
  const bytes = readBytes(path)
  return { path, size: bytes.length, bytes, lines: () => linesIn([bytes]) }
}

/** Whether it is what `batch` writes, by its first lines: those of a report are no whole JSON. */
export function holdsResults({ lines }: Given): boolean {
  let looked = 0
  for (const line of lines()) {
    if ('text' in line && 'bundle' in objectOf(line.text)) return true
    looked += 1
    if (looked === LINES_LOOKED_AT) break
  }
  return false
}

function objectOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {} // not one object a line: whoever reads it as a report says what is wrong with it
  }
}

/** The cases of a batch one after the other; lines that are none are told with the reason. */
export function* casesOf(
  { path, lines }: Given,
  damaged: (problem: string) => void,
): Generator<CaseReport> {
  for (const line of lines()) {
    const read = 'problem' in line ? line : caseOf(line.text)
    if ('problem' in read) damaged(`${path}:${line.number}: ${read.problem}`)
    else yield read
  }
}

function caseOf(text: string): CaseReport | { readonly problem: string } {
  const line = batchLineOf(text)
  if ('problem' in line) return line
  if (line.report === undefined) return notJudged(line)
  const report = caseReportOf(line.report)
  return typeof report === 'string' ? { problem: `its report is damaged: ${report}` } : report
}

/**
 * A bundle that could not be judged is a case all the same: nobody may take it for one that is in
 * order.
 */
function notJudged({ bundle, status, reason = 'no reason is given' }: BatchLine): CaseReport {
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
