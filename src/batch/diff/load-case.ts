import { closeSync, openSync, readSync } from 'node:fs'
import { savedCase } from '../../inputs/saved-report.ts'
import type { CaseReport } from '../../model/report.ts'
import { caseReportOf } from '../../model/report-shape.ts'
import { parseLine } from '../result-lines.ts'
import type { CasePlace } from './case-places.ts'

/** What became of a case, read again from its place. */
export type LoadedCase =
  | { readonly status: 'judged'; readonly report: CaseReport; readonly ruleSet: string }
  | { readonly status: 'unreadable' | 'failed' }
  | { readonly status: 'damaged'; readonly place: string; readonly reason: string }

/** Reads cases at their places; holds the files of results open, which are few. */
export class CaseLoader {
  private readonly files = new Map<string, number>()

  load(place: CasePlace): LoadedCase {
    return place.kind === 'report' ? reportAt(place.file) : this.lineAt(place)
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file)
  }

  private lineAt({ file, offset, length, id, status }: CasePlace & { kind: 'line' }): LoadedCase {
    if (status !== 'judged') return { status }
    const opened = this.files.get(file) ?? openSync(file, 'r')
    this.files.set(file, opened)
    const bytes = Buffer.allocUnsafe(length)
    const read = readSync(opened, bytes, 0, length, offset)
    const line = parseLine(bytes.subarray(0, read))
    const report = line?.bundle === id ? caseReportOf(line.report) : 'it is no whole line any more'
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
function reportAt(file: string): LoadedCase {
  const saved = savedCase(file)
  return 'problem' in saved
    ? { status: 'damaged', place: file, reason: saved.problem }
    : { status: 'judged', report: saved.report, ruleSet: `spoolscope ${saved.version}` }
}
