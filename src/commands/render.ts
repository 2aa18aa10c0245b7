import type { ExitCode } from '../exit-code.ts'
import { findFiles } from '../inputs/find-files.ts'
import { printable } from '../model/printable.ts'
import type { Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import type { CommandLine } from './command-line.ts'
import { deliverReports, refuseWishes } from './deliver-reports.ts'
import { readReport } from './read-report.ts'
import { holdsResults, reportOfResults } from './report-of-results.ts'
import { reportWishes } from './report-wishes.ts'
import type { Surroundings } from './surroundings.ts'

const NAMED = 5

/** `spoolscope render`: any format of a report, later and elsewhere, from its JSON alone. */
export async function render({ operands, options }: CommandLine, around: Surroundings): Promise<ExitCode> {
  const [path, ...more] = operands
  if (path === undefined || more.length > 0)
    throw new UsageError(
      'render takes one report: spoolscope render report.json --format markdown. Results of several batches are joined by merge.',
    )
  const wishes = reportWishes(options)
  refuseWishes(wishes, findFiles([path]))
  const { report, damaged } = reportAt(path, around.version)
  for (const problem of damaged.slice(0, NAMED)) around.stderr.write(`spoolscope: left out, ${printable(problem)}\n`)
  if (damaged.length > NAMED) around.stderr.write(`spoolscope: and ${damaged.length - NAMED} more lines were left out\n`)
  await deliverReports(report, wishes, { noColor: options['no-color'] === true, quiet: options.quiet === true }, around)
  return damaged.length > 0 ? 2 : 0
}

interface ReportRead {
  readonly report: Report
  /** Lines of results that are no results, and why. */
  readonly damaged: readonly string[]
}

const reportAt = (path: string, version: string): ReportRead =>
  holdsResults(path) ? reportOfResults(path, version) : { report: readReport(path), damaged: [] }
