import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import { realTarget } from '../output/output.ts'
import { choice, inWords, many, one } from '../settings/given.ts'
import { didYouMean } from '../settings/nearest.ts'
import type { Options } from '../settings/options.ts'
import { type ReportFormat, reportFormats } from './report-formats.ts'

/** In which formats the user wants a report, and where. */
export interface ReportWishes {
  /** Printed, or written to `--output`. */
  readonly format: ReportFormat
  readonly output?: string
  /** Written beside it: `--report format=file`. */
  readonly reports: readonly ReportPlace[]
}

export interface ReportPlace {
  readonly format: ReportFormat
  readonly path: string
}

const FORMATS = Object.keys(reportFormats) as readonly ReportFormat[]

export function reportWishes(options: Options): ReportWishes {
  const output = one(options, 'output')
  const reports = many(options, 'report').map(placeOf)
  const taken = new Set(output === undefined ? [] : [realTarget(output)])
  for (const { path } of reports) {
    const target = realTarget(path)
    if (taken.has(target))
      throw new UsageError(`Two reports would be written to ${path}. Give each a file of its own.`)
    taken.add(target)
  }
  return {
    format: choice(options, 'format', FORMATS, 'table'),
    ...defined({ output }),
    reports,
  }
}

/** `sarif=out.sarif` */
function placeOf(given: string): ReportPlace {
  const [, name = given.trim(), path = ''] = /^([^=]*)=(.*)$/s.exec(given) ?? []
  const format = FORMATS.find((candidate) => candidate === name.trim().toLowerCase())
  if (format === undefined)
    throw new UsageError(
      `--report takes ${inWords(FORMATS)} with a file, not “${name}”.${didYouMean(name, FORMATS)}`,
    )
  if (path.trim() === '')
    throw new UsageError(
      `--report ${format} needs a file: --report ${format}=<file>. To print it: --format ${format}.`,
    )
  return { format, path: path.trim() }
}
