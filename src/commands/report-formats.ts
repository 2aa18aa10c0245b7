import type { Report } from '../model/report.ts'
import type { ReportPieces } from '../reports/report-pieces.ts'
import type { Look } from '../terminal/layout.ts'

export type Render = (look: Look) => string

/**
 * Each format with what it needs is loaded only when it is asked for: aligning text takes longer to
 * load than to do. A format is a line here and a file in `src/reports`.
 */
export const reportFormats = {
  table: of(async () => (await import('../reports/table.ts')).tableReport),
  json: of(async () => (await import('../reports/json.ts')).jsonText),
  markdown: of(async () => (await import('../reports/markdown/markdown-report.ts')).markdownReport),
  html: of(async () => {
    const { htmlReport } = await import('../reports/html/html-report.ts')
    return (report) => htmlReport(report)
  }),
  csv: of(async () => (await import('../reports/csv-report.ts')).csvReport),
  ndjson: of(async () => (await import('../reports/ndjson-report.ts')).ndjsonReport),
  sarif: of(async () => (await import('../reports/sarif/sarif-report.ts')).sarifReport),
  junit: of(async () => (await import('../reports/junit/junit-report.ts')).junitReport),
} as const

/** Those that can be written case by case. */
export const reportPieces: { readonly [Format in ReportFormat]?: () => Promise<ReportPieces> } = {
  csv: async () => (await import('../reports/csv-report.ts')).csvPieces,
  ndjson: async () => (await import('../reports/ndjson-report.ts')).ndjsonPieces,
}

export type ReportFormat = keyof typeof reportFormats

function of(
  load: () => Promise<(report: Report, look: Look) => string>,
): (report: Report) => Promise<Render> {
  return async (report) => {
    const render = await load()
    return (look) => render(report, look)
  }
}
