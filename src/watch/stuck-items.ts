import type { LiveItem } from '../model/live-view.ts'

/** Finds items that have waited longer than the limit, and reports each once. */
export class StuckItems {
  /** Milliseconds. */
  private readonly limit: number
  /** Keys of the stuck items that were reported. */
  private readonly reported = new Set<string>()
  /** The version of the items of the last call. */
  private version: number | undefined
  /** When the next of them becomes stuck, milliseconds UTC. */
  private nextAt = Number.NEGATIVE_INFINITY

  constructor(limit: number) {
    this.limit = limit
  }

  /** An item is gone. If its name comes back, it is another item. */
  forget(key: string): void {
    this.reported.delete(key)
  }

  /**
   * Returns the items that have become stuck since the last call. `items` are sorted oldest first,
   * and have another `version` after a change; `now` is in milliseconds UTC.
   */
  findNewlyStuck(items: readonly LiveItem[], version: number, now: number): readonly LiveItem[] {
    if (version === this.version && now <= this.nextAt) return []
    const newlyStuck: LiveItem[] = []
    let nextSince = Number.POSITIVE_INFINITY
    for (const item of items) {
      if (now - item.since <= this.limit) {
        nextSince = item.since
        break
      }
      if (this.reported.has(item.key)) continue
      this.reported.add(item.key)
      newlyStuck.push(item)
    }
    this.version = version
    this.nextAt = nextSince + this.limit
    return newlyStuck
  }
}
