import { defined } from '../../model/defined.ts'
import type { LiveItem } from '../../model/live-view.ts'
import { toIsoTime } from '../../model/moment.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import type { LiveSpool, SpoolListener } from './spooled-items.ts'
import { WaitingItems } from './waiting-items.ts'

interface LiveSpoolsOptions {
  now(): number
  onEvent(event: WatchEventBody): void
  onChange(): void
  /** An item is gone, also one that was there before watching began. */
  onItemGone?(key: string): void
}

/** The spools that exist now. Emits an event for each spool and item that appears or goes. */
export class LiveSpools implements SpoolListener {
  readonly spools: LiveSpool[] = []
  /** Incremented on every change. */
  version = 0
  /** Set when watching begins. What exists before that gives no events. */
  watching = false
  private readonly waitingItems = new WaitingItems(() => this.allItems())
  private readonly options: LiveSpoolsOptions

  constructor(options: LiveSpoolsOptions) {
    this.options = options
  }

  onSpool(change: 'appeared' | 'gone', spool: LiveSpool): void {
    if (change === 'appeared') this.spools.push(spool)
    else this.spools.splice(this.spools.indexOf(spool), 1)
    this.onChange()
    const { folder, user } = spool
    if (this.watching)
      this.options.onEvent({ event: `spool-${change}`, folder, ...defined({ user }) })
  }

  /** Items of all spools, the oldest first. The list is the same one after a change. */
  get waiting(): readonly LiveItem[] {
    return this.waitingItems.list()
  }

  private *allItems(): Generator<LiveItem> {
    for (const { items } of this.spools) yield* items.values()
  }

  onItem(change: 'appeared' | 'changed' | 'gone', item: LiveItem, before?: LiveItem): void {
    this.waitingItems.change({
      added: change === 'gone' ? undefined : item,
      removed: change === 'gone' ? item : before,
    })
    if (change === 'gone') this.options.onItemGone?.(item.key)
    this.onChange()
    if (!this.watching || change === 'changed') return
    const { onEvent, now } = this.options
    const { folder, name, bytes, since, user } = item
    const itemFields = { folder, name, bytes, since: toIsoTime(since), ...defined({ user }) }
    if (change === 'appeared') onEvent({ event: 'item-appeared', ...itemFields })
    else onEvent({ event: 'item-gone', ...itemFields, waited: Math.max(0, now() - since) })
  }

  private onChange(): void {
    this.version += 1
    this.options.onChange()
  }
}
