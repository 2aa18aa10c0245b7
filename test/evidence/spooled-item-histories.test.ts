import { describe, expect, it } from 'vitest'
import { spool } from '../../src/evidence/spool.ts'
import { spooledItemHistories } from '../../src/evidence/spooled-item-histories.ts'
import { minutes } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { NOON, spoolFolder, spoolItem, tick } from '../support/observations.ts'

const listed = (takenAt: number, name: string, since: number): Observation =>
  spoolItem(since, { name, via: 'listing', takenAt, source: { path: `listing-${takenAt}.txt` } })
const emptyAt = (takenAt: number): Observation => ({
  ...spoolFolder(),
  ...({ via: 'listing', takenAt, source: { path: `listing-${takenAt}.txt` } } as object),
})
const histories = (...observations: readonly Observation[]) =>
  spooledItemHistories(collectEvidence(spool, observations))

describe('histories of spooled items', () => {
  it('include waiting items, with the time as of which their spool is analyzed', () => {
    expect(histories(tick(), spoolItem(NOON - 500, { name: 'a' }))).toMatchObject([
      {
        key: 'sip_kim@contoso.example/History Spooler/a',
        name: 'a',
        since: NOON - 500,
        analyzedAt: NOON,
        user: 'kim@contoso.example',
      },
    ])
    expect(
      histories(listed(NOON - 9, 'a', NOON - 500), spoolItem(NOON, { name: 'other' }))[0]
        ?.analyzedAt,
    ).toBe(NOON - 9)
  })

  it('end with the first snapshot that does not contain the item', () => {
    const later = NOON + minutes(5)
    const items = histories(
      listed(NOON, 'a', NOON - 1),
      listed(NOON, 'b', NOON - 2),
      listed(later, 'b', NOON - 2),
      tick(later + 1),
    )
    expect(
      items.map(({ name, goneAt, mayHaveGoneEarlier }) => [name, goneAt, mayHaveGoneEarlier]),
    ).toEqual([
      ['a', later, true],
      ['b', undefined, undefined],
    ])
    expect(histories(listed(NOON, 'a', NOON - 1), emptyAt(later))).toMatchObject([
      { name: 'a', goneAt: later },
    ])
  })

  it('do not end when the later snapshot lists only older items', () => {
    const crowd = Array.from({ length: 1200 }, (_, index) =>
      listed(NOON + 9, `old-${index}`, NOON - minutes(60)),
    )
    const items = histories(listed(NOON, 'young', NOON - 1), ...crowd)
    expect(items.filter(({ goneAt }) => goneAt !== undefined)).toEqual([])
  })
})
