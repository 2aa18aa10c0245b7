import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import { resolveTarget } from '../output/output.ts'
import { choice, joinWithOr, many, one } from '../settings/given.ts'
import { didYouMean } from '../settings/nearest.ts'
import type { Options } from '../settings/options.ts'
import { type ReportFormat, reportFormats } from './report-formats.ts'

/** In which formats the user wants a report, and where. */
export interface ReportTargets {
  /** Printed, or written to `--output`. */
  readonly format: ReportFormat
  readonly output?: string
  /** Written beside it: `--report format=file`. */
  readonly reports: readonly ReportFileTarget[]
}

export interface ReportFileTarget {
  readonly format: ReportFormat
  readonly path: string
}

const REPORT_FORMATS = Object.keys(reportFormats) as readonly ReportFormat[]

export function parseReportTargets(options: Options): ReportTargets {
  const output = one(options, 'output')
  const reports = many(options, 'report').map(parseReportOption)
  const taken = new Set(output === undefined ? [] : [resolveTarget(output)])
  for (const { path } of reports) {
    const target = resolveTarget(path)
    if (taken.has(target))
      throw new UsageError(`Two reports would be written to ${path}. Give each a file of its own.`)
    taken.add(target)
  }
  return {
    format: choice(options, 'format', REPORT_FORMATS, 'table'),
    ...defined({ output }),
    reports,
  }
}

/** `sarif=out.sarif` */
function parseReportOption(given: string): ReportFileTarget {
  const [, name = given.trim(), path = ''] = /^([^=]*)=(.*)$/s.exec(given) ?? []
  const format = REPORT_FORMATS.find((candidate) => candidate === name.trim().toLowerCase())
  if (format === undefined)
    throw new UsageError(
      `--report takes ${joinWithOr(REPORT_FORMATS)} with a file, not “${name}”.${didYouMean(name, REPORT_FORMATS)}`,
    )
  if (path.trim() === '')
    throw new UsageError(
      `--report ${format} needs a file: --report ${format}=<file>. To print it: --format ${format}.`,
    )
  return { format, path: path.trim() }
}
