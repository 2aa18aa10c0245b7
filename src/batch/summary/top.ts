import type { Top } from '../../model/fleet-summary.ts'

type Key<T> = (one: T) => number | string

/**
 * The first `most` by these keys, the greatest numbers and the least texts first; the rest is
 * counted.
 */
export function topOf<T>(
  all: readonly T[],
  most: number,
  casesOf: (one: T) => number,
  ...keys: readonly Key<T>[]
): Top<T> {
  const sorted = [...all].sort((left, right) => {
    for (const key of keys) {
      const order = compareKeys(key(left), key(right))
      if (order !== 0) return order
    }
    return 0
  })
  const rest = sorted.slice(most)
  return {
    listed: sorted.slice(0, most),
    others: { values: rest.length, cases: rest.reduce((sum, one) => sum + casesOf(one), 0) },
  }
}

/** Texts by code units: the same everywhere, whatever the language of the machine. */
function compareKeys(left: number | string, right: number | string): number {
  if (left === right) return 0
  return typeof left === 'number' ? Math.sign(Number(right) - left) : left < right ? -1 : 1
}
