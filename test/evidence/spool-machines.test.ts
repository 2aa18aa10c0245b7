import { describe, expect, it } from 'vitest'
import { spool } from '../../src/evidence/spool.ts'
import { defined } from '../../src/model/defined.ts'
import type { SpoolItemObservation } from '../../src/model/observation.ts'
import { spoolMessageStuck } from '../../src/rules/spool-message-stuck.ts'
import { collectEvidence, evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, spoolItem } from '../support/observations.ts'

const minute = 60_000
const listed = (
  machine: string | undefined,
  path: string,
  takenAt: number,
  waited: number,
): SpoolItemObservation =>
  spoolItem(takenAt - waited, {
    via: 'manifest',
    takenAt,
    source: { path, line: 5 },
    ...defined({ machine }),
  })

describe('one user on two machines', () => {
  const old = listed('PC-A', 'a.json', NOON, 49 * minute)
  const fresh = listed('PC-B', 'b.json', NOON + minute, minute / 2)

  it('has two spools, and neither hides stuck items of the other', () => {
    expect(collectEvidence(spool, [old, fresh]).map(({ current }) => current.machine)).toEqual([
      'PC-A',
      'PC-B',
    ])
    expect(evaluateRule(spoolMessageStuck, [old, fresh]).findings).toHaveLength(1)
  })

  it('has one spool when the machine names differ only in case', () => {
    const later = listed('pc-a', 'b.json', NOON + minute, minute / 2)
    expect(collectEvidence(spool, [old, later])).toHaveLength(1)
  })
})

describe('two listings of the same moment', () => {
  const old = listed(undefined, 'a.json', NOON, 49 * minute)
  const fresh = listed(undefined, 'b.json', NOON, minute / 2)

  it.each([
    ['first', [old, fresh]],
    ['other', [fresh, old]],
  ])('are both analyzed, in the %s order', (_, observations) => {
    expect(evaluateRule(spoolMessageStuck, observations).findings).toHaveLength(1)
  })
})
