import type { SourceRef } from './source-ref.ts'

/** What happened when, for a picture of the case. Times are ISO in UTC. Bounded: of more than fits, the latest are kept. */
export interface Timeline {
  /** Each log with times: what it covers, and where it is silent for long. */
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
    readonly user?: string
    readonly source: SourceRef
  }[]
  /** How many were left out of each. */
  readonly omitted: { readonly marks: number; readonly spooled: number }
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
