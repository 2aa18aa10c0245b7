import type { Found } from '../inputs/find-files.ts'
import { printable } from '../model/printable.ts'
import type { Report } from '../model/report.ts'
import { refuseEvidence, writeOutput } from './output.ts'
import { reportFormats } from './report-formats.ts'
import type { ReportWishes } from './report-wishes.ts'
import type { Surroundings } from './surroundings.ts'
import { lookOf } from './terminal.ts'

interface Manner {
  readonly noColor: boolean
  readonly quiet: boolean
}

/** Refuses, before anything is read, to write where evidence lies. */
export function refuseWishes({ output, reports }: ReportWishes, found: readonly Found[]): void {
  if (output !== undefined) refuseEvidence(output, found)
  for (const { format, path } of reports) refuseEvidence(path, found, `report ${format}=`)
}

/** Writes the report in every format that was asked for; what is printed is printed last, when the files are there. */
export async function deliverReports(
  report: Report,
  { format, output, reports }: ReportWishes,
  { noColor, quiet }: Manner,
  { stdout, stderr, env }: Pick<Surroundings, 'stdout' | 'stderr' | 'env'>,
): Promise<void> {
  const files = [...reports, ...(output === undefined ? [] : [{ format, path: output }])]
  for (const file of files) {
    const render = await reportFormats[file.format](report)
    writeOutput(file.path, render(lookOf({}, env, true)), file.path === output ? 'output' : `report ${file.format}=`)
    if (!quiet) stderr.write(`Report written to ${printable(file.path)}\n`)
  }
  if (output === undefined) stdout.write((await reportFormats[format](report))(lookOf(stdout, env, noColor)))
}
