import type { SpooledItemHistory } from '../journeys/offline-trail.ts'
import { defined } from '../model/defined.ts'
import type { WatchEventBody } from '../model/watch-event.ts'

/**
 * Memory must not grow while watching.
 * Limit: items that left a watched spool.
 * Beyond: the earliest is forgotten.
 */
const MAX_ITEMS = 500

/** The items that left a spool last. Their journeys end with that. */
export class RecentlyGoneItems {
  /** At most 500, the latest last. */
  items: readonly SpooledItemHistory[] = []

  /** `now`: when the item left, milliseconds UTC. */
  add(
    { folder, name, since, user }: Extract<WatchEventBody, { event: 'item-gone' }>,
    now: number,
  ): void {
    const item: SpooledItemHistory = {
      key: `${folder}/${name}`,
      name,
      since: Date.parse(since),
      goneAt: now,
      source: { path: `${folder}/${name}` },
      ...defined({ user }),
    }
    this.items = [...this.items.slice(-MAX_ITEMS + 1), item]
  }
}
