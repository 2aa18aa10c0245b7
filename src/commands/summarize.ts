import { statSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import { batchLineOf } from '../batch/summary/batch-line-of.ts'
import { buildsByChannel } from '../batch/summary/builds-by-channel.ts'
import { fleetCases } from '../batch/summary/fleet-cases.ts'
import { FleetNotes } from '../batch/summary/fleet-notes.ts'
import { fleetSummary } from '../batch/summary/fleet-summary.ts'
import { readLines } from '../batch/summary/read-lines.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { startProgress } from '../cli/progress.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { findFiles } from '../inputs/find-files.ts'
import { plural } from '../model/duration.ts'
import type { FleetSummary } from '../model/fleet-summary.ts'
import { printable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { refuseEvidence } from '../output/output.ts'
import { writeOutput } from '../output/output-file.ts'
import { choice, one, read } from '../settings/given.ts'
import type { Look } from '../terminal/layout.ts'
import { isTerminal, lookOf } from '../terminal/terminal.ts'
import type { CasePages } from './case-pages.ts'

const USUAL_TOP = 10
const MOST_TOP = 1000

/** `spoolscope summarize`: what the results of a batch say together. */
export async function summarize(
  { operands, options }: CommandLine,
  around: Surroundings,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'summarize takes the results of a batch: spoolscope summarize results.ndjson (- for standard input).',
    )
  const format = choice(options, 'format', ['table', 'json', 'html'], 'table')
  const top = read(options, 'top', topOf, `a number from 1 to ${MOST_TOP}`) ?? USUAL_TOP
  const output = one(options, 'output')
  const folder = one(options, 'case-pages')
  if (folder !== undefined && format !== 'html')
    throw new UsageError('--case-pages goes with the page that links to them: add --format html.')
  const { stdout, stderr, env, version } = around
  const sizes = operands.map(sizeOf)
  const shown = isTerminal(stderr, env) && options.quiet !== true
  const progress = startProgress(
    stderr,
    sizes.includes(0) ? 0 : sizes.reduce((sum, size) => sum + size, 0),
    shown,
  )
  const fleet = new FleetNotes()
  const pages = folder === undefined ? undefined : await casePages(folder, version, output)
  for (const path of operands) readInto(fleet, path, progress.add, pages)
  progress.end()
  const summary = fleetSummary(fleet, version)
  const render = await formats[format](summary, {
    top,
    fleet,
    pageOf: pages?.addressFrom(output) ?? (() => undefined),
  })
  if (output === undefined) stdout.write(render(lookOf(stdout, env, options['no-color'] === true)))
  else {
    refuseEvidence(output, findFiles(operands))
    writeOutput(output, render(lookOf({}, env, true)))
    if (options.quiet !== true) stderr.write(`Summary written to ${output}\n`)
  }
  if (pages && options.quiet !== true) stderr.write(`${pagesText(pages, folder)}\n`)
  return summary.bundles.total === 0 ? 2 : 0
}

const casePages = async (folder: string, version: string, output?: string): Promise<CasePages> => {
  const { CasePages } = await import('./case-pages.ts')
  return new CasePages(folder, version, output)
}

const pagesText = ({ count, damaged }: CasePages, folder = ''): string =>
  `${plural(count, 'case page')} written to ${printable(folder)}${damaged > 0 ? `; ${plural(damaged, 'report')} left out: damaged` : ''}`

interface Rest {
  readonly top: number
  readonly fleet: FleetNotes
  readonly pageOf: (bundle: string) => string | undefined
}

const formats = {
  async html(summary: FleetSummary, { fleet, pageOf }: Rest): Promise<(look: Look) => string> {
    const { fleetPage } = await import('../reports/html/fleet/fleet-page.ts')
    return () =>
      fleetPage({ summary, cases: fleetCases(fleet), builds: buildsByChannel(fleet), pageOf })
  },
  async json(summary: FleetSummary): Promise<(look: Look) => string> {
    const { jsonText } = await import('../reports/json.ts')
    return () => jsonText(summary)
  },
  async table(summary: FleetSummary, { top }: Rest): Promise<(look: Look) => string> {
    const { fleetTable } = await import('../reports/fleet-table.ts')
    return (look) => fleetTable(summary, look, top)
  },
} as const

function readInto(
  fleet: FleetNotes,
  path: string,
  progress: (bytes: number) => void,
  pages?: CasePages,
): void {
  for (const line of readLines(path)) {
    const read = 'problem' in line ? line : batchLineOf(line.text)
    if ('problem' in read) fleet.refuse(`${path}:${line.number}`, read.problem)
    else if (fleet.add(read)) pages?.write(read)
    progress('text' in line ? line.text.length : 0)
  }
}

/** 0 where it is not known. */
function sizeOf(path: string): number {
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

function topOf(text: string): number | undefined {
  const count = Number(text)
  return /^\d+$/.test(text) && count >= 1 && count <= MOST_TOP ? count : undefined
}
