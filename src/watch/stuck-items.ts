import type { LiveItem } from '../model/live-view.ts'

/** Finds items that have waited longer than the limit, and reports each once. */
export class StuckItems {
  /** Milliseconds. */
  private readonly limit: number
  /** Keys of the stuck items that were reported. */
  private reported = new Set<string>()

  constructor(limit: number) {
    this.limit = limit
  }

  /**
   * Returns the items that have become stuck since the last call. `items` are sorted oldest first;
   * `now` is in milliseconds UTC.
   */
  findNewlyStuck(items: readonly LiveItem[], now: number): readonly LiveItem[] {
    const stuck: LiveItem[] = []
    for (const item of items) {
      if (now - item.since <= this.limit) break
      stuck.push(item)
    }
    const newlyStuck = stuck.filter(({ key }) => !this.reported.has(key))
    // Items that are gone are forgotten: if the name comes back, it is another item.
    if (newlyStuck.length > 0 || stuck.length !== this.reported.size)
      this.reported = new Set(stuck.map(({ key }) => key))
    return newlyStuck
  }
}
