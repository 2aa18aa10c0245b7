import { closeSync, openSync, readSync } from 'node:fs'
import { readSavedCase } from '../../inputs/saved-report.ts'
import type { CaseReport } from '../../model/report.ts'
import { parseCaseReport } from '../../model/report-shape.ts'
import { parseLine } from '../read-result-lines.ts'
import type { CaseLocation } from './locate-cases.ts'

/** A case, loaded from its location, or why it could not be loaded. */
export type LoadedCase =
  | { readonly status: 'judged'; readonly report: CaseReport; readonly ruleSet: string }
  | { readonly status: 'unreadable' | 'failed' }
  | { readonly status: 'damaged'; readonly place: string; readonly reason: string }

/** Loads cases from their locations. Keeps the few results files open until it is closed. */
export class CaseLoader {
  private readonly files = new Map<string, number>()

  load(location: CaseLocation): LoadedCase {
    return location.kind === 'report' ? loadReport(location.file) : this.loadLine(location)
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
    const descriptor = this.files.get(file) ?? openSync(file, 'r')
    this.files.set(file, descriptor)
    const bytes = Buffer.allocUnsafe(length)
    const bytesRead = readSync(descriptor, bytes, 0, length, offset)
    const line = parseLine(bytes.subarray(0, bytesRead))
    const place = `${file} (${id})`
    // The file may have changed since it was scanned.
    if (line?.bundle !== id)
      return { status: 'damaged', place, reason: 'it is not a complete line any more' }
    const report = parseCaseReport(line.report)
    return typeof report === 'string'
      ? { status: 'damaged', place, reason: report }
      : { status: 'judged', report, ruleSet: line.ruleSet }
  }
}

/** A single report does not state its rule set, so the version stands for it. */
function loadReport(file: string): LoadedCase {
  const saved = readSavedCase(file)
  return 'problem' in saved
    ? { status: 'damaged', place: file, reason: saved.problem }
    : { status: 'judged', report: saved.report, ruleSet: `spoolscope ${saved.version}` }
}
