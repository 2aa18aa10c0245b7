import { describe, expect, it } from 'vitest'
import { minutes } from '../../../src/model/duration.ts'
import { Tally } from '../../../src/model/tally.ts'
import { CoveredTime } from '../../../src/parsers/etl/covered-time.ts'
import { random } from '../../support/random.ts'

const START = Date.UTC(2016, 8, 20, 6)

/** Result of a tally for sorted moments. */
function inOrder(moments: readonly number[]): Tally {
  const tally = new Tally()
  for (const at of [...moments].sort((left, right) => left - right)) tally.addRecord(at)
  return tally
}

function inDisorder(moments: readonly number[]): Tally {
  const covered = new CoveredTime()
  for (const at of moments) covered.add(at)
  const tally = new Tally()
  tally.replaceRecords({ records: moments.length, undecoded: 0 }, covered.sortedIntervals())
  return tally
}

describe('time covered by unsorted records', () => {
  it('has the same span and gaps as sorted records', () => {
    const next = random(5)
    for (let turn = 0; turn < 50; turn += 1) {
      const moments = Array.from({ length: 60 }, () => START + Math.floor(next() * minutes(400)))
      expect(inDisorder(moments)).toEqual(inOrder(moments))
    }
  })

  it('stays exact over years, and bounded over any time', () => {
    const months = Array.from({ length: 120_000 }, (_, index) => START + index * minutes(2)).filter(
      (_, index) => index !== 60_000,
    )
    const gapless = Array.from(
      { length: 120_000 },
      (_, index) => START + index * minutes(2) + (index > 70_000 ? minutes(20) : 0),
    )
    expect(inDisorder(months.reverse()).gaps).toEqual([])
    expect(inDisorder(gapless.reverse()).gaps).toEqual(inOrder(gapless).gaps)
    const covered = new CoveredTime()
    for (let index = 0; index < 300_000; index += 1) covered.add(START + index * minutes(1000))
    expect(covered.sortedIntervals().length).toBeLessThanOrEqual(50_000)
  })

  it('can be queried again after more records', () => {
    const tally = new Tally()
    tally.replaceRecords({ records: 1, undecoded: 1 }, [{ from: START, to: START }])
    tally.replaceRecords({ records: 2, undecoded: 1 }, [
      { from: START, to: START },
      { from: START + minutes(15), to: START + minutes(16) },
    ])
    expect(tally).toMatchObject({ records: 2, undecoded: 1, from: START, to: START + minutes(16) })
    expect(tally.gaps).toEqual([{ from: START, to: START + minutes(15) }])
  })
})
