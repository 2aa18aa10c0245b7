import type { Log } from 'sarif'
import { expect, it } from 'vitest'
import { sarifUri } from '../../src/reports/sarif/sarif-location.ts'
import { sarifReport } from '../../src/reports/sarif/sarif-report.ts'
import { sarifText } from '../../src/reports/sarif/sarif-text.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { caseReport, fullReport, inputReport, report, verdict } from '../support/reports.ts'
import { sarifSchemaProblems } from '../support/schemas/sarif-schema.ts'

const logOf = (text: string) => JSON.parse(text) as Log
const finding = { subject: '0001.hist', message: 'Waited 5 min', sources: [] }

it('matches the golden file of a report of an earlier version', async () => {
  await expect(sarifReport(fullReport())).toMatchFileSnapshot('golden/full.sarif.txt')
})

it('matches the golden file of a report with a diagnosis', async () => {
  await expect(sarifReport(diagnosedReport())).toMatchFileSnapshot('golden/diagnosed.sarif.txt')
})

it('is valid against the official schema, and a changed log is not', () => {
  const log = logOf(sarifReport(fullReport()))
  expect(sarifSchemaProblems(log)).toEqual([])
  expect(sarifSchemaProblems(logOf(sarifReport(report({ asOf: null, verdicts: [] }))))).toEqual([])
  expect(sarifSchemaProblems({ ...log, version: '2.0.0' })).not.toEqual([])
  expect(
    sarifSchemaProblems({ ...log, runs: [{ ...log.runs[0], results: [{ kind: 'bad' }] }] }),
  ).not.toEqual([])
})

it('sets the kind of each result, and a level only for flagged ones', () => {
  const results = logOf(sarifReport(fullReport())).runs[0]?.results ?? []
  const resultsOf = (rule: string) =>
    results.filter(({ ruleId }) => ruleId === rule).map(({ kind, level }) => `${kind} ${level}`)
  expect(resultsOf('server-before-cu3')).toEqual(['pass none'])
  expect(resultsOf('ews-unavailable')).toEqual(['open none'])
  expect(resultsOf('ews-request-failing')).toEqual(['open none'])
  expect(resultsOf('drafts-accumulating')).toEqual(['fail warning'])
  expect(resultsOf('federated-recipient')).toEqual(['fail note'])
  expect(resultsOf('spool-message-stuck')).toHaveLength(13)
})

it('has the diagnosis as a property of the run, and certainty and causes as those of results', () => {
  const log = logOf(sarifReport(diagnosedReport()))
  expect(sarifSchemaProblems(log)).toEqual([])
  const [run] = log.runs
  const { causes, ...others } = run?.properties?.diagnosis ?? {}
  expect({ causes: [], ...others }).toEqual({
    ...diagnosedReport().cases[0]?.diagnosis,
    causes: [],
  })
  expect(causes[0]).toMatchObject({
    rule: 'client-build-too-old-for-on-premises-mailbox',
    certainty: 'likely',
    reasons: ['Client build 16.0.6741.2048 is older than 16.0.6920.1000.'],
  })
  expect(run?.automationDetails?.description?.text).toMatch(/^Client build/)
  const find = (rule: string) => run?.results?.find(({ ruleId }) => ruleId === rule)?.properties
  const client = 'client-build-too-old-for-on-premises-mailbox'
  expect(find(client)).toMatchObject({ certainty: 'likely' })
  expect(find('spool-message-stuck')).toMatchObject({ explainedBy: [client] })
  const stuck = run?.tool.driver.rules?.find(({ id }) => id === 'spool-message-stuck')
  expect(stuck?.help?.text).toMatch(/^1\. The user, or whoever sits at the machine: Copy the spool/)
})

it('reports crashes and unreadable inputs as notifications of a failed run', () => {
  const [invocation] = logOf(sarifReport(fullReport())).runs[0]?.invocations ?? []
  expect(invocation?.executionSuccessful).toBe(false)
  const notifications = invocation?.toolExecutionNotifications?.map(
    ({ level, message }) => `${level}: ${message.text}`,
  )
  expect(notifications).toContain('error: Evidence “EWS responses” crashed on trace.csv: TypeError')
  expect(notifications).toContain('warning: a record without an end')
  expect(notifications).toContain('warning: binary-trace: Binary trace: export it as text')
})

it('reports a run without verdicts as failed', () => {
  expect(logOf(sarifReport(report())).runs[0]?.invocations?.[0]?.executionSuccessful).toBe(false)
})

it('gives a finding the same fingerprint in every report, and each finding its own', () => {
  const fingerprints = (
    message: string,
    findings = [finding, { ...finding, subject: '0002.hist' }],
  ) =>
    logOf(
      sarifReport(
        report({
          verdicts: [
            verdict('a', {
              status: 'flagged',
              findings: findings.map((entry) => ({ ...entry, message })),
            }),
          ],
        }),
      ),
    ).runs[0]?.results?.map(
      ({ partialFingerprints }) => partialFingerprints?.['spoolscopeFinding/v1'],
    )
  expect(fingerprints('Waited 5 min')).toEqual(fingerprints('Waited 9 min'))
  expect(new Set(fingerprints('x', [finding, finding])).size).toBe(2)
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
])('writes the path %j as the URI %j', (path, uri) => {
  expect(sarifUri(path)).toBe(uri)
})

it('turns no text into a link or a placeholder', () => {
  expect(sarifText('[x](javascript:alert(1)) {0} \u0007 {a}')).toBe(
    '[x] (javascript:alert(1)) {{0}} \\u{{7}} {a}',
  )
})

it('lists a rule and a file once, and its results name the place in that list', () => {
  const verdicts = ['a', 'b', 'a'].map((rule) => verdict(rule, { status: 'flagged' }))
  const inputs = [inputReport('x.log'), inputReport('x.log'), inputReport('y.log')]
  const log = logOf(sarifReport(report({ verdicts, inputs })))
  expect(sarifSchemaProblems(log)).toEqual([])
  const [run] = log.runs
  expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(run?.artifacts).toHaveLength(2)
  expect(run?.results?.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([
    ['a', 0],
    ['b', 1],
    ['a', 0],
  ])
})
