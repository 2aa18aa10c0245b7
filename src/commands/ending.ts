import type { WatchSession } from '../watch/watch-session.ts'
import { reached, timeIsUp, timeLimit, type Until } from './until.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Knows when a watch is to end: by what `--until` waits for, by its time, or by a signal. */
export class Ending {
  readonly done: Promise<void>
  reason = 'quit'
  /** What ended it; undefined when the user did. */
  by: 'condition' | 'time' | undefined
  private readonly session: WatchSession
  private readonly until: readonly Until[]
  private readonly timer: NodeJS.Timeout | undefined
  private resolve = () => {}

  constructor(session: WatchSession, until: readonly Until[]) {
    this.session = session
    this.until = until
    this.done = new Promise((resolve) => {
      this.resolve = resolve
    })
    for (const signal of SIGNALS) process.on(signal, this.interrupted)
    const limit = timeLimit(until)
    if (limit !== undefined) this.timer = setTimeout(() => this.end(timeIsUp(limit), 'time'), limit)
  }

  /** To be called when something has changed, once what was there is read. */
  readonly check = (): void => {
    const found = reached(this.until, this.session)
    if (found !== undefined) this.end(found, 'condition')
  }

  stop(): void {
    clearTimeout(this.timer)
    for (const signal of SIGNALS) process.removeListener(signal, this.interrupted)
  }

  private readonly interrupted = (signal: NodeJS.Signals): void => this.end(signal, undefined)

  private end(reason: string, by: Ending['by']): void {
    this.reason = reason
    this.by = by
    this.resolve()
  }
}
