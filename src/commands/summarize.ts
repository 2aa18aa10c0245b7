import { statSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import { buildsByChannel } from '../batch/summary/builds-by-channel.ts'
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
import type { FleetSummary } from '../model/fleet-summary.ts'
import { toPrintable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { rejectEvidencePath } from '../output/output.ts'
import { writeOutputFile } from '../output/output-file.ts'
import { choice, one, read } from '../settings/given.ts'
import { detectTextStyle, isTerminal } from '../terminal/detect-text-style.ts'
import type { TextStyle } from '../terminal/layout.ts'
import type { CasePageWriter } from './case-page-writer.ts'

const DEFAULT_TOP = 10
const MAX_TOP = 1000

/** `spoolscope summarize`: what the results of a batch say together. */
export async function summarize(
  { operands, options }: CommandLine,
  around: CommandContext,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'summarize takes the results of a batch: spoolscope summarize results.ndjson (- for standard input).',
    )
  const format = choice(options, 'format', ['table', 'json', 'html'], 'table')
  const top = read(options, 'top', parseTop, `a number from 1 to ${MAX_TOP}`) ?? DEFAULT_TOP
  const output = one(options, 'output')
  const folder = one(options, 'case-pages')
  if (folder !== undefined && format !== 'html')
    throw new UsageError('--case-pages goes with the page that links to them: add --format html.')
  const { stdout, stderr, env, version } = around
  const sizes = operands.map(progressSize)
  const shown = isTerminal(stderr, env) && options.quiet !== true
  const progress = startProgress(
    stderr,
    sizes.includes(0) ? 0 : sizes.reduce((sum, size) => sum + size, 0),
    shown,
  )
  const fleet = new FleetCollector()
  const pages = folder === undefined ? undefined : await createCasePages(folder, version, output)
  for (const path of operands) readResultsInto(fleet, path, progress.add, pages)
  progress.end()
  const summary = fleetSummary(fleet, version)
  const render = await formats[format](summary, {
    top,
    fleet,
    pageOf: pages?.addressFrom(output) ?? (() => undefined),
  })
  if (output === undefined)
    stdout.write(render(detectTextStyle(stdout, env, options['no-color'] === true)))
  else {
    rejectEvidencePath(output, findFiles(operands))
    writeOutputFile(output, render(detectTextStyle({}, env, true)))
    if (options.quiet !== true) stderr.write(`Summary written to ${output}\n`)
  }
  if (pages && options.quiet !== true) stderr.write(`${casePagesText(pages, folder)}\n`)
  return summary.bundles.total === 0 ? 2 : 0
}

const createCasePages = async (
  folder: string,
  version: string,
  output?: string,
): Promise<CasePageWriter> => {
  const { CasePageWriter: Writer } = await import('./case-page-writer.ts')
  return new Writer(folder, version, output)
}

const casePagesText = ({ count, damaged }: CasePageWriter, folder = ''): string =>
  `${formatCount(count, 'case page')} written to ${toPrintable(folder)}${damaged > 0 ? `; ${formatCount(damaged, 'report')} left out: damaged` : ''}`

interface RenderInput {
  readonly top: number
  readonly fleet: FleetCollector
  readonly pageOf: (bundle: string) => string | undefined
}

const formats = {
  async html(
    summary: FleetSummary,
    { fleet, pageOf }: RenderInput,
  ): Promise<(look: TextStyle) => string> {
    const { fleetPage } = await import('../reports/html/fleet/fleet-page.ts')
    return () =>
      fleetPage({
        summary,
        cases: fleetCases(fleet),
        builds: buildsByChannel(fleet),
        findCasePage: pageOf,
      })
  },
  async json(summary: FleetSummary): Promise<(look: TextStyle) => string> {
    const { jsonText } = await import('../reports/json.ts')
    return () => jsonText(summary)
  },
  async table(summary: FleetSummary, { top }: RenderInput): Promise<(look: TextStyle) => string> {
    const { fleetTable } = await import('../reports/fleet/fleet-table.ts')
    return (look) => fleetTable(summary, look, top)
  },
} as const

function readResultsInto(
  fleet: FleetCollector,
  path: string,
  progress: (bytes: number) => void,
  pages?: CasePageWriter,
): void {
  for (const line of readLines(path)) {
    const read = 'problem' in line ? line : parseBatchLine(line.text)
    if ('problem' in read) fleet.addDamage(`${path}:${line.number}`, read.problem)
    else if (fleet.add(read)) pages?.write(read)
    progress('text' in line ? line.text.length : 0)
  }
}

/** 0 where it is not known. */
function progressSize(path: string): number {
  if (path === '-') return 0
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(`No such file: ${path}. Name the file that batch wrote with --output.`)
  if (stats.isDirectory())
    throw new UsageError(
      `${path} is a folder. Name the results themselves, such as ${path}/results.ndjson; batch judges folders.`,
    )
  return stats.size
}

function parseTop(text: string): number | undefined {
  const count = Number(text)
  return /^\d+$/.test(text) && count >= 1 && count <= MAX_TOP ? count : undefined
}
