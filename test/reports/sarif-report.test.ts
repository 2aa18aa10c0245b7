import type { Log } from 'sarif'
import { expect, it } from 'vitest'
import { sarifUri } from '../../src/reports/sarif/sarif-location.ts'
import { sarifReport } from '../../src/reports/sarif/sarif-report.ts'
import { sarifText } from '../../src/reports/sarif/sarif-text.ts'
import { caseReport, fullReport, report, verdict } from '../support/reports.ts'
import { sarifSchemaProblems } from '../support/schemas/sarif-schema.ts'

const logOf = (text: string) => JSON.parse(text) as Log
const finding = { subject: '0001.hist', message: 'Waited 5 min', sources: [] }

it('is what it was', async () => {
  await expect(sarifReport(fullReport())).toMatchFileSnapshot('golden/full.sarif.txt')
})

it('fits the official schema, which refuses what does not', () => {
  const log = logOf(sarifReport(fullReport()))
  expect(sarifSchemaProblems(log)).toEqual([])
  expect(sarifSchemaProblems(logOf(sarifReport(report({ asOf: null, verdicts: [] }))))).toEqual([])
  expect(sarifSchemaProblems({ ...log, version: '2.0.0' })).not.toEqual([])
  expect(
    sarifSchemaProblems({ ...log, runs: [{ ...log.runs[0], results: [{ kind: 'bad' }] }] }),
  ).not.toEqual([])
})

it('tells what fails from what passes and what is open, and gives only what fails a level', () => {
  const results = logOf(sarifReport(fullReport())).runs[0]?.results ?? []
  const of = (rule: string) =>
    results.filter(({ ruleId }) => ruleId === rule).map(({ kind, level }) => `${kind} ${level}`)
  expect(of('server-before-cu3')).toEqual(['pass none'])
  expect(of('ews-unavailable')).toEqual(['open none'])
  expect(of('ews-request-failing')).toEqual(['open none'])
  expect(of('drafts-accumulating')).toEqual(['fail warning'])
  expect(of('federated-recipient')).toEqual(['fail note'])
  expect(of('spool-message-stuck')).toHaveLength(13)
})

it('reports a crash and what could not be read as notifications of a run that did not succeed', () => {
  const [invocation] = logOf(sarifReport(fullReport())).runs[0]?.invocations ?? []
  expect(invocation?.executionSuccessful).toBe(false)
  const told = invocation?.toolExecutionNotifications?.map(
    ({ level, message }) => `${level}: ${message.text}`,
  )
  expect(told).toContain('error: Evidence “EWS responses” crashed on trace.csv: TypeError')
  expect(told).toContain('warning: a record without an end')
  expect(told).toContain('warning: binary-trace: Binary trace: export it as text')
})

it('reports a run in which nothing could be judged as one that did not succeed', () => {
  expect(logOf(sarifReport(report())).runs[0]?.invocations?.[0]?.executionSuccessful).toBe(false)
})

it('gives the same finding the same fingerprint in the next report, and others another', () => {
  const prints = (message: string, findings = [finding, { ...finding, subject: '0002.hist' }]) =>
    logOf(
      sarifReport(
        report({
          verdicts: [
            verdict('a', {
              status: 'flagged',
              findings: findings.map((one) => ({ ...one, message })),
            }),
          ],
        }),
      ),
    ).runs[0]?.results?.map(
      ({ partialFingerprints }) => partialFingerprints?.['spoolscopeFinding/v1'],
    )
  expect(prints('Waited 5 min')).toEqual(prints('Waited 9 min'))
  expect(new Set(prints('x', [finding, finding])).size).toBe(2)
})

it('has a run for each case', () => {
  const two = { ...report(), cases: [caseReport({ id: 'PC-1' }), caseReport({ id: 'PC-2' })] }
  expect(
    logOf(sarifReport(two)).runs.map(({ automationDetails }) => automationDetails?.id),
  ).toEqual(['spoolscope/PC-1/', 'spoolscope/PC-2/'])
})

it.each([
  ['Tracing/Lync-UccApi-0.UccApilog', 'Tracing/Lync-UccApi-0.UccApilog'],
  [
    'sip_kim@contoso.example/History Spooler/1.hist',
    'sip_kim%40contoso.example/History%20Spooler/1.hist',
  ],
  ['javascript:alert(1)', 'javascript%3Aalert(1)'],
  ['//evil.example/x', 'evil.example/x'],
  ['../../x', '%2E%2E/%2E%2E/x'],
  ['a\\b#c?d', 'a%5Cb%23c%3Fd'],
  ['\ud800', '%5Cu%7Bd800%7D'],
  ['', '.'],
])('names the path %j as %j', (path, uri) => {
  expect(sarifUri(path)).toBe(uri)
})

it('makes no link and no placeholder of text', () => {
  expect(sarifText('[x](javascript:alert(1)) {0} \u0007 {a}')).toBe(
    '[x] (javascript:alert(1)) {{0}} \\u{{7}} {a}',
  )
})
