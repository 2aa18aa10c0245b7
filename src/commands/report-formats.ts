import type { Report } from '../model/report.ts'
import type { StreamingFormat } from '../reports/streaming-format.ts'
import type { TextStyle } from '../terminal/layout.ts'

export type Render = (look: TextStyle) => string

/**
 * Each format with what it needs is loaded only when it is asked for: aligning text takes longer to
 * load than to do. A format is a line here and a file in `src/reports`.
 */
export const reportFormats = {
  table: lazyFormat(async () => (await import('../reports/table/table-report.ts')).tableReport),
  json: lazyFormat(async () => (await import('../reports/json.ts')).jsonText),
  markdown: lazyFormat(
    async () => (await import('../reports/markdown/markdown-report.ts')).markdownReport,
  ),
  html: lazyFormat(async () => {
    const { htmlReport } = await import('../reports/html/html-report.ts')
    return (report) => htmlReport(report)
  }),
  csv: lazyFormat(async () => (await import('../reports/csv-report.ts')).csvReport),
  ndjson: lazyFormat(async () => (await import('../reports/ndjson-report.ts')).ndjsonReport),
  sarif: lazyFormat(async () => (await import('../reports/sarif/sarif-report.ts')).sarifReport),
  junit: lazyFormat(async () => (await import('../reports/junit/junit-report.ts')).junitReport),
} as const

/** Those that can be written case by case. */
export const streamingReportFormats: {
  readonly [Format in ReportFormat]?: () => Promise<StreamingFormat>
} = {
  csv: async () => (await import('../reports/csv-report.ts')).csvStreamingFormat,
  ndjson: async () => (await import('../reports/ndjson-report.ts')).ndjsonStreamingFormat,
}

export type ReportFormat = keyof typeof reportFormats

function lazyFormat(
  load: () => Promise<(report: Report, look: TextStyle) => string>,
): (report: Report) => Promise<Render> {
  return async (report) => {
    const render = await load()
    return (look) => render(report, look)
  }
}
