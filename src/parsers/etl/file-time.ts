import { isKnownTime, type Moment } from '../../model/moment.ts'

/** Milliseconds from 1601-01-01, when FILETIME begins, to 1970-01-01. */
const UNIX_EPOCH_MS = 11_644_473_600_000
/**
 * 2^32 units of 100 ns in milliseconds, and the units beyond. They split a FILETIME without
 * exceeding 2^53.
 */
const HIGH_MILLISECONDS = 429_496
const HIGH_TICKS = 7_296

/**
 * Converts the two halves of a FILETIME to milliseconds since the epoch. `fileTimeTicks` gives the
 * rest.
 */
export const fileTimeMs = (low: number, high: number): number =>
  high * HIGH_MILLISECONDS + Math.floor((high * HIGH_TICKS + low) / 10_000) - UNIX_EPOCH_MS

/** Units of 100 ns in a FILETIME beyond its milliseconds: 0 to 9999. */
export const fileTimeTicks = (low: number, high: number): number =>
  (high * HIGH_TICKS + low) % 10_000

/**
 * Reads a FILETIME. Returns undefined for 0, which means "no time", and for times
 * after the year 9999.
 */
export function readFileTime(view: DataView, offset: number): Required<Moment> | undefined {
  const low = view.getUint32(offset, true)
  const high = view.getUint32(offset + 4, true)
  const at = fileTimeMs(low, high)
  if ((low === 0 && high === 0) || !isKnownTime(at)) return undefined
  return { at, ticks: fileTimeTicks(low, high) }
}
