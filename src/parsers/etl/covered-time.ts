import { minutes } from '../../model/duration.ts'
import { type Gap, SHORTEST_GAP } from '../../model/tally.ts'

/** Half a year of minutes would not be more; damaged clocks may say anything. */
const MOST_STRETCHES = 50_000

interface Stretch {
  from: number
  to: number
}

/**
 * Which times records cover that come in no order: the first and last moment in each stretch of the
 * clock. As long as stretches are shorter than the shortest silence that is remembered, the
 * silences between them are exact.
 */
export class CoveredTime {
  private length = minutes(1)
  private readonly stretches = new Map<number, Stretch>()
  /** The stretch met last: records mostly share it. */
  private last: Stretch = { from: 0, to: 0 }
  private lastKey = Number.NaN

  record(at: number): void {
    const key = Math.floor(at / this.length)
    if (key !== this.lastKey) {
      this.last = this.stretches.get(key) ?? this.fresh(key, at)
      this.lastKey = Math.floor(at / this.length)
    }
    const { last } = this
    if (at < last.from) last.from = at
    if (at > last.to) last.to = at
  }

  private fresh(key: number, at: number): Stretch {
    if (this.stretches.size >= MOST_STRETCHES) {
      if (2 * this.length >= SHORTEST_GAP) return { from: at, to: at }
      this.widen()
      const wider = Math.floor(at / this.length)
      return this.stretches.get(wider) ?? this.fresh(wider, at)
    }
    const fresh = { from: at, to: at }
    this.stretches.set(key, fresh)
    return fresh
  }

  private widen(): void {
    this.length *= 2
    const all = [...this.stretches.values()]
    this.stretches.clear()
    for (const { from, to } of all) {
      const key = Math.floor(from / this.length)
      const known = this.stretches.get(key)
      if (known) {
        known.from = Math.min(known.from, from)
        known.to = Math.max(known.to, to)
      } else this.stretches.set(key, { from, to })
    }
  }

  /** In order. */
  inOrder(): readonly Gap[] {
    return [...this.stretches.values()].sort((left, right) => left.from - right.from)
  }
}
