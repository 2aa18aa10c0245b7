import type { LiveItem } from '../model/live-view.ts'

/** Finds items that have waited for longer than the limit, each once. */
export class StuckItems {
  private readonly limit: number
  private known = new Set<string>()

  /** Milliseconds. */
  constructor(limit: number) {
    this.limit = limit
  }

  /** Those of `items` (oldest first) that are stuck at `now` and were not before. */
  findNewlyStuck(items: readonly LiveItem[], now: number): readonly LiveItem[] {
    const stuck: LiveItem[] = []
    for (const item of items) {
      if (now - item.since <= this.limit) break
      stuck.push(item)
    }
    const found = stuck.filter(({ key }) => !this.known.has(key))
    // What is gone is forgotten: should it come back, it is another.
    if (found.length > 0 || stuck.length !== this.known.size)
      this.known = new Set(stuck.map(({ key }) => key))
    return found
  }
}
