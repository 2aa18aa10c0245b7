import { describe, expect, it } from 'vitest'
import { spool } from '../../src/evidence/spool.ts'
import { countWaitingSinceBefore } from '../../src/evidence/spool-snapshot.ts'
import { defined } from '../../src/model/defined.ts'
import { minutes } from '../../src/model/duration.ts'
import type { Observation, SpoolItemObservation } from '../../src/model/observation.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { NOON, spoolFolder, spoolItem, tick } from '../support/observations.ts'

const listed = (
  takenAt: number | undefined,
  more: Partial<SpoolItemObservation> = {},
): Partial<SpoolItemObservation> => ({
  via: 'listing',
  source: { path: `listing-${takenAt}.txt` },
  ...defined({ takenAt }),
  ...more,
})

describe('the History Spooler', () => {
  it('is absent when not collected, which differs from empty', () => {
    expect(collectEvidence(spool, [])).toEqual([])
    expect(collectEvidence(spool, [spoolFolder()])[0]?.current).toMatchObject({
      itemCount: 0,
      byteCount: 0,
      oldest: [],
    })
  })

  it('separates users', () => {
    const lee = spoolItem(NOON, {
      user: 'lee@contoso.example',
      folder: 'sip_lee@contoso.example/History Spooler',
    })
    const spools = collectEvidence(spool, [spoolFolder(), spoolItem(NOON), lee])
    expect(spools.map(({ user, current }) => [user, current.itemCount])).toEqual([
      ['kim@contoso.example', 1],
      ['lee@contoso.example', 1],
    ])
  })

  it('separates the spools of two client versions and of two copies', () => {
    const folders = [
      'Office\\16.0\\Lync\\History Spooler',
      'Office\\15.0\\Lync\\History Spooler',
      'copy\\History Spooler',
    ]
    expect(
      collectEvidence(
        spool,
        folders.map((folder) => spoolItem(NOON, { folder })),
      ),
    ).toHaveLength(3)
  })

  it('prefers a listing or manifest to the times of a copied folder', () => {
    const [only, ...others] = collectEvidence(spool, [
      spoolFolder(),
      spoolItem(NOON, { name: 'a' }),
      spoolItem(NOON - minutes(50), { name: 'a', ...listed(NOON) }),
    ])
    expect(others).toEqual([])
    expect(only?.current).toMatchObject({
      via: 'listing',
      itemCount: 1,
      oldest: [{ since: NOON - minutes(50) }],
    })
  })

  it('orders snapshots by the time when they were taken', () => {
    const taken = [NOON + minutes(9), NOON, NOON + minutes(5)]
    const spools = collectEvidence(
      spool,
      taken.map((at) => spoolItem(NOON - minutes(1), listed(at))),
    )
    expect(spools[0]?.snapshots.map(({ takenAt }) => takenAt)).toEqual([...taken].sort())
    expect(spools[0]?.current.takenAt).toBe(NOON + minutes(9))
  })

  it('keeps the first and the latest of many snapshots', () => {
    const taken = Array.from({ length: 100 }, (_, index) => NOON + minutes(index))
    const snapshots =
      collectEvidence(
        spool,
        taken.map((at) => spoolItem(NOON, listed(at))),
      )[0]?.snapshots ?? []
    expect(snapshots).toHaveLength(8)
    expect([snapshots[0]?.takenAt, snapshots.at(-1)?.takenAt]).toEqual([taken[0], taken.at(-1)])
  })

  it('treats zero dates as missing dates', () => {
    const [result] = collectEvidence(spool, [
      spoolItem(Date.UTC(1980, 0, 1), { created: 0 }),
      spoolItem(NOON, { created: Date.UTC(1601, 0, 1) }),
    ])
    expect(result?.current).toMatchObject({
      itemCount: 2,
      untimedCount: 1,
      oldest: [{ since: NOON }],
    })
  })

  it('counts all items and details the oldest thousand, in any input order', () => {
    const count = 5000
    // 1,237 and 5,000 have no common factor, so every age occurs once, in mixed order.
    const items = Array.from({ length: count }, (_, index) =>
      spoolItem(NOON - ((index * 1237) % count)),
    )
    const [result] = collectEvidence(spool, [spoolFolder(), ...items])
    expect(result?.current).toMatchObject({
      itemCount: count,
      byteCount: count * 1200,
      newest: { since: NOON },
    })
    expect(result?.current.oldest.map(({ since }) => NOON - since)).toEqual(
      Array.from({ length: 1000 }, (_, index) => count - 1 - index),
    )
    expect(result && countWaitingSinceBefore(result.current, NOON - 2500)).toBe(2499)
  })

  it('returns a result that later items do not change', () => {
    const collector = spool.start()
    const addItem = collector.listeners['spool-item']
    addItem?.(spoolItem(NOON))
    const before = collector.result()
    for (let index = 0; index < 100; index += 1) addItem?.(spoolItem(NOON - index))
    expect(before[0]?.current.times.length).toBe(1)
    expect(before[0]?.current.times[0]).toBe(NOON)
  })

  it('reports items, size and the oldest item as facts', () => {
    const observations: Observation[] = [
      spoolFolder(),
      spoolItem(NOON, { name: 'b' }),
      spoolItem(NOON - 1, { name: 'a' }),
    ]
    const facts = spool.facts?.(collectEvidence(spool, observations)) ?? {}
    expect(facts.spoolItems).toMatchObject({
      value: 2,
      text: '2 items of kim@contoso.example, as the folder itself shows',
    })
    expect(facts.spoolBytes).toMatchObject({ value: 2400, text: '2.4 kB' })
    expect(facts.oldestSpooled).toMatchObject({
      value: '2016-06-14T11:59:59.999Z',
      text: 'a, since 2016-06-14 11:59:59 UTC',
    })
  })

  it('reports the age of the oldest item as of the time passed, else of the listing', () => {
    const text = (...observations: Observation[]) =>
      spool.facts?.(collectEvidence(spool, observations)).oldestSpooled?.text
    const item = spoolItem(NOON - minutes(42), { name: 'a', ...listed(NOON) })
    expect(text(item)).toBe('a, waited 42 min, since 2016-06-14 11:18:00 UTC')
    expect(text(item, tick(NOON + minutes(78)))).toBe(
      'a, waited 2 h, since 2016-06-14 11:18:00 UTC',
    )
    expect(text(item, tick(NOON - minutes(50)))).toBe('a, since 2016-06-14 11:18:00 UTC')
  })
})
