import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { csvReport } from '../../src/reports/csv-report.ts'
import { fullReport, report, verdict } from '../support/reports.ts'

const rowsOf = (text: string) =>
  parse(text, { bom: true, columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]

it('matches the golden file', async () => {
  await expect(csvReport(fullReport())).toMatchFileSnapshot('golden/full.csv.txt')
})

it('has a row for each finding, for each piece of missing evidence, and for each other check', () => {
  const rows = rowsOf(csvReport(fullReport()))
  const rowsOfRule = (rule: string) => rows.filter((row) => row.rule === rule)
  expect(rowsOfRule('spool-message-stuck')).toHaveLength(13)
  expect(rowsOfRule('spool-message-stuck').at(-1)?.message).toBe(
    '990 more findings are not listed.',
  )
  expect(rowsOfRule('mail-domain-differs-from-sip-domain').map(({ subject }) => subject)).toEqual([
    'Configuration Information',
    'Get-CsUser',
  ])
  expect(new Set(rows.map(({ rule }) => rule))).toEqual(
    new Set(fullReport().cases[0]?.verdicts.map(({ rule }) => rule)),
  )
})

it('ends lines and quotes fields as RFC 4180 demands, with a byte order mark for Excel', () => {
  const text = csvReport(report({ verdicts: [verdict('a', { message: 'He said "no", twice' })] }))
  expect(text.startsWith('\ufeff"case","as_of",')).toBe(true)
  expect(text.endsWith('"\r\n')).toBe(true)
  expect(text).toContain('"He said ""no"", twice"')
})

it('has a row for a case without verdicts', () => {
  expect(rowsOf(csvReport(report({ id: 'PC-1', headline: 'Not judged' })))).toMatchObject([
    { case: 'PC-1', rule: '', message: 'Not judged' },
  ])
})

it.each([
  ['=1+1', "'=1+1"],
  ['  @SUM(A1)', "  '@SUM(A1)"],
  ['-2+3', "'-2+3"],
  ["x;=cmd|'/C calc'!A0", "x;'=cmd|'/C calc'!A0"],
  ['a, +1', "a, '+1"],
  ['\uff1d1', "'\uff1d1"],
  ['1-1=0', '1-1=0'],
  ['UTC+02:00', 'UTC+02:00'],
])('shows %j as text: %j', (message, shown) => {
  expect(rowsOf(csvReport(report({ verdicts: [verdict('a', { message })] })))[0]?.message).toBe(
    shown,
  )
})

it('truncates text that does not fit into a cell', () => {
  const [row] = rowsOf(
    csvReport(report({ verdicts: [verdict('a', { message: 'x'.repeat(50_000) })] })),
  )
  expect(row?.message).toHaveLength(30_000)
})
