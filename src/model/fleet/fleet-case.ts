import type { Certainty } from '../diagnosis.ts'
import type { CasesBySum, Others, Top, ValueCount } from './fleet-summary.ts'

/** One bundle of a fleet, for a table row. Times in milliseconds UTC. */
export interface FleetCase {
  readonly bundle: string
  readonly sum: keyof CasesBySum | 'unreadable' | 'failed'
  /** In a case without a diagnosis, each flagged rule is a cause. */
  readonly causes: readonly CaseCause[]
  /** Ids of the symptoms, then of the other flagged rules. */
  readonly otherRules: readonly string[]
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

export interface CaseCause {
  readonly rule: string
  /** The highest certainty in the case. */
  readonly certainty: Certainty | 'unknown'
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

/** Analyzed cases by the time as of which they were analyzed, in UTC, and by cause. */
export interface CauseTrend {
  /** Days, or longer periods where days would be too many. */
  readonly unit: 'day' | 'week' | 'month' | 'year'
  /** Number of units in a period. */
  readonly unitsPerPeriod: number
  /** Starts of the periods from the first to the last case, without gaps. Milliseconds UTC. */
  readonly starts: readonly number[]
  /** Number of cases in each period; likewise in the lists below. */
  readonly cases: readonly number[]
  /** Cases with a symptom and no cause. */
  readonly unexplained: readonly number[]
  /** The most frequent causes. */
  readonly causes: readonly { readonly rule: string; readonly cases: readonly number[] }[]
  readonly omittedCauses: number
  /** Number of days with a case. */
  readonly days: number
  /** Number of cases without a known time, which are in no period. */
  readonly unknown: number
}
