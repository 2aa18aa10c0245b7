import type { CaseReport, Report } from '../model/report.ts'

/**
 * A format that is the same written case by case: so of as many cases as there are, in constant
 * memory.
 */
export interface StreamingFormat {
  readonly header: string
  readonly renderCase: (one: CaseReport, tool: Report['tool']) => string
}
