import { once } from 'node:events'
import { summaryOf } from '../analysis/case-report.ts'
import type { CommandContext } from '../cli/command-context.ts'
import { present } from '../model/defined.ts'
import { formatBytes } from '../model/duration.ts'
import { toPrintable } from '../model/printable.ts'
import type { CaseReport } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import { OutputFile } from '../output/output-file.ts'
import type { StreamingFormat } from '../reports/streaming-format.ts'
import { inputLabel } from './read-report.ts'
import { type ReportFormat, streamingReportFormats } from './report-formats.ts'
import type { ReportTargets } from './report-targets.ts'
import type { ResultsInput } from './results-input.ts'
import { type OutputOptions, reportFiles, writeReportTargets } from './write-report-targets.ts'

/**
 * All cases are held at once, and take up to twenty times the room of their text (measured as
 * SARIF).
 */
const MAX_WHOLE_BYTES = 64 * 2 ** 20

/**
 * Renders the results of a batch, a case for each line: case by case where all formats that are
 * asked for can be written so.
 */
export async function renderResults(
  results: Pick<ResultsInput, 'path' | 'size'>,
  casesOf: () => Iterable<CaseReport>,
  wishes: ReportTargets,
  manner: OutputOptions,
  around: CommandContext,
): Promise<void> {
  const places = await caseTargets(wishes)
  if (places) return renderCaseByCase(casesOf(), places, manner, around)
  if (results.size > MAX_WHOLE_BYTES)
    throw new UsageError(
      `${inputLabel(results.path)} has ${formatBytes(results.size)}, and at most ${formatBytes(MAX_WHOLE_BYTES)} are rendered at once but as ${Object.keys(streamingReportFormats).join(' and ')}, which take any number of cases. Split it by lines, or see what its cases have in common: spoolscope summarize.`,
    )
  const cases = [...casesOf()]
  const tool = { name: 'spoolscope', version: around.version }
  await writeReportTargets(
    { schemaVersion: 1, tool, cases, summary: summaryOf(cases) },
    wishes,
    manner,
    around,
  )
}

/** A file or, without a path, standard output, and how it is written case by case. */
interface CaseTarget {
  readonly pieces: StreamingFormat
  readonly path?: string
  readonly option?: string
}

/** undefined where one of the formats needs all cases at once. */
async function caseTargets(wishes: ReportTargets): Promise<readonly CaseTarget[] | undefined> {
  const asked: readonly (Omit<CaseTarget, 'pieces'> & { readonly format: ReportFormat })[] =
    present([
      ...reportFiles(wishes),
      wishes.output === undefined ? { format: wishes.format } : undefined,
    ])
  const places: CaseTarget[] = []
  for (const { format, ...place } of asked) {
    const pieces = await streamingReportFormats[format]?.()
    if (!pieces) return undefined
    places.push({ ...place, pieces })
  }
  return places
}

async function renderCaseByCase(
  cases: Iterable<CaseReport>,
  places: readonly CaseTarget[],
  { quiet }: OutputOptions,
  { stdout, stderr, version }: CommandContext,
): Promise<void> {
  const tool = { name: 'spoolscope', version }
  const files: OutputFile[] = []
  try {
    const writers = places.map(({ pieces, path, option }) => {
      const file = path === undefined ? undefined : new OutputFile(path, option)
      if (file) files.push(file)
      return {
        pieces,
        write: async (text: string) =>
          file ? file.write(text) : await writeWithBackPressure(stdout, text),
      }
    })
    for (const { pieces, write } of writers) await write(pieces.header)
    for (const one of cases)
      for (const { pieces, write } of writers) await write(pieces.renderCase(one, tool))
    for (const file of files) file.commit()
  } catch (error) {
    for (const file of files) file.discard()
    throw error
  }
  if (!quiet)
    for (const { path } of places)
      if (path !== undefined) stderr.write(`Report written to ${toPrintable(path)}\n`)
}

/** Waits for a reader that is slower: what is not taken yet would be held. */
async function writeWithBackPressure(stdout: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain')
}
