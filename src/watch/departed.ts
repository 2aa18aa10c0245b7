import type { SpooledOnce } from '../journeys/offline-trail.ts'
import { defined } from '../model/defined.ts'
import type { Noticing } from '../model/watch-event.ts'

const MOST = 500

/** The items that left a spool last, for their journeys. */
export class Departed {
  items: readonly SpooledOnce[] = []

  /** `now` in milliseconds UTC. */
  add({ folder, name, since, user }: Extract<Noticing, { event: 'item-gone' }>, now: number): void {
    const one: SpooledOnce = {
      key: `${folder}/${name}`,
      name,
      since: Date.parse(since),
      goneAt: now,
      source: { path: `${folder}/${name}` },
      ...defined({ user }),
    }
    this.items = [...this.items.slice(-MOST + 1), one]
  }
}
