import type { WatchSession } from '../watch/watch-session.ts'
import {
  findReachedCondition,
  type StopCondition,
  timeLimit,
  timeLimitText,
} from './stop-condition.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Knows when a watch is to end: by what `--until` waits for, by its time, or by a signal. */
export class WatchStopper {
  readonly finished: Promise<void>
  reason = 'quit'
  /** What ended it; undefined when the user did. */
  cause: 'condition' | 'time' | undefined
  private readonly session: WatchSession
  private readonly until: readonly StopCondition[]
  private readonly timer: NodeJS.Timeout | undefined
  private resolve = () => {}

  constructor(session: WatchSession, until: readonly StopCondition[]) {
    this.session = session
    this.until = until
    this.finished = new Promise((resolve) => {
      this.resolve = resolve
    })
    for (const signal of SIGNALS) process.on(signal, this.handleSignal)
    const limit = timeLimit(until)
    if (limit !== undefined)
      this.timer = setTimeout(() => this.finish(timeLimitText(limit), 'time'), limit)
  }

  /** To be called when something has changed, once what was there is read. */
  readonly checkConditions = (): void => {
    const found = findReachedCondition(this.until, this.session)
    if (found !== undefined) this.finish(found, 'condition')
  }

  dispose(): void {
    clearTimeout(this.timer)
    for (const signal of SIGNALS) process.removeListener(signal, this.handleSignal)
  }

  private readonly handleSignal = (signal: NodeJS.Signals): void => this.finish(signal, undefined)

  private finish(reason: string, by: WatchStopper['cause']): void {
    this.reason = reason
    this.cause = by
    this.resolve()
  }
}
