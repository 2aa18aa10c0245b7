import type { CaseReport, Report } from '../model/report.ts'

/**
 * A format that renders each case on its own. Reports of any number of cases can therefore be
 * written in constant memory.
 */
export interface StreamingFormat {
  /** Written once, before all cases. */
  readonly header: string
  readonly renderCase: (report: CaseReport, tool: Report['tool']) => string
}
