import { expect, it } from 'vitest'
import { ndjsonReport } from '../../src/reports/ndjson-report.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { fullReport, report } from '../support/reports.ts'
import { reportLineSchemaProblems } from '../support/schemas/report-line-schema.ts'

const linesOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('matches the golden file of a report of an earlier version', async () => {
  await expect(ndjsonReport(fullReport())).toMatchFileSnapshot('golden/full.ndjson.txt')
})

it('matches the golden file of a report with a diagnosis', async () => {
  await expect(ndjsonReport(diagnosedReport())).toMatchFileSnapshot('golden/diagnosed.ndjson.txt')
})

it('each line is valid against the published schema, and a changed line is not', () => {
  const lines = linesOf(ndjsonReport(diagnosedReport()))
  expect(linesOf(ndjsonReport(fullReport())).flatMap(reportLineSchemaProblems)).toEqual([])
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

it('has a line for each cause and each step, and relates the findings to the causes', () => {
  const lines = linesOf(ndjsonReport(diagnosedReport()))
  const ofType = (type: string) => lines.filter((line) => line.type === type)
  expect(ofType('case')).toMatchObject([{ outcome: 'cause-found' }])
  expect(ofType('cause').map(({ rule, certainty }) => [rule, certainty])).toEqual([
    ['client-build-too-old-for-on-premises-mailbox', 'likely'],
    ['ews-request-failing', 'possible'],
  ])
  expect(ofType('step').map(({ number, role }) => [number, role])).toEqual([
    [1, 'user'],
    [2, 'exchange-administrator'],
    [3, 'user'],
  ])
  expect(lines.find((line) => line.rule === 'spool-message-stuck')).toMatchObject({
    explainedBy: ['client-build-too-old-for-on-premises-mailbox'],
    steps: [],
  })
})
