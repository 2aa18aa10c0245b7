import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCases } from '../../src/diff/compare-cases.ts'
import { FleetChanges } from '../../src/diff/fleet-changes.ts'
import { TopItems } from '../../src/diff/top-items.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { arbitraryCase } from '../support/diff.ts'
import { caseReport, verdict } from '../support/reports.ts'

const add = (changes: FleetChanges, bundle: string, before: CaseReport, after: CaseReport) =>
  changes.addCompared(bundle, compareCases(before, after, ['', '']))
const having = (...rules: readonly string[]) =>
  caseReport({ verdicts: rules.map((rule) => verdict(rule, { status: 'flagged' })) })
const warned = caseReport({ verdicts: [verdict('w', { status: 'flagged', severity: 'warning' })] })

describe('a fleet', () => {
  it('counts each compared case and its spool once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(arbitraryCase, arbitraryCase), { maxLength: 8 }), (pairs) => {
        const changes = new FleetChanges()
        for (const [index, [before, after]] of pairs.entries())
          add(changes, `PC-${index}`, before, after)
        const { cases, spools, changed } = changes.result()
        const { compared, worse, unknown, better, persisting, quiet } = cases
        expect([compared, worse + unknown + better + persisting + quiet]).toEqual([
          pairs.length,
          pairs.length,
        ])
        expect(Object.values(spools).reduce((sum, count) => sum + count, 0)).toBe(pairs.length)
        expect(changed.listed.length + changed.omitted).toBe(worse + unknown + better)
      }),
      propertyRuns(100),
    )
  })

  it('lists worse cases first, errors before warnings, and no persisting cases', () => {
    const changes = new FleetChanges()
    add(changes, 'better', having('a'), caseReport({ verdicts: [verdict('a')] }))
    add(changes, 'warned', caseReport(), warned)
    add(changes, 'lost', having('a'), caseReport())
    add(changes, 'bad', caseReport(), having('a'))
    add(changes, 'worst', having('c'), having('a', 'b', 'c'))
    add(changes, 'as it was', having('a'), having('a'))
    const { changed, causes, cases } = changes.result()
    expect(changed.listed.map(({ bundle }) => bundle)).toEqual([
      'worst',
      'bad',
      'warned',
      'lost',
      'better',
    ])
    expect(causes[0]).toMatchObject({
      rule: 'a',
      appeared: 2,
      cleared: 1,
      persisting: 1,
      unknown: 1,
    })
    expect(cases).toEqual({ compared: 6, worse: 3, unknown: 1, better: 1, persisting: 1, quiet: 0 })
    expect(changes.appeared).toEqual({ error: 3, warning: 1, info: 0 })
  })

  it('counts reports that may be swapped', () => {
    const changes = new FleetChanges()
    const reportOf = (day: number) =>
      caseReport({ asOf: { time: `2016-06-0${day}T12:00:00.000Z`, from: '--as-of' } })
    add(changes, 'PC-1', reportOf(2), reportOf(1))
    add(changes, 'PC-2', reportOf(1), reportOf(2))
    expect(changes.result().backwards).toBe(1)
  })

  it('counts a rule that crashes now as a new problem', () => {
    const changes = new FleetChanges()
    add(
      changes,
      'PC-1',
      caseReport({ verdicts: [verdict('a')] }),
      caseReport({ verdicts: [verdict('a', { status: 'crashed' })] }),
    )
    expect(changes.appeared.error).toBe(1)
  })
})

it('keeps the first items, whatever the order in which they were added', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100)), fc.integer({ min: 1, max: 9 }), (numbers, limit) => {
      const first = new TopItems<number>(limit, (left, right) => left - right)
      for (const number of numbers) first.add(number)
      const sorted = [...numbers].sort((left, right) => left - right)
      expect(first.result()).toEqual({
        listed: sorted.slice(0, limit),
        omitted: Math.max(0, numbers.length - limit),
      })
    }),
    propertyRuns(200),
  )
})
