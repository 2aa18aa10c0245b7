/** Returns a whole number from 0 to below `limit`. */
export type Random = (limit: number) => number

/** Pseudo-random numbers; the same seed gives the same sequence (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

export const pick = <T>(values: readonly T[], next: Random): T => values[next(values.length)] as T
