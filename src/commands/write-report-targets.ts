import type { CommandContext } from '../cli/command-context.ts'
import type { Report } from '../model/report.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import { type FormatOptions, reportFormats } from '../reports/report-formats.ts'
import { terminal } from '../terminal/terminal-text.ts'
import type { ReportTarget } from './report-targets.ts'
import { type WriteOptions, writeText } from './write-text.ts'

/** Writes the report to all targets, and names the files on stderr. */
export async function writeReportTargets(
  report: Report,
  targets: readonly ReportTarget[],
  options: WriteOptions & FormatOptions,
  ctx: CommandContext,
): Promise<void> {
  for (const { format, path, option } of targets) {
    await writeText(path, await reportFormats[format](report, options), { ...options, option }, ctx)
    if (path !== STANDARD_OUTPUT && !options.quiet)
      ctx.stderr.write(terminal`Report written to ${path}\n`)
  }
}
