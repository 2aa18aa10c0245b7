import { describe, expect, it } from 'vitest'
import { limitOf } from './definitions.ts'

interface BothSides {
  /** Expects that everything is accepted at the limit. */
  readonly at: (value: number) => unknown
  /** Expects what the page says of one more than the limit. */
  readonly beyond: (value: number) => unknown
}

/** Tests both sides of a limit, which is named as in its definition: `model/tally.ts MAX_NOTES`. */
export function limitTest(id: string, { at, beyond }: BothSides): void {
  const { value, what } = limitOf(id)
  describe(`${what} (${id})`, () => {
    it('are accepted at the limit', () => at(value))
    it('have an effect beyond the limit as it is documented', () => beyond(value))
  })
}

/**
 * Tests a limit of how many things are kept. `keep` gets a number of things, and returns how many
 * of them are kept, and how many are counted as left out where they are counted.
 */
export function keepsTest(
  id: string,
  keep: (count: number) => Kept | number | Promise<Kept | number>,
): void {
  const { value } = limitOf(id)
  const kept = async (count: number): Promise<Kept> => {
    const result = await keep(count)
    return typeof result === 'number' ? { kept: result } : result
  }
  limitTest(id, {
    async at() {
      const { kept: all, left } = await kept(value)
      expect(all).toBe(value)
      expect(left ?? 0).toBe(0)
    },
    async beyond() {
      const { kept: most, left } = await kept(value + 1)
      expect(most).toBe(value)
      if (left !== undefined) expect(left).toBe(1)
    },
  })
}

interface Kept {
  readonly kept: number
  /** Number of things that are counted as left out; absent where they are not counted. */
  readonly left?: number
}

/** Tests a limit beyond which something is refused, skipped or not recognized. */
export function acceptsTest(
  id: string,
  accepts: (size: number) => boolean | Promise<boolean>,
): void {
  const { value } = limitOf(id)
  limitTest(id, {
    at: async () => expect(await accepts(value)).toBe(true),
    beyond: async () => expect(await accepts(value + 1)).toBe(false),
  })
}
