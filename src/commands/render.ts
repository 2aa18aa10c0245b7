import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { findFiles } from '../inputs/find-files.ts'
import { toPrintable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { rejectEvidencePath } from '../output/output.ts'
import { parseRedactionSettings } from '../settings/redaction-settings.ts'
import { readReport } from './read-report.ts'
import { createCaseRedactor } from './redact-report.ts'
import { renderResults } from './render-results.ts'
import { parseReportTargets } from './report-targets.ts'
import { isResultsInput, openResultsInput, readCases } from './results-input.ts'
import { rejectEvidenceTargets, writeReportTargets } from './write-report-targets.ts'

const MAX_LISTED_LINES = 5

/** `spoolscope render`: any format of a report, later and elsewhere, from its JSON alone. */
export async function render(
  { operands, options }: CommandLine,
  around: CommandContext,
): Promise<ExitCode> {
  const [path, ...more] = operands
  if (path === undefined || more.length > 0)
    throw new UsageError(
      'render takes one report: spoolscope render report.json --format markdown. Results of several batches are joined by merge.',
    )
  const wishes = parseReportTargets(options)
  const found = findFiles([path])
  rejectEvidenceTargets(wishes, found)
  const redaction = parseRedactionSettings(options)
  if (redaction?.map !== undefined) rejectEvidencePath(redaction.map, found, 'redact-map')
  const manner = { noColor: options['no-color'] === true, quiet: options.quiet === true }
  const input = openResultsInput(path)
  let damaged = 0
  const leftOut = (problem: string) => {
    damaged += 1
    if (damaged <= MAX_LISTED_LINES)
      around.stderr.write(`spoolscope: left out, ${toPrintable(problem)}\n`)
  }
  const { redact, end } = createCaseRedactor(redaction)
  try {
    if (isResultsInput(input)) {
      const cases = () => mapIterable(readCases(input, leftOut), redact)
      await renderResults(input, cases, wishes, manner, around)
    } else {
      const report = readReport(path, input.bytes)
      await writeReportTargets(
        { ...report, cases: report.cases.map(redact) },
        wishes,
        manner,
        around,
      )
    }
  } finally {
    end()
  }
  if (damaged > MAX_LISTED_LINES)
    around.stderr.write(`spoolscope: and ${damaged - MAX_LISTED_LINES} more lines were left out\n`)
  return damaged > 0 ? 2 : 0
}

function* mapIterable<T>(values: Iterable<T>, change: (value: T) => T): Generator<T> {
  for (const value of values) yield change(value)
}
