import { REPORT_FORMATS, type ReportFormat } from '../../model/report-format.ts'
import { UsageError } from '../../model/usage-error.ts'
import { didYouMean } from '../did-you-mean.ts'
import { choiceOption, inGroup, joinWithOr, listOption, switchOption } from './define-option.ts'
import { outputOption } from './general-options.ts'

/** A report to write beside the one that is printed. */
export interface ReportFileTarget {
  readonly format: ReportFormat
  readonly path: string
}

/** Options of every command that writes a report of cases. */
export const reportOptions = inGroup('Output', {
  format: choiceOption({
    short: 'f',
    choices: REPORT_FORMATS,
    placeholder: 'format',
    help: `Format of the output: ${joinWithOr(REPORT_FORMATS)}`,
    default: 'table',
    affectsVerdicts: false,
  }),
  full: switchOption({
    help: 'In a table: all findings, sources, plan, journeys and timeline, then the answer',
    affectsVerdicts: false,
    config: 'switch',
  }),
  output: outputOption,
  report: listOption({
    placeholder: 'format=file',
    completes: 'report-target',
    help: 'Also write the report in this format to a file; repeat for several',
    parse: (text, option) => [parseReportTarget(text, option)],
    affectsVerdicts: false,
  }),
})

/** `sarif=out.sarif` */
function parseReportTarget(text: string, option: string): ReportFileTarget {
  const [, name = text, path = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  const format = REPORT_FORMATS.find((candidate) => candidate === name.trim().toLowerCase())
  if (format === undefined)
    throw new UsageError(
      `${option} takes ${joinWithOr(REPORT_FORMATS)} with a file, not “${name}”.` +
        didYouMean(name, REPORT_FORMATS),
    )
  if (path.trim() === '')
    throw new UsageError(
      `${option} ${format} needs a file: ${option} ${format}=<file>. ` +
        `To print it: --format ${format}.`,
    )
  return { format, path: path.trim() }
}
