import type { CommandContext } from '../cli/command-context.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { present } from '../model/defined.ts'
import { toPrintable } from '../model/printable.ts'
import type { Report } from '../model/report.ts'
import { rejectEvidencePath } from '../output/output.ts'
import { writeOutputFile } from '../output/output-file.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'
import { reportFormats } from './report-formats.ts'
import type { ReportFileTarget, ReportTargets } from './report-targets.ts'

export interface OutputOptions {
  readonly noColor: boolean
  readonly quiet: boolean
}

/** Refuses, before anything is read, to write where evidence lies. */
export function rejectEvidenceTargets(
  { output, reports }: ReportTargets,
  found: readonly FoundInput[],
): void {
  if (output !== undefined) rejectEvidencePath(output, found)
  for (const { format, path } of reports) rejectEvidencePath(path, found, `report ${format}=`)
}

/** All files that were asked for, and with which option. */
export const reportFiles = ({
  format,
  output,
  reports,
}: ReportTargets): readonly (ReportFileTarget & { readonly option: string })[] =>
  present([
    ...reports.map((place) => ({ ...place, option: `report ${place.format}=` })),
    output === undefined ? undefined : { format, path: output, option: 'output' },
  ])

/**
 * Writes the report in every format that was asked for; what is printed is printed last, when the
 * files are there.
 */
export async function writeReportTargets(
  report: Report,
  wishes: ReportTargets,
  { noColor, quiet }: OutputOptions,
  { stdout, stderr, env }: Pick<CommandContext, 'stdout' | 'stderr' | 'env'>,
): Promise<void> {
  for (const file of reportFiles(wishes)) {
    const render = await reportFormats[file.format](report)
    writeOutputFile(file.path, render(detectTextStyle({}, env, true)), file.option)
    if (!quiet) stderr.write(`Report written to ${toPrintable(file.path)}\n`)
  }
  if (wishes.output === undefined)
    stdout.write(
      (await reportFormats[wishes.format](report))(detectTextStyle(stdout, env, noColor)),
    )
}
