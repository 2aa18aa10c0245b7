import type { OptionValues } from '../cli/options/define-option.ts'
import type { ReportFileTarget, reportOptions } from '../cli/options/report-options.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import { rejectEvidencePath } from '../output/reject-evidence-path.ts'
import { resolveTarget } from '../output/resolve-target.ts'

/** A report to write: its format, where, and the option that says so (without dashes). */
export interface ReportTarget extends ReportFileTarget {
  readonly option: string
}

/**
 * All reports to write; the one of `--format` and `--output` is the last, so that what is printed
 * ends the output. Throws a UsageError when two have the same file, or one is an input.
 */
export function reportTargets(
  { format, output, report }: OptionValues<typeof reportOptions>,
  found: readonly FoundInput[],
): readonly ReportTarget[] {
  const targets: readonly ReportTarget[] = [
    ...report.map((target) => ({ ...target, option: `report ${target.format}=` })),
    { format, path: output, option: 'output' },
  ]
  rejectSameFile(output, report)
  for (const { path, option } of targets) rejectEvidencePath(path, found, option)
  return targets
}

function rejectSameFile(output: string, others: readonly ReportFileTarget[]): void {
  const taken = new Set([resolveOutput(output)])
  for (const { path } of others) {
    const target = resolveOutput(path)
    if (taken.has(target))
      throw new UsageError(`Two reports would be written to ${path}. Give each a file of its own.`)
    taken.add(target)
  }
}

const resolveOutput = (path: string): string =>
  path === STANDARD_OUTPUT ? path : resolveTarget(path)
