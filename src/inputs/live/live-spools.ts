import { defined } from '../../model/defined.ts'
import type { LiveItem } from '../../model/live-view.ts'
import { isoTime } from '../../model/moment.ts'
import type { Noticing } from '../../model/watch-event.ts'
import type { LiveSpool, SpoolListener } from './spooled-items.ts'

interface LiveSpoolsOptions {
  now(): number
  notice(event: Noticing): void
  changed(): void
}

/** The spools that are there, and what is noticed of them. */
export class LiveSpools implements SpoolListener {
  readonly there: LiveSpool[] = []
  /** Rises with every change. */
  version = 0
  /** What was there before watching began is not noticed. */
  watching = false
  private readonly options: LiveSpoolsOptions

  constructor(options: LiveSpoolsOptions) {
    this.options = options
  }

  spool(change: 'appeared' | 'gone', spool: LiveSpool): void {
    if (change === 'appeared') this.there.push(spool)
    else this.there.splice(this.there.indexOf(spool), 1)
    this.changed()
    const { folder, user } = spool
    if (this.watching)
      this.options.notice({
        event: `spool-${change}`,
        folder,
        ...defined({ user }),
      })
  }

  item(change: 'appeared' | 'changed' | 'gone', item: LiveItem): void {
    this.changed()
    if (!this.watching || change === 'changed') return
    const { notice, now } = this.options
    const { folder, name, bytes, since, user } = item
    const told = {
      folder,
      name,
      bytes,
      since: isoTime(since),
      ...defined({ user }),
    }
    if (change === 'appeared') notice({ event: 'item-appeared', ...told })
    else notice({ event: 'item-gone', ...told, waited: Math.max(0, now() - since) })
  }

  private changed(): void {
    this.version += 1
    this.options.changed()
  }
}
