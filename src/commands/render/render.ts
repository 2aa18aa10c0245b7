import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { findFiles } from '../../inputs/find-files.ts'
import { UsageError } from '../../model/usage-error.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { terminal } from '../../terminal/terminal-text.ts'
import { readReport } from '../read-report.ts'
import { createCaseRedactor } from '../redaction/redact-report.ts'
import { reportRedaction } from '../redaction/redaction-settings.ts'
import { reportTargets } from '../report-targets.ts'
import { isResultsInput, openResultsInput, readCases } from '../results-input.ts'
import { writeReportTargets } from '../write-report-targets.ts'
import { renderResults } from './render-results.ts'

const MAX_LISTED_LINES = 5

/** `spoolscope render`: converts a saved report, or results of a batch, to any format. */
export async function render(line: CommandLine<'render'>, ctx: CommandContext): Promise<ExitCode> {
  const { operands, options } = line
  const [path, ...others] = operands
  if (path === undefined || others.length > 0)
    throw new UsageError(
      'render takes one report: spoolscope render report.json --format markdown. ' +
        'Join results of several batches first: spoolscope merge.',
    )
  const found = findFiles([path])
  const targets = reportTargets(options, found)
  const redaction = reportRedaction(line)
  if (redaction?.map !== undefined) rejectEvidencePath(redaction.map, found, 'redact-map')
  const input = openResultsInput(path)
  let damagedLines = 0
  const onDamaged = (problem: string) => {
    damagedLines += 1
    if (damagedLines <= MAX_LISTED_LINES)
      ctx.stderr.write(terminal`spoolscope: left out, ${problem}\n`)
  }
  const { redact, end } = createCaseRedactor(redaction)
  try {
    if (isResultsInput(input)) {
      const cases = () => mapIterable(readCases(input, onDamaged), redact)
      await renderResults(input, cases, targets, options, ctx)
    } else {
      const report = readReport(path, input.bytes)
      const cases = report.cases.map(redact)
      await writeReportTargets({ ...report, cases }, targets, options, ctx)
    }
  } finally {
    end()
  }
  if (damagedLines > MAX_LISTED_LINES)
    ctx.stderr.write(
      terminal`spoolscope: and ${damagedLines - MAX_LISTED_LINES} more lines left out\n`,
    )
  return damagedLines > 0 ? 2 : 0
}

function* mapIterable<T>(values: Iterable<T>, change: (value: T) => T): Generator<T> {
  for (const value of values) yield change(value)
}
