import type { DiagnosedCause } from './diagnosis.ts'
import type { Journey } from './journey.ts'
import type { CaseReport } from './report.ts'
import type { WatchEvent } from './watch-event.ts'

/** An item that is waiting in a History Spooler. */
export interface LiveItem {
  /** Stable identifier made of folder and name. */
  readonly key: string
  readonly user?: string
  readonly folder: string
  readonly name: string
  readonly bytes: number
  /**
   * Milliseconds UTC, like all times here. Corrected for sleep and clock changes during the
   * session.
   */
  readonly since: number
  readonly written?: number
  readonly created?: number
}

/**
 * State of a live session: everything the dashboard shows. Plain values; the dashboard only
 * computes layout.
 */
export interface LiveView {
  readonly users: readonly string[]
  readonly machine: string
  readonly folders: readonly string[]
  /**
   * Start of the session and current time, milliseconds UTC. `now` is corrected for sleep and clock
   * changes.
   */
  readonly startedAt: number
  readonly now: number
  /** Progress of reading the existing logs, from the start of the session. Absent when done. */
  readonly reading?: { readonly bytes: number; readonly total: number }
  /** Totals of all followed logs. */
  readonly logs: {
    readonly count: number
    readonly bytesPerSecond: number
    readonly records: number
  }
  /** Oldest first. */
  readonly items: readonly LiveItem[]
  /** Age in milliseconds from which an item counts as stuck. */
  readonly stuckAfter: number
  /**
   * Number of items that arrived and left per interval of `span` milliseconds. The current interval
   * is last.
   */
  readonly flow: {
    readonly span: number
    readonly arrivals: readonly number[]
    readonly departures: readonly number[]
  }
  readonly report: CaseReport
  /** Time of the last verdict change by rule id, milliseconds UTC. */
  readonly verdictChangedAt: ReadonlyMap<string, number>
  readonly journeys: readonly Journey[]
  /**
   * Numbers of spooled items during the session: all that were in a spool, those that got stuck,
   * and those that left.
   */
  readonly itemCounts: {
    readonly seen: number
    readonly stuck: number
    readonly gone: number
  }
  /** Each cause as it was when it was the most certain and explained the most. */
  readonly strongestCauses: readonly {
    readonly cause: DiagnosedCause
    /** When it was last that strong, milliseconds UTC. */
    readonly until: number
  }[]
  /** Paths of the reports that were written during the session. */
  readonly reportPaths: readonly string[]
  /** The latest events, oldest first. */
  readonly events: readonly WatchEvent[]
  /** Inputs that currently cannot be read. */
  readonly inputProblems: readonly { readonly path: string; readonly problem: string }[]
}
