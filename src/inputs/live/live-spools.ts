import { defined } from '../../model/defined.ts'
import type { LiveItem } from '../../model/live-view.ts'
import { toIsoTime } from '../../model/moment.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import type { LiveSpool, SpoolListener } from './spooled-items.ts'

interface LiveSpoolsOptions {
  now(): number
  onEvent(event: WatchEventBody): void
  onChange(): void
}

/** The spools that exist now. Emits an event for each spool and item that appears or goes. */
export class LiveSpools implements SpoolListener {
  readonly spools: LiveSpool[] = []
  /** Incremented on every change. */
  version = 0
  /** Set when watching begins. What exists before that gives no events. */
  watching = false
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

  onItem(change: 'appeared' | 'changed' | 'gone', item: LiveItem): void {
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
