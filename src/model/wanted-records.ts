import type { Marker } from './marker.ts'

/** Tells which records some evidence asks for, from their bytes. */
export interface RecordMatcher {
  /** Whether a literal that must stand at the start stands at `at`. */
  matchesStart(bytes: Uint8Array, at: number, to: number): boolean
  /**
   * Place of the first literal in `bytes` that lies from `from` to before `to`; `to` when there is
   * none.
   */
  findNext(bytes: Uint8Array, from: number, to: number): number
}

/**
 * What is wanted of each kind of record; `any` finds the literals of all kinds in one search, to be
 * asked first.
 */
export interface WantedRecords {
  readonly sip: RecordMatcher
  readonly trace: RecordMatcher
  readonly any: RecordMatcher
  /** What they were made of; absent when everything is wanted. */
  readonly markers?: readonly Marker[]
}
