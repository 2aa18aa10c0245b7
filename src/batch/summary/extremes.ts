import type { Span } from '../../model/fleet/fleet-summary.ts'
import { toIsoTime } from '../../model/moment.ts'

/** Keeps the first and the last of several times, in milliseconds UTC. */
export class Extremes {
  private first = Number.POSITIVE_INFINITY
  private last = Number.NEGATIVE_INFINITY

  add(at: number | undefined): void {
    if (at === undefined) return
    if (at < this.first) this.first = at
    if (at > this.last) this.last = at
  }

  span(): Span {
    return this.first > this.last
      ? {}
      : { first: toIsoTime(this.first), last: toIsoTime(this.last) }
  }
}
