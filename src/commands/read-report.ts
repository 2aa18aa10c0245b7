import { readFileSync } from 'node:fs'
import type { Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'

/** A report that `analyze --format json` wrote. Throws a UsageError that says what is wrong with the file, and what to do. */
export function readReport(path: string): Report {
  let report: Report
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch (error) {
    throw new UsageError(`Cannot read ${path} as a report: ${(error as Error).message}. Make one with analyze --format json.`)
  }
  if (report.schemaVersion !== 1 || !Array.isArray(report.cases))
    throw new UsageError(`${path} is no report of spoolscope. Make one with analyze --format json.`)
  return report
}
