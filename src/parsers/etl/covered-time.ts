import { minutes } from '../../model/duration.ts'
import { type Gap, MIN_GAP_MS } from '../../model/tally.ts'

/** Half a year of minutes would not be more; damaged clocks may say anything. */
const MOST_STRETCHES = 50_000

interface Interval {
  from: number
  to: number
}

/**
 * Which times records cover that come in no order: the first and last moment in each stretch of the
 * clock. As long as stretches are shorter than the shortest silence that is remembered, the
 * silences between them are exact.
 */
export class CoveredTime {
  private intervalMs = minutes(1)
  private readonly intervals = new Map<number, Interval>()
  /** The stretch met last: records mostly share it. */
  private lastInterval: Interval = { from: 0, to: 0 }
  private lastKey = Number.NaN

  add(at: number): void {
    const key = Math.floor(at / this.intervalMs)
    if (key !== this.lastKey) {
      this.lastInterval = this.intervals.get(key) ?? this.createInterval(key, at)
      this.lastKey = Math.floor(at / this.intervalMs)
    }
    const { lastInterval: last } = this
    if (at < last.from) last.from = at
    if (at > last.to) last.to = at
  }

  private createInterval(key: number, at: number): Interval {
    if (this.intervals.size >= MOST_STRETCHES) {
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

  /** In order. */
  sortedIntervals(): readonly Gap[] {
    return [...this.intervals.values()].sort((left, right) => left.from - right.from)
  }
}
