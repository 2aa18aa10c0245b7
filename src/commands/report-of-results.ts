import { statSync } from 'node:fs'
import { batchLineOf } from '../batch/summary/batch-line-of.ts'
import { readLines } from '../batch/summary/read-lines.ts'
import { summaryOf } from '../case-report.ts'
import type { BatchLine } from '../model/batch-line.ts'
import { byteText } from '../model/duration.ts'
import type { CaseReport, Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'

/** All cases are held at once, and take up to twenty times the room of their text (measured as SARIF). */
const MOST_BYTES = 64 * 2 ** 20

/** The first lines may be torn. */
const LINES_LOOKED_AT = 3

/** Whether a file holds what `batch` writes, by its first lines: those of a report are no whole JSON. */
export function holdsResults(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isFile()) return false
  let looked = 0
  for (const line of readLines(path)) {
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

/** The results of a batch as one report, a case for each line, and the lines that are none. */
export function reportOfResults(path: string, version: string): { readonly report: Report; readonly damaged: readonly string[] } {
  const { size } = statSync(path)
  if (size > MOST_BYTES)
    throw new UsageError(
      `${path} has ${byteText(size)}, and at most ${byteText(MOST_BYTES)} are rendered at once. Split it by lines, or see what its cases have in common: spoolscope summarize.`,
    )
  const cases: CaseReport[] = []
  const damaged: string[] = []
  for (const line of readLines(path)) {
    const read = 'problem' in line ? line : batchLineOf(line.text)
    if ('problem' in read) damaged.push(`${path}:${line.number}: ${read.problem}`)
    else cases.push(read.report ?? notJudged(read))
  }
  return { report: { schemaVersion: 1, tool: { name: 'spoolscope', version }, cases, summary: summaryOf(cases) }, damaged }
}

/** A bundle that could not be judged is a case all the same: nobody may take it for one that is in order. */
function notJudged({ bundle, status, reason = 'no reason is given' }: BatchLine): CaseReport {
  const damage = [{ reason }]
  return {
    ...{ id: bundle, headline: `Not judged (${status}): ${reason}`, asOf: null, facts: {}, verdicts: [], unknowable: [] },
    inputs: [
      {
        ...{ path: bundle, format: 'unknown', status: 'unreadable', bytes: 0, records: 0, undecoded: 0, unreadable: 0 },
        ...{ notes: [], damage },
      },
    ],
  }
}
