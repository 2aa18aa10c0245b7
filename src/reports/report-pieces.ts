import type { CaseReport, Report } from '../model/report.ts'

/**
 * A format that is the same written case by case: so of as many cases as there are, in constant
 * memory.
 */
export interface ReportPieces {
  readonly begin: string
  readonly ofCase: (one: CaseReport, tool: Report['tool']) => string
}
