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

/** The spools that are there, and what is noticed of them. */
export class LiveSpools implements SpoolListener {
  readonly spools: LiveSpool[] = []
  /** Rises with every change. */
  version = 0
  /** What was there before watching began is not noticed. */
  watching = false
  private readonly options: LiveSpoolsOptions

  constructor(options: LiveSpoolsOptions) {
    this.options = options
  }

  spool(change: 'appeared' | 'gone', spool: LiveSpool): void {
    if (change === 'appeared') this.spools.push(spool)
    else this.spools.splice(this.spools.indexOf(spool), 1)
    this.changed()
    const { folder, user } = spool
    if (this.watching)
      this.options.onEvent({
        event: `spool-${change}`,
        folder,
        ...defined({ user }),
      })
  }

  item(change: 'appeared' | 'changed' | 'gone', item: LiveItem): void {
    this.changed()
    if (!this.watching || change === 'changed') return
    const { onEvent: notice, now } = this.options
    const { folder, name, bytes, since, user } = item
    const told = {
      folder,
      name,
      bytes,
      since: toIsoTime(since),
      ...defined({ user }),
    }
    if (change === 'appeared') notice({ event: 'item-appeared', ...told })
    else notice({ event: 'item-gone', ...told, waited: Math.max(0, now() - since) })
  }

  private changed(): void {
    this.version += 1
    this.options.onChange()
  }
}
