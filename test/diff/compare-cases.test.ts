import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCases } from '../../src/diff/compare-cases.ts'
import { VERDICT_CHANGE_LISTS } from '../../src/diff/compare-verdicts.ts'
import type { CaseReport } from '../../src/model/report.ts'
import type { VerdictChanges } from '../../src/model/report-diff.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { facts } from '../support/batch-lines.ts'
import { arbitraryCase, diffSchemaProblems } from '../support/diff.ts'
import { caseReport, inputReport, verdict } from '../support/reports.ts'

const compare = (before: CaseReport, after: CaseReport) =>
  compareCases(before, after, ['0.1.0', '0.1.0'])
const rulesOf = (verdicts: VerdictChanges, ...lists: readonly (keyof VerdictChanges)[]) =>
  lists.flatMap((list) => verdicts[list].map(({ rule }) => rule)).sort()

describe('any two reports', () => {
  it('have each rule in exactly one list', () => {
    fc.assert(
      fc.property(arbitraryCase, arbitraryCase, (before, after) => {
        const all = new Set([...before.verdicts, ...after.verdicts].map(({ rule }) => rule))
        expect(rulesOf(compare(before, after).verdicts, ...VERDICT_CHANGE_LISTS)).toEqual(
          [...all].sort(),
        )
      }),
      propertyRuns(300),
    )
  })

  it('have no changes if they are equal', () => {
    fc.assert(
      fc.property(arbitraryCase, (report) => {
        const { verdicts, facts: changed, spool } = compare(report, report)
        expect(rulesOf(verdicts, 'cleared', 'appeared', 'unknown', 'lost', 'settled')).toEqual([])
        for (const { subjects } of verdicts.persisting)
          expect([undefined, { added: 0, gone: 0 }]).toContainEqual(subjects)
        expect(changed).toEqual([])
        expect(['same', 'empty', 'unknown', 'turned-over']).toContain(spool.state)
      }),
      propertyRuns(300),
    )
  })

  it('show as new what cleared or became unknown, if they are swapped', () => {
    fc.assert(
      fc.property(arbitraryCase, arbitraryCase, (first, second) => {
        const [there, back] = [compare(first, second), compare(second, first)]
        expect(rulesOf(there.verdicts, 'appeared')).toEqual(
          rulesOf(back.verdicts, 'cleared', 'unknown'),
        )
        expect(rulesOf(there.verdicts, 'settled')).toEqual(rulesOf(back.verdicts, 'lost'))
        expect(rulesOf(there.verdicts, 'persisting', 'same')).toEqual(
          rulesOf(back.verdicts, 'persisting', 'same'),
        )
        expect(there.facts.map(({ key }) => key).sort()).toEqual(
          back.facts.map(({ key }) => key).sort(),
        )
      }),
      propertyRuns(300),
    )
  })

  it('give a comparison that fits the schema', () => {
    fc.assert(
      fc.property(arbitraryCase, arbitraryCase, (before, after) => {
        const diff = {
          schemaVersion: 1,
          kind: 'case',
          tool: { name: 'spoolscope', version: '0.1.0' },
          case: compare(before, after),
        }
        expect(diffSchemaProblems(diff)).toEqual([])
      }),
      propertyRuns(100),
    )
  })
})

it('does not count a flagged rule as cleared if it is no longer checked', () => {
  const before = caseReport({
    verdicts: [verdict('a', { status: 'flagged' }), verdict('b', { status: 'flagged' })],
  })
  const after = caseReport({ verdicts: [verdict('a', { status: 'not-checked' })] })
  const { verdicts, headline } = compare(before, after)
  expect(rulesOf(verdicts, 'cleared')).toEqual([])
  expect(verdicts.unknown.map(({ after: { status } }) => status)).toEqual(['not-checked', 'absent'])
  expect(headline).toBe(
    'No proven improvement: 0 of 2 problems cleared, nothing new, 2 unknown now.',
  )
})

it('counts new and removed findings of a persisting rule, unless some are omitted', () => {
  const stuck = (names: readonly string[], omitted = 0) => {
    const findings = names.map((subject) => ({ subject, message: subject, sources: [] }))
    return caseReport({
      verdicts: [verdict('spool-message-stuck', { status: 'flagged', findings, omitted })],
    })
  }
  expect(compare(stuck(['1', '2', '3']), stuck(['3', '4'])).verdicts.persisting[0]).toMatchObject({
    before: { findings: 3 },
    after: { findings: 2 },
    subjects: { added: 1, gone: 2 },
  })
  expect(compare(stuck(['1'], 5), stuck(['2'])).verdicts.persisting[0]?.subjects).toBeUndefined()
})

describe('facts', () => {
  it('change by value, not by text', () => {
    const reworded = {
      offlineIm: {
        label: 'Offline IM switch',
        value: 'on',
        text: 'on: at another time',
        sources: [],
      },
    }
    expect(
      compare(caseReport({ facts: facts({ offlineIm: 'on' }) }), caseReport({ facts: reworded }))
        .facts,
    ).toEqual([])
  })

  it('start with the build, include new and removed ones, and exclude the spool', () => {
    const before = caseReport({
      facts: facts({ zebra: 1, server: 'RTC/6.0', clientBuild: '16.0.1', spoolItems: 5 }),
    })
    const after = caseReport({
      facts: facts({ zebra: 2, clientBuild: '16.0.2', offlineIm: 'on', spoolItems: 0 }),
    })
    expect(
      compare(before, after).facts.map(({ key, before: was, after: is }) => [
        key,
        was?.value,
        is?.value,
      ]),
    ).toEqual([
      ['clientBuild', '16.0.1', '16.0.2'],
      ['offlineIm', undefined, 'on'],
      ['server', 'RTC/6.0', undefined],
      ['zebra', 1, 2],
    ])
  })

  it('may be named __proto__', () => {
    const odd = JSON.parse('{"__proto__":{"label":"x","value":1,"text":"1","sources":[]}}')
    expect(compare(caseReport({ facts: odd }), caseReport()).facts.map(({ key }) => key)).toEqual([
      '__proto__',
    ])
  })
})

describe('the spool', () => {
  const spool = (items?: number, oldest?: string, asOf = '2016-06-14T12:00:00.000Z') =>
    caseReport({
      asOf: { time: asOf, from: '--as-of' },
      facts: facts({
        ...(items === undefined ? {} : { spoolItems: items }),
        ...(oldest === undefined ? {} : { oldestSpooled: oldest }),
      }),
    })
  const old = '2016-06-14T09:00:00.000Z'
  const later = '2016-06-21T12:00:00.000Z'

  it.each([
    ['drained', spool(5, old), spool(0)],
    ['empty', spool(0), spool(0)],
    ['filled', spool(0), spool(2, later, later)],
    ['grown', spool(5, old), spool(6, old, later)],
    ['shrunk', spool(5, old), spool(4, old, later)],
    ['same', spool(5, old), spool(5, old, later)],
    ['turned-over', spool(5, old), spool(5, '2016-06-21T11:59:00.000Z', later)],
    ['unknown', spool(5, old), spool()],
    ['unknown', spool(), spool(0)],
  ])('is %s', (state, before, after) => {
    expect(compare(before, after).spool.state).toBe(state)
  })

  it('states the age of the oldest item at the time of the analysis', () => {
    expect(compare(spool(5, old), spool(0)).spool.before?.oldest).toEqual({
      since: old,
      waited: 3 * 3_600_000,
    })
  })
})

describe('cautions', () => {
  const at = (time: string) => ({ asOf: { time, from: '--as-of' } })
  const monday = at('2016-06-13T12:00:00.000Z')
  const tuesday = at('2016-06-14T12:00:00.000Z')

  it('warn that the reports may be swapped', () => {
    expect(compare(caseReport(tuesday), caseReport(monday)).cautions.join()).toContain(
      'Check the order of the two',
    )
    expect(compare(caseReport(monday), caseReport(tuesday)).cautions).toEqual([])
  })

  it('warn about different users', () => {
    const [kim, lee] = ['kim@contoso.example', 'lee@contoso.example'].map((users) =>
      caseReport({ facts: facts({ users }) }),
    )
    expect(compare(kim ?? caseReport(), lee ?? caseReport()).cautions).toEqual([
      'The two reports are about different users.',
    ])
  })

  it('warn that the later logs show nothing new', () => {
    const inputs = [inputReport('old.UccApilog', { to: '2016-06-13T11:00:00.000Z' })]
    expect(
      compare(caseReport(monday), caseReport({ ...tuesday, inputs })).cautions.join(),
    ).toContain('they show nothing new')
  })

  it('warn about different versions of spoolscope', () => {
    expect(compareCases(caseReport(), caseReport(), ['0.1.0', '0.2.0']).cautions.join()).toContain(
      'rules may differ',
    )
  })
})
