import { once } from 'node:events'
import { summaryOf } from '../analysis/case-report.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { present } from '../model/defined.ts'
import { byteText } from '../model/duration.ts'
import { printable } from '../model/printable.ts'
import type { CaseReport } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import { OutputFile } from '../output/output-file.ts'
import type { ReportPieces } from '../reports/report-pieces.ts'
import { deliverReports, filesOf, type Manner } from './deliver-reports.ts'
import { nameOf } from './read-report.ts'
import { type ReportFormat, reportPieces } from './report-formats.ts'
import type { ReportWishes } from './report-wishes.ts'
import type { Given } from './results.ts'

/**
 * All cases are held at once, and take up to twenty times the room of their text (measured as
 * SARIF).
 */
const MOST_BYTES = 64 * 2 ** 20

/**
 * Renders the results of a batch, a case for each line: case by case where all formats that are
 * asked for can be written so.
 */
export async function renderResults(
  results: Pick<Given, 'path' | 'size'>,
  casesOf: () => Iterable<CaseReport>,
  wishes: ReportWishes,
  manner: Manner,
  around: Surroundings,
): Promise<void> {
  const places = await placesOf(wishes)
  if (places) return byCase(casesOf(), places, manner, around)
  if (results.size > MOST_BYTES)
    throw new UsageError(
      `${nameOf(results.path)} has ${byteText(results.size)}, and at most ${byteText(MOST_BYTES)} are rendered at once but as ${Object.keys(reportPieces).join(' and ')}, which take any number of cases. Split it by lines, or see what its cases have in common: spoolscope summarize.`,
    )
  const cases = [...casesOf()]
  const tool = { name: 'spoolscope', version: around.version }
  await deliverReports(
    { schemaVersion: 1, tool, cases, summary: summaryOf(cases) },
    wishes,
    manner,
    around,
  )
}

/** A file or, without a path, standard output, and how it is written case by case. */
interface Place {
  readonly pieces: ReportPieces
  readonly path?: string
  readonly option?: string
}

/** undefined where one of the formats needs all cases at once. */
async function placesOf(wishes: ReportWishes): Promise<readonly Place[] | undefined> {
  const asked: readonly (Omit<Place, 'pieces'> & { readonly format: ReportFormat })[] = present([
    ...filesOf(wishes),
    wishes.output === undefined ? { format: wishes.format } : undefined,
  ])
  const places: Place[] = []
  for (const { format, ...place } of asked) {
    const pieces = await reportPieces[format]?.()
    if (!pieces) return undefined
    places.push({ ...place, pieces })
  }
  return places
}

async function byCase(
  cases: Iterable<CaseReport>,
  places: readonly Place[],
  { quiet }: Manner,
  { stdout, stderr, version }: Surroundings,
): Promise<void> {
  const tool = { name: 'spoolscope', version }
  const files: OutputFile[] = []
  try {
    const writers = places.map(({ pieces, path, option }) => {
      const file = path === undefined ? undefined : new OutputFile(path, option)
      if (file) files.push(file)
      return {
        pieces,
        write: async (text: string) => (file ? file.write(text) : await writeTo(stdout, text)),
      }
    })
    for (const { pieces, write } of writers) await write(pieces.begin)
    for (const one of cases)
      for (const { pieces, write } of writers) await write(pieces.ofCase(one, tool))
    for (const file of files) file.keep()
  } catch (error) {
    for (const file of files) file.drop()
    throw error
  }
  if (!quiet)
    for (const { path } of places)
      if (path !== undefined) stderr.write(`Report written to ${printable(path)}\n`)
}

/** Waits for a reader that is slower: what is not taken yet would be held. */
async function writeTo(stdout: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain')
}
