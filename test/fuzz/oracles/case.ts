import { summaryOf } from '../../../src/analysis/case-report.ts'
import type { CaseReport, Report } from '../../../src/model/report.ts'
import { reportSchemaProblems } from '../../support/schemas/report-schema.ts'
import { expectNone, Violation } from '../target.ts'

export const reportOf = (report: CaseReport): Report => ({
  schemaVersion: 1,
  tool: { name: 'spoolscope', version: '0.1.0' },
  cases: [report],
  summary: summaryOf([report]),
})

/** Words of errors that JavaScript itself throws: a bug, whoever caught it. */
const BUG =
  /Cannot (?:read|set) propert|is not (?:a function|iterable|defined|a constructor)|call stack|Invalid (?:time value|array length|string length|code point|count value)|Cannot convert|out of range\. It must/

/** Checks the report of a case: no rule crashed, no text is about a bug, the JSON fits its schema. */
export function checkCaseReport(report: CaseReport): void {
  for (const { rule, status, message } of report.verdicts)
    if (status === 'crashed') throw new Violation('no crash', `rule ${rule} crashed: ${message}`)
  for (const { path, notes, damage } of report.inputs)
    for (const text of [...notes, ...damage.map(({ reason }) => reason)])
      if (BUG.test(text)) throw new Violation('no crash', `${path}: ${text}`)
  for (const text of report.unknowable) if (BUG.test(text)) throw new Violation('no crash', text)
  expectNone('valid output', 'schema', reportSchemaProblems(toJson(reportOf(report))))
}

/** The value that a reader of the JSON gets. */
export const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
