import { expect, it } from 'vitest'
import { ndjsonReport } from '../../src/reports/ndjson-report.ts'
import { fullReport, report } from '../support/reports.ts'
import { reportLineSchemaProblems } from '../support/schemas/report-line-schema.ts'

const linesOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('matches the golden file', async () => {
  await expect(ndjsonReport(fullReport())).toMatchFileSnapshot('golden/full.ndjson.txt')
})

it('each line is valid against the published schema, and a changed line is not', () => {
  const lines = linesOf(ndjsonReport(fullReport()))
  expect(lines.flatMap(reportLineSchemaProblems)).toEqual([])
  expect(linesOf(ndjsonReport(report({ asOf: null }))).flatMap(reportLineSchemaProblems)).toEqual(
    [],
  )
  for (const line of lines) {
    expect(reportLineSchemaProblems({ ...line, more: 1 })).not.toEqual([])
    expect(reportLineSchemaProblems({ ...line, case: undefined })).not.toEqual([])
  }
})

it('begins each case with a line that counts the others', () => {
  const [first, ...others] = linesOf(ndjsonReport(fullReport()))
  expect(first).toMatchObject({
    type: 'case',
    errors: 2,
    warnings: 1,
    notes: 1,
    clear: 1,
    notChecked: 3,
    crashed: 1,
  })
  expect(first?.facts).toMatchObject({ clientBuild: '16.0.6741.2048', spool: 12 })
  const rules = (status: string) =>
    new Set(others.filter((line) => line.status === status).map(({ rule }) => rule)).size
  expect(['flagged', 'clear', 'not-checked', 'crashed'].map(rules)).toEqual([4, 1, 3, 1])
})

it('has the case and its time in every line', () => {
  for (const line of linesOf(ndjsonReport(fullReport())))
    expect(line).toMatchObject({ case: 'PC-0142', time: '2016-06-14T12:00:00.000Z' })
})
