import type { Fact } from './fact.ts'
import type { Marker } from './marker.ts'
import type { ObservationKind, ObservationOf } from './observation.ts'

/** What a collector does with the observations of each kind. Other kinds never reach it. */
export type Listeners = {
  readonly [K in ObservationKind]?: (observation: ObservationOf<K>) => void
}

/**
 * Collects one result. `result` may be called at any time and repeatedly; it returns a copy and has
 * no side effects.
 */
export interface Collector<Result> {
  readonly listeners: Listeners
  result(): Result
}

/**
 * A named, bounded, incremental summary of observations. Answers one question about the case from
 * all its inputs.
 */
export interface Evidence<Result = unknown> {
  readonly name: string
  /**
   * Selects the trace records and SIP messages it needs. Others may not be decoded and then never
   * reach it.
   */
  readonly markers?: readonly Marker[]
  start(): Collector<Result>
  /** Facts for the report, by fact id. */
  facts?(result: Result): Readonly<Record<string, Fact>>
}

export function defineEvidence<Result>(evidence: Evidence<Result>): Evidence<Result> {
  return evidence
}
