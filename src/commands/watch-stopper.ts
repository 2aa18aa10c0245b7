import type { StopCondition } from '../cli/options/stop-condition.ts'
import { STOP_SIGNALS } from '../cli/signal-guard.ts'
import type { WatchSession } from '../watch/watch-session.ts'
import { findReachedCondition, timeLimit, timeLimitText } from './find-reached-condition.ts'

/** Decides when a watch ends: by a condition of `--until`, by its time, or by a signal. */
export class WatchStopper {
  /** Resolves when the watch is to end. */
  readonly finished: Promise<void>
  reason = 'quit'
  /** Undefined when a signal or the user ended the watch. */
  cause: 'condition' | 'time' | undefined
  private readonly session: WatchSession
  private readonly conditions: readonly StopCondition[]
  private readonly timer: NodeJS.Timeout | undefined
  /** When the time of `--until` is over, on the steady clock. */
  private readonly endAt: number
  private resolve = () => {}

  constructor(session: WatchSession, conditions: readonly StopCondition[]) {
    this.session = session
    this.conditions = conditions
    this.finished = new Promise((resolve) => {
      this.resolve = resolve
    })
    for (const signal of STOP_SIGNALS) process.on(signal, this.handleSignal)
    const limit = timeLimit(conditions)
    this.endAt = performance.now() + (limit ?? Number.POSITIVE_INFINITY)
    if (limit !== undefined)
      this.timer = setTimeout(() => this.finish(timeLimitText(limit), 'time'), limit)
  }

  /** Whether the time of `--until` is over. */
  get isOverdue(): boolean {
    return performance.now() > this.endAt
  }

  /** To be called on every change after the first read. */
  readonly checkConditions = (): void => {
    const reached = findReachedCondition(this.conditions, this.session)
    if (reached !== undefined) this.finish(reached, 'condition')
  }

  dispose(): void {
    clearTimeout(this.timer)
    for (const signal of STOP_SIGNALS) process.removeListener(signal, this.handleSignal)
  }

  private readonly handleSignal = (signal: NodeJS.Signals): void => this.finish(signal, undefined)

  private finish(reason: string, cause: WatchStopper['cause']): void {
    this.reason = reason
    this.cause = cause
    this.resolve()
  }
}
