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

describe('what only times can join', () => {
  it('is joined inside the window, its ends included', () => {
    expect(matched([100], [130])).toEqual([[100, 130]])
    expect(matched([100], [98])).toEqual([[100, 98]])
    expect(matched([100], [131])).toEqual([])
    expect(matched([100], [97])).toEqual([])
  })

  it('is joined to the nearest where there is a choice', () => {
    expect(matched([0, 20], [21])).toEqual([[20, 21]])
    expect(matched([20], [1, 21, 40], { minOffset: -30, maxOffset: 30 })).toEqual([[20, 21]])
  })

  it('goes on in the order in which it came, though others are nearer', () => {
    expect(matched([0, 10, 20], [11, 21, 31])).toEqual([
      [0, 11],
      [10, 21],
      [20, 31],
    ])
  })

  it('is joined one to one where all times are equal', () => {
    expect(matched([5, 5, 5], [5, 5])).toHaveLength(2)
  })

  it('is not joined where something else speaks against it', () => {
    const accepts = (first: { at: number }, second: { at: number }) => (first.at + second.at) % 2 === 0
    const pairs = matchInOrder(timed(0, 10), timed(11, 12), { ...WINDOW, accepts })
    expect([...pairs].map(([first, second]) => [first.at, second.at])).toEqual([[10, 12]])
  })

  it('is joined in a crowd as well, where not all ways are weighed', () => {
    const crowd = Array.from({ length: 1000 }, (_, index) => index)
    expect(matched(crowd, crowd)).toHaveLength(1000)
  })
})

/** The most pairs without a crossing, tried in every way. */
function most(firsts: readonly number[], seconds: readonly number[]): number {
  const [first, ...others] = firsts
  if (first === undefined) return 0
  const ways = seconds.flatMap((second, index) =>
    second >= first + WINDOW.minOffset && second <= first + WINDOW.maxOffset
      ? [1 + most(others, seconds.slice(index + 1))]
      : [],
  )
  return Math.max(most(others, seconds), ...ways)
}

it('however they come: each once, inside the window, never crosswise, and as many as can be', () => {
  const times = fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 7 })
  fc.assert(
    fc.property(times, times, (firsts, seconds) => {
      const [left, right] = [timed(...firsts), timed(...seconds)]
      const pairs = [...matchInOrder(left, right, WINDOW)]
      expect(new Set(pairs.map(([, second]) => second)).size).toBe(pairs.length)
      const inTime = [...pairs].sort(([one], [other]) => one.at - other.at)
      for (const [index, [first, second]] of inTime.entries()) {
        expect(second.at - first.at).toBeGreaterThanOrEqual(WINDOW.minOffset)
        expect(second.at - first.at).toBeLessThanOrEqual(WINDOW.maxOffset)
        const [before] = inTime.slice(index - 1, index)
        if (index > 0 && before && before[0].at < first.at)
          expect(before[1].at).toBeLessThanOrEqual(second.at)
      }
      const sorted = (list: readonly number[]) => [...list].sort((one, other) => one - other)
      expect(pairs).toHaveLength(most(sorted(firsts), sorted(seconds)))
    }),
    { seed: 20_160_614, numRuns: 1000 },
  )
})
