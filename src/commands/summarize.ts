import { statSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import { looksLikeReport } from '../batch/diff/locate-cases.ts'
import { buildsByChannel } from '../batch/summary/builds-by-channel.ts'
import { causeMatrix } from '../batch/summary/cause-matrix.ts'
import { causeTrend } from '../batch/summary/cause-trend.ts'
import { fleetCases } from '../batch/summary/fleet-cases.ts'
import { FleetCollector } from '../batch/summary/fleet-collector.ts'
import { fleetSummary } from '../batch/summary/fleet-summary.ts'
import { parseBatchLine } from '../batch/summary/parse-batch-line.ts'
import { readLines } from '../batch/summary/read-lines.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { startProgress } from '../cli/progress.ts'
import { findFiles } from '../inputs/find-files.ts'
import { formatCount } from '../model/duration.ts'
import type { FleetSummary } from '../model/fleet/fleet-summary.ts'
import { toPrintable } from '../model/text/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import { rejectEvidencePath } from '../output/reject-evidence-path.ts'
import { isTerminal } from '../terminal/detect-text-style.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { type TerminalText, terminal } from '../terminal/terminal-text.ts'
import type { CasePageWriter } from './case-page-writer.ts'
import { writeText } from './write-text.ts'

/** `spoolscope summarize`: summarizes the results of a batch. */
export async function summarize(
  { operands, options }: CommandLine<'summarize'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { format, output, top, 'case-pages': folder } = options
  if (operands.length === 0)
    throw new UsageError(
      'summarize takes the results of a batch: ' +
        'spoolscope summarize results.ndjson (- for standard input).',
    )
  if (folder !== undefined && format !== 'html')
    throw new UsageError('--case-pages needs the page that links to them: add --format html.')
  const { stderr, env, version } = ctx
  const sizes = operands.map(progressSize)
  for (const path of operands) rejectReport(path)
  rejectEvidencePath(output, findFiles(operands))
  const total = sizes.includes(0) ? 0 : sizes.reduce((sum, size) => sum + size, 0)
  const progress = startProgress(stderr, total, isTerminal(stderr, env) && !options.quiet)
  const fleet = new FleetCollector()
  const pages = folder === undefined ? undefined : await createCasePages(folder, version, output)
  for (const path of operands) readResultsInto(fleet, path, progress.add, pages)
  progress.end()
  const summary = fleetSummary(fleet, version)
  const render = await formats[format](summary, {
    top,
    fleet,
    findCasePage: pages?.addressFrom(output) ?? (() => undefined),
  })
  await writeText(output, render, { ...options, option: 'output' }, ctx)
  if (!options.quiet) {
    if (output !== STANDARD_OUTPUT) stderr.write(terminal`Summary written to ${output}\n`)
    if (pages) stderr.write(terminal`${casePagesText(pages, folder)}\n`)
  }
  return summary.bundles.total === 0 ? 2 : 0
}

async function createCasePages(
  folder: string,
  version: string,
  output: string,
): Promise<CasePageWriter> {
  const { CasePageWriter } = await import('./case-page-writer.ts')
  return new CasePageWriter(folder, version, output)
}

function casePagesText({ count, damaged }: CasePageWriter, folder = ''): string {
  const skipped = damaged > 0 ? `; ${formatCount(damaged, 'report')} left out: damaged` : ''
  return `${formatCount(count, 'case page')} written to ${toPrintable(folder)}${skipped}`
}

interface RenderInput {
  readonly top: number
  readonly fleet: FleetCollector
  /** The address of the page of a bundle; undefined when it has none. */
  readonly findCasePage: (bundle: string) => string | undefined
}

/** A renderer per format. Each is loaded when it is used. */
const formats = {
  async html(
    summary: FleetSummary,
    { fleet, findCasePage }: RenderInput,
  ): Promise<(style: TextStyle) => string> {
    const { fleetPage } = await import('../reports/html/fleet/fleet-page.ts')
    return () =>
      fleetPage({
        summary,
        cases: fleetCases(fleet),
        builds: buildsByChannel(fleet),
        matrices: { builds: causeMatrix(fleet, 'build'), servers: causeMatrix(fleet, 'server') },
        trend: causeTrend(fleet),
        findCasePage,
      })
  },
  async json(summary: FleetSummary): Promise<(style: TextStyle) => string> {
    const { jsonText } = await import('../reports/json.ts')
    return () => jsonText(summary)
  },
  async table(
    summary: FleetSummary,
    { top }: RenderInput,
  ): Promise<(style: TextStyle) => TerminalText> {
    const { fleetTable } = await import('../reports/fleet/fleet-table.ts')
    return (style) => fleetTable(summary, style, top)
  },
} as const

function readResultsInto(
  fleet: FleetCollector,
  path: string,
  onProgress: (bytes: number) => void,
  pages: CasePageWriter | undefined,
): void {
  for (const line of readLines(path)) {
    // `analyze` writes its report with line breaks. A line of `batch` is never cut like that.
    if (line.number === 1 && 'text' in line && line.text === '{')
      throw new UsageError(reportMessage(path === '-' ? 'Standard input' : path, path))
    const result = 'problem' in line ? line : parseBatchLine(line.text)
    if ('problem' in result) fleet.addDamage(`${path}:${line.number}`, result.problem)
    else if (fleet.add(result)) pages?.write(result)
    onProgress('text' in line ? line.text.length : 0)
  }
}

/** Throws a UsageError for the report of one case, which has nothing to summarize. */
function rejectReport(path: string): void {
  if (path === '-' || !statSync(path).isFile() || !looksLikeReport(path)) return
  throw new UsageError(reportMessage(path, path))
}

const reportMessage = (label: string, operand: string): string =>
  `${label} is the report of one case. Show it: spoolscope render ${operand}. ` +
  'Compare it with another: spoolscope diff. Summaries are of results of spoolscope batch.'

/** Bytes; 0 when unknown. Throws a UsageError for a path that is not a file. */
function progressSize(path: string): number {
  if (path === '-') return 0
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(`No such file: ${path}. Name the file that batch wrote with --output.`)
  if (stats.isDirectory())
    throw new UsageError(
      `${path} is a folder. Name a results file, such as ${path}/results.ndjson; ` +
        'to analyze a folder of bundles: spoolscope batch.',
    )
  return stats.size
}
