import type { Wanted } from '../model/matcher.ts'

/**
 * Tells whether a stretch of `bytes` holds a literal that is asked for. Stretches are to be asked in their order: one search runs ahead
 * to the next literal and serves all stretches before it.
 */
export function hitsAhead(wanted: Wanted, bytes: Uint8Array, to: number): (from: number, end: number) => boolean {
  let hit = -1
  return (from, end) => {
    if (hit < from) hit = wanted.next(bytes, from, to)
    return hit < end
  }
}
