import type { Surroundings } from '../cli/surroundings.ts'
import type { Found } from '../inputs/find-files.ts'
import { present } from '../model/defined.ts'
import { printable } from '../model/printable.ts'
import type { Report } from '../model/report.ts'
import { refuseEvidence } from '../output/output.ts'
import { writeOutput } from '../output/output-file.ts'
import { lookOf } from '../terminal/terminal.ts'
import { reportFormats } from './report-formats.ts'
import type { ReportPlace, ReportWishes } from './report-wishes.ts'

export interface Manner {
  readonly noColor: boolean
  readonly quiet: boolean
}

/** Refuses, before anything is read, to write where evidence lies. */
export function refuseWishes({ output, reports }: ReportWishes, found: readonly Found[]): void {
  if (output !== undefined) refuseEvidence(output, found)
  for (const { format, path } of reports) refuseEvidence(path, found, `report ${format}=`)
}

/** All files that were asked for, and with which option. */
export const filesOf = ({
  format,
  output,
  reports,
}: ReportWishes): readonly (ReportPlace & { readonly option: string })[] =>
  present([
    ...reports.map((place) => ({ ...place, option: `report ${place.format}=` })),
    output === undefined ? undefined : { format, path: output, option: 'output' },
  ])

/**
 * Writes the report in every format that was asked for; what is printed is printed last, when the
 * files are there.
 */
export async function deliverReports(
  report: Report,
  wishes: ReportWishes,
  { noColor, quiet }: Manner,
  { stdout, stderr, env }: Pick<Surroundings, 'stdout' | 'stderr' | 'env'>,
): Promise<void> {
  for (const file of filesOf(wishes)) {
    const render = await reportFormats[file.format](report)
    writeOutput(file.path, render(lookOf({}, env, true)), file.option)
    if (!quiet) stderr.write(`Report written to ${printable(file.path)}\n`)
  }
  if (wishes.output === undefined)
    stdout.write((await reportFormats[wishes.format](report))(lookOf(stdout, env, noColor)))
}
