import type { Moment } from '../../model/moment.ts'

/** Milliseconds from 1601-01-01, where a FILETIME begins, to 1970-01-01. */
const UNIX_EPOCH_MS = 11_644_473_600_000
/**
 * 2^32 units of 100 ns are so many milliseconds, and so many units beyond: a FILETIME is taken
 * apart without passing 2^53.
 */
const HIGH_MILLISECONDS = 429_496
const HIGH_TICKS = 7_296
/** Furthest from the epoch that a Date can be. */
export const MAX_DATE_MS = 8.64e15

/**
 * Milliseconds since the epoch of a FILETIME in two halves; what is beyond them is in
 * `fileTimeTicks`.
 */
export const fileTimeMs = (low: number, high: number): number =>
  high * HIGH_MILLISECONDS + Math.floor((high * HIGH_TICKS + low) / 10_000) - UNIX_EPOCH_MS

export const fileTimeTicks = (low: number, high: number): number =>
  (high * HIGH_TICKS + low) % 10_000

/** Undefined for 0, which says that there is none, and for what no calendar has. */
export function readFileTime(view: DataView, offset: number): Required<Moment> | undefined {
  const low = view.getUint32(offset, true)
  const high = view.getUint32(offset + 4, true)
  const at = fileTimeMs(low, high)
  if ((low === 0 && high === 0) || at > MAX_DATE_MS) return undefined
  return { at, ticks: fileTimeTicks(low, high) }
}
