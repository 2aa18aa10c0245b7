import type { LiveItem } from '../model/live-view.ts'

/** Finds items that have waited longer than the limit, and reports each once. */
export class StuckItems {
  /** Milliseconds. */
  private readonly limit: number
  /** Keys of the stuck items that were reported. */
  private reported = new Set<string>()
  /** The items of the last call. */
  private items: readonly LiveItem[] = []
  /** When the next of them becomes stuck, milliseconds UTC. */
  private nextAt = Number.NEGATIVE_INFINITY

  constructor(limit: number) {
    this.limit = limit
  }

  /**
   * Returns the items that have become stuck since the last call. `items` are sorted oldest first,
   * and are another array after a change; `now` is in milliseconds UTC.
   */
  findNewlyStuck(items: readonly LiveItem[], now: number): readonly LiveItem[] {
    if (items === this.items && now <= this.nextAt) return []
    const firstWaiting = items.findIndex(({ since }) => now - since <= this.limit)
    const stuck = firstWaiting < 0 ? items : items.slice(0, firstWaiting)
    const newlyStuck = stuck.filter(({ key }) => !this.reported.has(key))
    for (const { key } of newlyStuck) this.reported.add(key)
    // Items that are gone are forgotten: if the name comes back, it is another item.
    if (stuck.length !== this.reported.size) this.reported = new Set(stuck.map(({ key }) => key))
    this.items = items
    this.nextAt = (items[firstWaiting]?.since ?? Number.POSITIVE_INFINITY) + this.limit
    return newlyStuck
  }
}
