import type { Top } from '../../model/fleet/fleet-summary.ts'

type SortKey<T> = (entry: T) => number | string

/**
 * Sorts entries by the keys: numbers descending, texts ascending. Lists the first `maxListed`, and
 * counts the others and their cases.
 */
export function topOf<T>(
  entries: readonly T[],
  maxListed: number,
  casesOf: (entry: T) => number,
  ...keys: readonly SortKey<T>[]
): Top<T> {
  const sorted = [...entries].sort((left, right) => {
    for (const key of keys) {
      const order = compareKeys(key(left), key(right))
      if (order !== 0) return order
    }
    return 0
  })
  const rest = sorted.slice(maxListed)
  return {
    listed: sorted.slice(0, maxListed),
    others: { values: rest.length, cases: rest.reduce((sum, entry) => sum + casesOf(entry), 0) },
  }
}

/** Compares texts by code units, so that the order does not depend on the locale. */
function compareKeys(left: number | string, right: number | string): number {
  if (left === right) return 0
  return typeof left === 'number' ? Math.sign(Number(right) - left) : left < right ? -1 : 1
}
