import type { CasesBySum, Others, Top, ValueCount } from './fleet-summary.ts'

/** One bundle of a fleet, for a table row. Times in milliseconds UTC. */
export interface FleetCase {
  readonly bundle: string
  readonly sum: keyof CasesBySum | 'unreadable' | 'failed'
  /** Ids of the causes, then of the symptoms, then of the other flagged rules. */
  readonly rules: readonly string[]
  readonly users: readonly string[]
  readonly build?: string
  readonly channel?: string
  readonly server?: string
  readonly mailbox?: string
  /** Number of stuck messages. */
  readonly stuck: number
  /** Time since when the oldest stuck message waits. */
  readonly oldest?: number
  readonly asOf?: number
  /** The answer or the headline, or the reason why it was not analyzed. */
  readonly says: string
}

/** Bundles, worst first, up to a limit. `others` counts the rest. */
export interface FleetCases {
  readonly listed: readonly FleetCase[]
  readonly others: number
}

/** Client builds of one update channel. `channel` is absent when unknown. */
export interface ChannelBuilds {
  readonly channel?: string
  readonly cases: number
  readonly affected: number
  readonly builds: Top<ValueCount>
  /** Number of cases with an unknown build. */
  readonly unknown: Others['cases']
}

/** Cases by cause and by a value of one dimension: builds or servers. */
export interface CauseMatrix {
  /** The most frequent values, with the number of cases that have each. */
  readonly values: readonly { readonly value: string; readonly cases: number }[]
  /** The most frequent causes. `cases` are in the order of `values`. */
  readonly causes: readonly { readonly rule: string; readonly cases: readonly number[] }[]
  readonly omittedValues: number
  readonly omittedCauses: number
}
