import { savedReport } from '../inputs/saved-report.ts'
import type { Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'

/** A report that `analyze --format json` wrote; `-` is standard input. Throws a UsageError that says what is wrong with the file, and what to do. */
export function readReport(path: string): Report {
  const name = path === '-' ? 'Standard input' : path
  let saved: ReturnType<typeof savedReport>
  try {
    saved = savedReport(path)
  } catch (error) {
    throw new UsageError(`Cannot read ${name}: ${reason(error as NodeJS.ErrnoException)}`)
  }
  if ('problem' in saved) throw new UsageError(`${name} ${saved.problem}`)
  return saved.report
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file. Make a report with analyze --format json --output <file>.'
  if (code === 'EISDIR') return 'it is a folder. Name a report inside it, or judge it: spoolscope analyze.'
  return `${message}.`
}
