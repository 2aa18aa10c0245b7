import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchInOrder } from '../../src/journeys/match-in-order.ts'

const WINDOW = { minOffset: -2, maxOffset: 30 }
const timed = (...times: readonly number[]) => times.map((at) => ({ at }))
const matched = (
  firsts: readonly number[],
  seconds: readonly number[],
  window: { minOffset: number; maxOffset: number } = WINDOW,
) =>
  [...matchInOrder(timed(...firsts), timed(...seconds), window)].map(([first, second]) => [
    first.at,
    second.at,
  ])

describe('entries that only their times can join', () => {
  it('are joined inside the window or at its ends', () => {
    expect(matched([100], [130])).toEqual([[100, 130]])
    expect(matched([100], [98])).toEqual([[100, 98]])
    expect(matched([100], [131])).toEqual([])
    expect(matched([100], [97])).toEqual([])
  })

  it('are joined to the nearest candidate', () => {
    expect(matched([0, 20], [21])).toEqual([[20, 21]])
    expect(matched([20], [1, 21, 40], { minOffset: -30, maxOffset: 30 })).toEqual([[20, 21]])
  })

  it('are joined in order, even if others are nearer', () => {
    expect(matched([0, 10, 20], [11, 21, 31])).toEqual([
      [0, 11],
      [10, 21],
      [20, 31],
    ])
  })

  it('are joined one to one when all times are equal', () => {
    expect(matched([5, 5, 5], [5, 5])).toHaveLength(2)
  })

  it('are not joined when the additional condition rejects the pair', () => {
    const accepts = (first: { at: number }, second: { at: number }) =>
      (first.at + second.at) % 2 === 0
    const pairs = matchInOrder(timed(0, 10), timed(11, 12), { ...WINDOW, accepts })
    expect([...pairs].map(([first, second]) => [first.at, second.at])).toEqual([[10, 12]])
  })

  it('are also joined in a cluster too large to compare all pairs', () => {
    const crowd = Array.from({ length: 1000 }, (_, index) => index)
    expect(matched(crowd, crowd)).toHaveLength(1000)
  })
})

/** The largest number of pairs without a crossing, by trying all combinations. */
function maxPairs(firsts: readonly number[], seconds: readonly number[]): number {
  const [first, ...others] = firsts
  if (first === undefined) return 0
  const counts = seconds.flatMap((second, index) =>
    second >= first + WINDOW.minOffset && second <= first + WINDOW.maxOffset
      ? [1 + maxPairs(others, seconds.slice(index + 1))]
      : [],
  )
  return Math.max(maxPairs(others, seconds), ...counts)
}

it('pairs each entry once, inside the window, without crossings, and as many as possible', () => {
  const times = fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 7 })
  fc.assert(
    fc.property(times, times, (firsts, seconds) => {
      const pairs = [...matchInOrder(timed(...firsts), timed(...seconds), WINDOW)]
      expect(new Set(pairs.map(([, second]) => second)).size).toBe(pairs.length)
      const byTime = [...pairs].sort(([left], [right]) => left.at - right.at)
      for (const [index, [first, second]] of byTime.entries()) {
        expect(second.at - first.at).toBeGreaterThanOrEqual(WINDOW.minOffset)
        expect(second.at - first.at).toBeLessThanOrEqual(WINDOW.maxOffset)
        const [before] = byTime.slice(index - 1, index)
        if (index > 0 && before && before[0].at < first.at)
          expect(before[1].at).toBeLessThanOrEqual(second.at)
      }
      const sorted = (list: readonly number[]) => [...list].sort((left, right) => left - right)
      expect(pairs).toHaveLength(maxPairs(sorted(firsts), sorted(seconds)))
    }),
    { seed: 20_160_614, numRuns: 1000 },
  )
})
