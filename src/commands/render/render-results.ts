import { summaryOf } from '../../analysis/case-report.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import { formatBytes } from '../../model/duration.ts'
import type { CaseReport } from '../../model/report.ts'
import { UsageError } from '../../model/usage-error.ts'
import { OutputFile, STANDARD_OUTPUT } from '../../output/output-file.ts'
import { type FormatOptions, streamingReportFormats } from '../../reports/report-formats.ts'
import type { StreamingFormat } from '../../reports/streaming-format.ts'
import { terminal } from '../../terminal/terminal-text.ts'
import { inputLabel } from '../read-report.ts'
import type { ReportTarget } from '../report-targets.ts'
import type { ResultsInput } from '../results-input.ts'
import { writeReportTargets } from '../write-report-targets.ts'
import type { WriteOptions } from '../write-text.ts'

/**
 * Cases in memory take up to twenty times the size of their text (measured with SARIF).
 * Limit: bytes of results that `render` holds in memory.
 * Beyond: a usage error, which names the formats without this limit.
 */
const MAX_WHOLE_BYTES = 64 * 2 ** 20

/**
 * Renders results of a batch, a case per line: case by case when all formats allow it, else with
 * all cases in memory. Throws a UsageError when they are too many for that.
 */
export async function renderResults(
  results: Pick<ResultsInput, 'path' | 'size'>,
  readCases: () => Iterable<CaseReport>,
  targets: readonly ReportTarget[],
  options: WriteOptions & FormatOptions,
  ctx: CommandContext,
): Promise<void> {
  const streaming = await streamingTargets(targets)
  if (streaming) return renderCaseByCase(readCases(), streaming, options, ctx)
  if (results.size > MAX_WHOLE_BYTES) throw new UsageError(tooLargeMessage(results))
  const cases = [...readCases()]
  const tool = { name: 'spoolscope', version: ctx.version }
  await writeReportTargets(
    { schemaVersion: 1, tool, cases, summary: summaryOf(cases) },
    targets,
    options,
    ctx,
  )
}

const tooLargeMessage = ({ path, size }: Pick<ResultsInput, 'path' | 'size'>): string =>
  `${inputLabel(path)} has ${formatBytes(size)}, more than the ${formatBytes(MAX_WHOLE_BYTES)} ` +
  'that this format can take. ' +
  `Render it as ${Object.keys(streamingReportFormats).join(' or ')}, which take any number of ` +
  'cases, split it by lines, or see what its cases have in common: spoolscope summarize.'

interface StreamingTarget extends ReportTarget {
  readonly renderer: StreamingFormat
}

/** Undefined when one of the formats needs all cases at once. */
async function streamingTargets(
  targets: readonly ReportTarget[],
): Promise<readonly StreamingTarget[] | undefined> {
  const streaming: StreamingTarget[] = []
  for (const target of targets) {
    const renderer = await streamingReportFormats[target.format]?.()
    if (!renderer) return undefined
    streaming.push({ ...target, renderer })
  }
  return streaming
}

async function renderCaseByCase(
  cases: Iterable<CaseReport>,
  targets: readonly StreamingTarget[],
  { quiet }: WriteOptions,
  { stdout, stderr, version }: CommandContext,
): Promise<void> {
  const tool = { name: 'spoolscope', version }
  const open: { readonly output: OutputFile; readonly renderer: StreamingFormat }[] = []
  try {
    for (const { path, option, renderer } of targets)
      open.push({ output: new OutputFile(path, { stdout: stdout.raw, option }), renderer })
    for (const { output, renderer } of open) output.write(renderer.header)
    for (const report of cases)
      for (const { output, renderer } of open) {
        output.write(renderer.renderCase(report, tool))
        await output.drained()
      }
    for (const { output } of open) output.commit()
  } catch (error) {
    for (const { output } of open) output.discard()
    throw error
  }
  if (quiet) return
  for (const { path } of targets)
    if (path !== STANDARD_OUTPUT) stderr.write(terminal`Report written to ${path}\n`)
}
