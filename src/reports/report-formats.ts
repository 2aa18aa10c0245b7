import type { Report } from '../model/report.ts'
import type { ReportFormat } from '../model/report-format.ts'
import type { TextStyle } from '../terminal/layout.ts'
import type { TerminalText } from '../terminal/terminal-text.ts'
import type { StreamingFormat } from './streaming-format.ts'

/** Contents of a report, where a format leaves a choice. */
export interface FormatOptions {
  /** In a table: everything, not only the answer. */
  readonly full: boolean
}

type LazyFormat<Output> = (
  report: Report,
  options?: FormatOptions,
) => Promise<(style: TextStyle) => Output>

/**
 * A renderer per format. Each is loaded when it is used: loading the libraries that align text
 * takes longer than to render.
 */
export const reportFormats: Readonly<
  Record<Exclude<ReportFormat, 'table'>, LazyFormat<string>> & { table: LazyFormat<TerminalText> }
> = {
  table: lazyFormat(async () => (await import('./table/table-report.ts')).tableReport),
  json: lazyFormat(async () => (await import('./json.ts')).jsonText),
  markdown: lazyFormat(async () => (await import('./markdown/markdown-report.ts')).markdownReport),
  html: lazyFormat(async () => {
    const { htmlReport } = await import('./html/html-report.ts')
    return (report) => htmlReport(report)
  }),
  csv: lazyFormat(async () => (await import('./csv-report.ts')).csvReport),
  ndjson: lazyFormat(async () => (await import('./ndjson-report.ts')).ndjsonReport),
  sarif: lazyFormat(async () => (await import('./sarif/sarif-report.ts')).sarifReport),
  junit: lazyFormat(async () => (await import('./junit/junit-report.ts')).junitReport),
}

/** The formats that can be written case by case. */
export const streamingReportFormats: {
  readonly [Format in ReportFormat]?: () => Promise<StreamingFormat>
} = {
  csv: async () => (await import('./csv-report.ts')).csvStreamingFormat,
  ndjson: async () => (await import('./ndjson-report.ts')).ndjsonStreamingFormat,
}

function lazyFormat<Output>(
  load: () => Promise<(report: Report, style: TextStyle, options: FormatOptions) => Output>,
): LazyFormat<Output> {
  return async (report, options = { full: false }) => {
    const render = await load()
    return (style) => render(report, style, options)
  }
}
