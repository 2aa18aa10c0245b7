import type { SourceRef } from './source-ref.ts'

/**
 * Events of a case in time order, for charts. Times are ISO 8601 in UTC. Lists are bounded and keep
 * the latest entries.
 */
export interface Timeline {
  /** Logs with times: the covered period and the long gaps. Earliest first. */
  readonly logs: readonly {
    readonly path: string
    readonly from: string
    readonly to: string
    readonly gaps: readonly { readonly from: string; readonly to: string }[]
  }[]
  /** Single events, in time order. */
  readonly marks: readonly TimelineMark[]
  /** Items waiting in a History Spooler, oldest first. */
  readonly spooled: readonly {
    readonly name: string
    readonly since: string
    /**
     * Time of the spool listing, if it differs from the time the case is analyzed as of. The state
     * after it is unknown.
     */
    readonly seen?: string
    readonly user?: string
    readonly source: SourceRef
  }[]
  /**
   * Number of omitted entries per list: shorter gaps; items that are younger or have no time;
   * earlier marks, journeys and logs.
   */
  readonly omitted: {
    readonly marks: number
    readonly spooled: number
    readonly journeys?: number
    readonly logs?: number
    readonly gaps?: number
  }
  /** Age in milliseconds from which a spooled item counts as stuck. */
  readonly stuckAfter: number
}

/** A single event. `at` is ISO 8601 in UTC. */
export interface TimelineMark {
  readonly at: string
  readonly kind: 'sign-in' | 'recipient-offline' | 'failure'
  /** Description of the event. */
  readonly text: string
  readonly source: SourceRef
}
