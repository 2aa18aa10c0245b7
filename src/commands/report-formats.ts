import type { Report } from '../model/report.ts'
import type { Look } from '../reports/layout.ts'

export type Render = (look: Look) => string

/** Each format with what it needs is loaded only when it is asked for: aligning text takes longer to load than to do. */
export const reportFormats = {
  async html(report: Report): Promise<Render> {
    const { htmlReport } = await import('../reports/html/html-report.ts')
    return () => htmlReport(report)
  },
  async json(report: Report): Promise<Render> {
    const { jsonText } = await import('../reports/json.ts')
    return () => jsonText(report)
  },
  async table(report: Report): Promise<Render> {
    const { tableReport } = await import('../reports/table.ts')
    return (look) => tableReport(report, look)
  },
}
