import { minutes } from '../../model/duration.ts'
import { type Gap, MIN_GAP_MS } from '../../model/tally.ts'

/**
 * Bounds the memory, because damaged clocks may give any time. Intervals of a minute cover 35 days,
 * the longest ones 277 days.
 * Limit: intervals of a trace in which events were seen.
 * Beyond: intervals become longer, up to 8 minutes; further times count as not covered.
 */
const MAX_INTERVALS = 50_000

interface Interval {
  from: number
  to: number
}

/**
 * Finds the times that records cover when they arrive in any order. Keeps the first and last moment
 * in each interval of the clock. The gaps between them are exact as long as intervals are shorter
 * than the shortest reported gap.
 */
export class CoveredTime {
  private intervalMs = minutes(1)
  private readonly intervals = new Map<number, Interval>()
  /** Interval of the last record: consecutive records mostly share it. */
  private lastInterval: Interval = { from: 0, to: 0 }
  private lastKey = Number.NaN

  add(at: number): void {
    const key = Math.floor(at / this.intervalMs)
    if (key !== this.lastKey) {
      this.lastInterval = this.intervals.get(key) ?? this.createInterval(key, at)
      this.lastKey = Math.floor(at / this.intervalMs)
    }
    const { lastInterval } = this
    if (at < lastInterval.from) lastInterval.from = at
    if (at > lastInterval.to) lastInterval.to = at
  }

  private createInterval(key: number, at: number): Interval {
    if (this.intervals.size >= MAX_INTERVALS) {
      if (2 * this.intervalMs >= MIN_GAP_MS) return { from: at, to: at }
      this.widen()
      const wider = Math.floor(at / this.intervalMs)
      return this.intervals.get(wider) ?? this.createInterval(wider, at)
    }
    const fresh = { from: at, to: at }
    this.intervals.set(key, fresh)
    return fresh
  }

  private widen(): void {
    this.intervalMs *= 2
    const all = [...this.intervals.values()]
    this.intervals.clear()
    for (const { from, to } of all) {
      const key = Math.floor(from / this.intervalMs)
      const known = this.intervals.get(key)
      if (known) {
        known.from = Math.min(known.from, from)
        known.to = Math.max(known.to, to)
      } else this.intervals.set(key, { from, to })
    }
  }

  /** The covered intervals, oldest first. */
  sortedIntervals(): readonly Gap[] {
    return [...this.intervals.values()].sort((left, right) => left.from - right.from)
  }
}
