import { closeSync, openSync, readSync } from 'node:fs'
import { readSavedCase } from '../../inputs/saved-report.ts'
import type { CaseReport } from '../../model/report.ts'
import { parseCaseReport } from '../../model/report-shape.ts'
import { parseLine } from '../read-result-lines.ts'
import type { CaseLocation } from './locate-cases.ts'

/** What became of a case, read again from its place. */
export type LoadedCase =
  | { readonly status: 'judged'; readonly report: CaseReport; readonly ruleSet: string }
  | { readonly status: 'unreadable' | 'failed' }
  | { readonly status: 'damaged'; readonly place: string; readonly reason: string }

/** Reads cases at their places; holds the files of results open, which are few. */
export class CaseLoader {
  private readonly files = new Map<string, number>()

  load(place: CaseLocation): LoadedCase {
    return place.kind === 'report' ? loadReport(place.file) : this.loadLine(place)
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file)
  }

  private loadLine({
    file,
    offset,
    length,
    id,
    status,
  }: CaseLocation & { kind: 'line' }): LoadedCase {
    if (status !== 'judged') return { status }
    const opened = this.files.get(file) ?? openSync(file, 'r')
    this.files.set(file, opened)
    const bytes = Buffer.allocUnsafe(length)
    const read = readSync(opened, bytes, 0, length, offset)
    const line = parseLine(bytes.subarray(0, read))
    const report =
      line?.bundle === id ? parseCaseReport(line.report) : 'it is no whole line any more'
    if (line === undefined || typeof report === 'string')
      return {
        status: 'damaged',
        place: `${file} (${id})`,
        reason: typeof report === 'string' ? report : 'it is cut off',
      }
    return { status: 'judged', report, ruleSet: line.ruleSet }
  }
}

/** A report of its own says no rule set: the version is what is known of it. */
function loadReport(file: string): LoadedCase {
  const saved = readSavedCase(file)
  return 'problem' in saved
    ? { status: 'damaged', place: file, reason: saved.problem }
    : { status: 'judged', report: saved.report, ruleSet: `spoolscope ${saved.version}` }
}
