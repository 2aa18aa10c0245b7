import type { SourceRef } from './source-ref.ts'

/**
 * What happened when, for a picture of the case. Times are ISO in UTC. Bounded: of more than fits,
 * the latest are kept.
 */
export interface Timeline {
  /** Each log with times: what it covers, and where it is silent for long. Earliest first. */
  readonly logs: readonly {
    readonly path: string
    readonly from: string
    readonly to: string
    readonly gaps: readonly { readonly from: string; readonly to: string }[]
  }[]
  /** Moments, in order. */
  readonly marks: readonly TimelineMark[]
  /** Items that wait in a History Spooler, oldest first. */
  readonly spooled: readonly {
    readonly name: string
    readonly since: string
    /**
     * When its spool was listed, where that is not the moment that the case is judged at: how it
     * was later nobody knows.
     */
    readonly seen?: string
    readonly user?: string
    readonly source: SourceRef
  }[]
  /**
   * How many were left out of each: shorter gaps, items that are younger or without a time, and
   * earlier marks, journeys and logs.
   */
  readonly omitted: {
    readonly marks: number
    readonly spooled: number
    readonly journeys?: number
    readonly logs?: number
    readonly gaps?: number
  }
  /** After so many milliseconds a spooled item is stuck: the limit that was judged with. */
  readonly stuckAfter: number
}

export interface TimelineMark {
  readonly at: string
  readonly kind: 'sign-in' | 'recipient-offline' | 'failure'
  /** What was seen, in words. */
  readonly text: string
  readonly source: SourceRef
}
