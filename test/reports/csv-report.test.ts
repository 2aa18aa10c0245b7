import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { csvReport } from '../../src/reports/csv-report.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { fullReport, report, verdict } from '../support/reports.ts'

const rowsOf = (text: string) =>
  parse(text, { bom: true, columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]

it('matches the golden file of a report of an earlier version', async () => {
  await expect(csvReport(fullReport())).toMatchFileSnapshot('golden/full.csv.txt')
})

it('matches the golden file of a report with a diagnosis', async () => {
  await expect(csvReport(diagnosedReport())).toMatchFileSnapshot('golden/diagnosed.csv.txt')
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

it('contains the answer and each step of the plan once, and no remedy that the plan contains', () => {
  const rows = rowsOf(csvReport(diagnosedReport()))
  expect(rows[0]).toMatchObject({ status: 'answer', subject: 'cause-found' })
  expect(rows.filter(({ status }) => status === 'step')).toMatchObject([
    { subject: '1', role: 'user', message: 'For kim@contoso.example.' },
    { subject: '2', role: 'exchange-administrator', rule: 'ews-request-failing' },
    { subject: '3', role: 'user', commands: '' },
  ])
  expect(rows.filter(({ commands }) => commands?.includes('robocopy'))).toHaveLength(1)
})

it('contains the remedy of a verdict once when there is no plan', () => {
  const rows = rowsOf(csvReport(fullReport()))
  expect(rows.filter(({ commands }) => commands?.includes('robocopy'))).toHaveLength(1)
  expect(rows.filter(({ what_to_do }) => what_to_do === 'Empty it.')).toHaveLength(1)
})

it('says which finding is a cause and how certain, and what explains or supersedes the others', () => {
  const rows = rowsOf(csvReport(diagnosedReport()))
  const client = 'client-build-too-old-for-on-premises-mailbox'
  const find = (rule: string) => rows.find((row) => row.rule === rule)
  expect(find(client)?.certainty).toBe('likely')
  expect(find('spool-message-stuck')).toMatchObject({ certainty: '', explained_by: client })
  expect(find('drafts-accumulating')?.superseded_by).toBe(client)
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
