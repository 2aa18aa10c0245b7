import { expect, it } from 'vitest'
import { compareCases } from '../../src/diff/compare-cases.ts'
import { FleetChanges } from '../../src/diff/fleet-changes.ts'
import type { DiagnosedCause, Diagnosis } from '../../src/model/diagnosis.ts'
import type { CaseReport, Verdict } from '../../src/model/report.ts'
import { diffMarkdown } from '../../src/reports/diff/diff-markdown.ts'
import { diffTable } from '../../src/reports/diff/diff-table.ts'
import { diffSchemaProblems } from '../support/diff.ts'
import { caseReport, verdict } from '../support/reports.ts'

const diffTableText = (...parts: Parameters<typeof diffTable>): string =>
  String(diffTable(...parts))

const cause = (rule: string, more: Partial<DiagnosedCause> = {}): DiagnosedCause => ({
  rule,
  title: `Title of ${rule}`,
  certainty: 'likely',
  because: [],
  explains: { symptoms: ['spool-message-stuck'], messages: 2, of: 3 },
  causedBy: [],
  supersedes: [],
  ...more,
})

const diagnosis = (causes: readonly DiagnosedCause[]): Diagnosis => ({
  outcome: causes.length > 0 ? 'cause-found' : 'nothing-wrong',
  answer: `${causes.length} causes.`,
  causes,
  unexplained: [],
  ruledOut: [],
  undecided: [],
  actions: [],
  collectNext: [],
})

const reportWith = (causes: readonly DiagnosedCause[], verdicts: readonly Verdict[] = []) =>
  caseReport({ diagnosis: diagnosis(causes), verdicts })
const compare = (before: CaseReport, after: CaseReport) =>
  compareCases(before, after, ['0.1.0', '0.1.0'])
const changesOf = (before: CaseReport, after: CaseReport) =>
  compare(before, after).diagnosis?.causes.map(({ rule, user, change }) => [rule, user, change])

it('says which cause came, which went, and whose certainty changed', () => {
  const before = reportWith([
    cause('went'),
    cause('surer'),
    cause('less-sure', { certainty: 'proven' }),
    cause('equal'),
  ])
  const after = reportWith(
    [cause('surer', { certainty: 'proven' }), cause('less-sure'), cause('equal'), cause('new')],
    [verdict('went')],
  )
  expect(changesOf(before, after)).toEqual([
    ['surer', undefined, 'more-certain'],
    ['less-sure', undefined, 'less-certain'],
    ['equal', undefined, 'same'],
    ['new', undefined, 'came'],
    ['went', undefined, 'gone'],
  ])
})

it.each(['not-checked', 'crashed', 'flagged'] as const)(
  'calls no cause gone when its rule is %s',
  (status) => {
    const after = reportWith([], [verdict('a', { status })])
    expect(changesOf(reportWith([cause('a')]), after)).toEqual([['a', undefined, 'unknown']])
  },
)

it('calls no cause gone when its rule did not run', () => {
  expect(changesOf(reportWith([cause('a')]), reportWith([]))).toEqual([['a', undefined, 'unknown']])
})

it('names a cause that another one supersedes now', () => {
  const after = reportWith(
    [cause('b', { supersedes: ['a'] })],
    [verdict('a', { status: 'flagged' })],
  )
  expect(changesOf(reportWith([cause('a')]), after)).toEqual([
    ['b', undefined, 'came'],
    ['a', undefined, 'superseded'],
  ])
})

it('compares the causes of each user, and pairs a cause without a user with the only one', () => {
  const [kim, lee] = ['kim@contoso.example', 'lee@contoso.example']
  const before = reportWith([cause('a', { user: kim }), cause('b')])
  const after = reportWith([cause('a', { user: lee }), cause('b', { user: lee })])
  expect(changesOf(before, after)).toEqual([
    ['a', lee, 'came'],
    ['b', lee, 'same'],
    ['a', kim, 'unknown'],
  ])
})

it('compares no causes with a report of an earlier version, and says so', () => {
  const diff = compare(caseReport(), reportWith([cause('a')]))
  expect(diff.diagnosis).toBeUndefined()
  expect(diff.cautions).toContain('One of the reports has no diagnosis: causes are not compared.')
  expect(compare(caseReport(), caseReport()).cautions).toEqual([])
})

it('shows the changes of causes first, and a cause that came or went not again as a rule', () => {
  const flagged = verdict('went', { status: 'flagged' })
  const before = reportWith([cause('went', { user: 'kim@contoso.example' })], [flagged])
  const after = reportWith(
    [cause('new', { certainty: 'proven', user: 'lee@contoso.example' })],
    [verdict('went'), verdict('new', { status: 'flagged' })],
  )
  const diff = {
    schemaVersion: 1,
    kind: 'case',
    tool: { name: 'spoolscope', version: '0.1.0' },
    case: compare(before, after),
  } as const
  expect(diffSchemaProblems(JSON.parse(JSON.stringify(diff)))).toEqual([])
  const table = diffTableText(diff, { width: 140, color: false })
  expect(table.split('\n').slice(2, 4)).toEqual([
    '  ✓ cause gone  went of kim@contoso.example (likely): Message of went.',
    '  ✗ new cause   new of lee@contoso.example (proven): Explains 2 of 3 failed messages. Message of new. (was not run before)',
  ])
  expect(diffMarkdown(diff)).toContain('* **cause gone** `went of kim@contoso.example (likely)`: ')
})

it('counts the changes of causes in a fleet, each rule and change once for a case', () => {
  const changes = new FleetChanges()
  const [kim, lee] = ['kim@contoso.example', 'lee@contoso.example']
  const before = reportWith([cause('a', { user: kim }), cause('a', { user: lee })])
  changes.addCompared('PC-1', compare(before, reportWith([cause('b')], [verdict('a')])))
  changes.addCompared('PC-2', compare(reportWith([cause('a')]), reportWith([cause('a')])))
  changes.addCompared('PC-3', compare(caseReport(), reportWith([cause('a')])))
  const { diagnosedCauses } = changes.result()
  expect(
    diagnosedCauses.map(({ rule, changes: { came, gone, same } }) => [rule, came, gone, same]),
  ).toEqual([
    ['b', 1, 0, 0],
    ['a', 0, 1, 1],
  ])
})
