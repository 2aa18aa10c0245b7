import type { Marker } from './marker.ts'

/** Detects from its bytes whether a record is needed by some evidence. */
export interface RecordMatcher {
  /** Whether a start literal is at `at`. */
  matchesStart(bytes: Uint8Array, at: number, to: number): boolean
  /** Offset of the first literal between `from` and `to` (exclusive), or `to` if there is none. */
  findNext(bytes: Uint8Array, from: number, to: number): number
}

/**
 * Matchers per kind of record. `any` finds the literals of all kinds in one search; use it first.
 */
export interface WantedRecords {
  readonly sip: RecordMatcher
  readonly trace: RecordMatcher
  readonly any: RecordMatcher
  /** Whether the first packets that a client sent are wanted, whatever they contain. */
  readonly sentPackets?: boolean
  /** The markers behind the matchers. Absent when all records are wanted. */
  readonly markers?: readonly Marker[]
}
