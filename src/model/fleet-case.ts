import type { CasesBySum, Others, Top, ValueCount } from './fleet-summary.ts'

/** One bundle of a fleet, as a row of a table. Moments in milliseconds UTC. */
export interface FleetCase {
  readonly bundle: string
  readonly sum: keyof CasesBySum | 'unreadable' | 'failed'
  /** Ids of the rules that flagged it, the most severe first. */
  readonly causes: readonly string[]
  readonly users: readonly string[]
  readonly build?: string
  readonly channel?: string
  readonly server?: string
  readonly mailbox?: string
  /** Messages that are stuck. */
  readonly stuck: number
  /** Since when the oldest of them waits. */
  readonly oldest?: number
  readonly asOf?: number
  /** The headline, or why it was not judged. */
  readonly says: string
}

/** All bundles, the worst first, up to a limit; the rest is counted. */
export interface FleetCases {
  readonly listed: readonly FleetCase[]
  readonly others: number
}

/** Client builds of one update channel; `channel` is absent where cases do not tell. */
export interface ChannelBuilds {
  readonly channel?: string
  readonly cases: number
  readonly affected: number
  readonly builds: Top<ValueCount>
  /** Cases that do not tell their build. */
  readonly unknown: Others['cases']
}
