import { availableParallelism } from 'node:os'
import {
  resolveAnalysisSettings,
  toArchiveLimits,
  toFindOptions,
} from '../../analysis/analysis-settings.ts'
import { analyzeCollections } from '../../analysis/analyze-case.ts'
import { summaryOf } from '../../analysis/case-report.ts'
import { explainNothingReadable } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { MAX_JOBS } from '../../cli/options/general-options.ts'
import { caseId } from '../../inputs/case-id.ts'
import { findInputs } from '../../inputs/find-inputs.ts'
import { defined } from '../../model/defined.ts'
import type { Report } from '../../model/report.ts'
import { UsageError } from '../../model/usage-error.ts'
import { rules } from '../../rules/index.ts'

/**
 * Analyzes a folder, an archive or a log that is compared, as `analyze` does. Throws a UsageError
 * when nothing in it can be read: comparing it would show nothing.
 */
export async function analyzeOperand(
  path: string,
  options: CommandLine<'diff'>['options'],
  { stdin, readWorker, version }: CommandContext,
): Promise<Report> {
  const { clock, ...settings } = resolveAnalysisSettings(options, rules)
  const limits = toArchiveLimits(options)
  const { utcOffset } = clock
  const found = await findInputs([path], {
    limits,
    ...toFindOptions(options),
    ...defined({ utcOffset }),
  })
  const cases = await analyzeCollections({
    id: caseId([path]),
    found,
    givenObservations: [],
    stdin,
    ...settings,
    ...clock,
    parallel: { worker: readWorker, jobs: Math.min(availableParallelism(), MAX_JOBS) },
  })
  const tool = { name: 'spoolscope', version }
  const report: Report = { schemaVersion: 1, tool, cases, summary: summaryOf(cases) }
  const problem = explainNothingReadable(report, [path])
  if (problem !== undefined) throw new UsageError(problem.map((line) => line.trim()).join(' '))
  return report
}
