import type { Journey } from './journey.ts'
import type { CaseReport } from './report.ts'
import type { WatchEvent } from './watch-event.ts'

/** One item that waits in a History Spooler now. */
export interface LiveItem {
  /** The same as long as it is there: of folder and name. */
  readonly key: string
  readonly user?: string
  readonly folder: string
  readonly name: string
  readonly bytes: number
  /**
   * Milliseconds UTC, as all times here: without what the machine slept or its clock was set by
   * while it was watched.
   */
  readonly since: number
  readonly written?: number
  readonly created?: number
}

/**
 * A live session at one moment: all that the dashboard shows. Plain values; drawing computes
 * nothing but layout.
 */
export interface LiveView {
  readonly users: readonly string[]
  readonly machine: string
  readonly folders: readonly string[]
  /**
   * Milliseconds UTC: of the start, and now. Now runs on without what the machine slept or its
   * clock was set by.
   */
  readonly startedAt: number
  readonly now: number
  /** Bytes of the history read so far, of so many; absent when it is read. */
  readonly reading?: { readonly bytes: number; readonly total: number }
  /** Of all logs that are followed. */
  readonly logs: {
    readonly count: number
    readonly bytesPerSecond: number
    readonly records: number
  }
  /** Oldest first. */
  readonly items: readonly LiveItem[]
  /** After so many milliseconds an item is stuck. */
  readonly stuckAfter: number
  /**
   * Items that came and went in each of the last spans of `span` milliseconds, the current one
   * last.
   */
  readonly flow: {
    readonly span: number
    readonly arrivals: readonly number[]
    readonly departures: readonly number[]
  }
  readonly report: CaseReport
  /** When a verdict changed last, by rule, milliseconds UTC. */
  readonly verdictChangedAt: ReadonlyMap<string, number>
  readonly journeys: readonly Journey[]
  /** The latest, oldest first. */
  readonly events: readonly WatchEvent[]
  /** Inputs that cannot be read at the moment. */
  readonly inputProblems: readonly { readonly path: string; readonly problem: string }[]
}
