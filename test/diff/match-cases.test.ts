import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchCases } from '../../src/diff/match-cases.ts'
import { propertyRuns } from '../properties/property-runs.ts'

const matched = (before: readonly string[], after: readonly string[]) =>
  [...matchCases(before, after)].map(([later, earlier]) => [before[earlier], after[later]])

describe('cases are matched', () => {
  it.each([
    ['by their id', ['a/PC-1', 'a/PC-2'], ['a/PC-2', 'a/PC-3'], [['a/PC-2', 'a/PC-2']]],
    [
      'by their path below folders that differ',
      ['before/x/PC-1', 'before/y/PC-1'],
      ['/srv/after/y/PC-1', '/srv/after/x/PC-1'],
      [
        ['before/y/PC-1', '/srv/after/y/PC-1'],
        ['before/x/PC-1', '/srv/after/x/PC-1'],
      ],
    ],
    [
      'by their name',
      ['old/x/PC-1', 'old/PC-2'],
      ['new/PC-1', 'new/y/z/PC-2'],
      [
        ['old/x/PC-1', 'new/PC-1'],
        ['old/PC-2', 'new/y/z/PC-2'],
      ],
    ],
    [
      'whether archived or not',
      ['before/PC-1.zip', 'before/PC-2'],
      ['after\\PC-1', 'after\\PC-2.tar.gz'],
      [
        ['before/PC-1.zip', 'after\\PC-1'],
        ['before/PC-2', 'after\\PC-2.tar.gz'],
      ],
    ],
    [
      'if there is only one on each side',
      ['monday/PC-1'],
      ['tuesday/PC-1'],
      [['monday/PC-1', 'tuesday/PC-1']],
    ],
  ])('%s', (_, before, after, pairs) => {
    expect(matched(before, after)).toEqual(pairs)
  })

  it('never by a name that is not unique', () => {
    expect(matched(['x/a/PC-1', 'x/b/PC-1'], ['y/c/PC-1', 'y/d/PC-2'])).toEqual([])
  })

  it('with at most one other case, and equal lists completely', () => {
    const ids = fc.uniqueArray(
      fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'c/a/1', '1', '2.zip', 'a/2.zip', './1'),
    )
    fc.assert(
      fc.property(ids, ids, (before, after) => {
        const pairs = matchCases(before, after)
        expect(new Set(pairs.values()).size).toBe(pairs.size)
        expect(matched(before, before)).toEqual(before.map((id) => [id, id]))
      }),
      propertyRuns(300),
    )
  })
})
