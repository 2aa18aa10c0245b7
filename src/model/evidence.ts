import type { Fact } from './fact.ts'
import type { Marker } from './marker.ts'
import type { ObservationKind, ObservationOf } from './observation.ts'

type Listeners = { readonly [K in ObservationKind]?: (seen: ObservationOf<K>) => void }

/**
 * Collects one answer. `result` may be asked at any time and as often as wanted; it takes a copy
 * and changes nothing.
 */
export interface Collector<Result> {
  readonly listeners: Listeners
  result(): Result
}

/**
 * A named, bounded, incremental summary of observations: one question about the case, answered from
 * all its inputs.
 */
export interface Evidence<Result = unknown> {
  readonly name: string
  /**
   * Which records of traces and which SIP messages it needs decoded; nothing else of them reaches
   * it for certain.
   */
  readonly markers?: readonly Marker[]
  start(): Collector<Result>
  /** The answer in words, for the report, by fact id. */
  facts?(result: Result): Readonly<Record<string, Fact>>
}

export function defineEvidence<Result>(evidence: Evidence<Result>): Evidence<Result> {
  return evidence
}
