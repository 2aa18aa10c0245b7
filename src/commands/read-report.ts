import { parseSavedReport, REPORT_TOO_LARGE, readReportBytes } from '../inputs/saved-report.ts'
import type { Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'

/**
 * Reads a report that `analyze --format json` wrote; `-` is standard input. Throws a UsageError
 * that says what is wrong with the file, and the fix.
 */
export function readReport(path: string, bytes = readBytes(path)): Report {
  const saved = parseSavedReport(bytes)
  if ('problem' in saved) throw new UsageError(`${inputLabel(path)} ${saved.problem}`)
  return saved.report
}

/** The whole file. Throws a UsageError when it cannot be read, or is too large. */
export function readBytes(path: string): Buffer {
  let bytes: Buffer | undefined
  try {
    bytes = readReportBytes(path)
  } catch (error) {
    throw new UsageError(
      `Cannot read ${inputLabel(path)}: ${readErrorReason(error as NodeJS.ErrnoException)}`,
    )
  }
  if (bytes === undefined) throw new UsageError(`${inputLabel(path)} ${REPORT_TOO_LARGE.problem}`)
  return bytes
}

/** The name of an input at the start of a sentence. */
export const inputLabel = (path: string): string => (path === '-' ? 'Standard input' : path)

function readErrorReason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT')
    return 'there is no such file. Make a report with analyze --format json --output <file>.'
  if (code === 'EISDIR')
    return 'it is a folder. Name a report inside it, or analyze it: spoolscope analyze.'
  return `${message}.`
}
