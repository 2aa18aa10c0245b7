/** Formats whose ordinary records the scanner can skip. */
export type ScannedFormat = 'client-log' | 'cls-text' | 'tracefmt-text'

/**
 * State of the parser before skipping records. Times are milliseconds since midnight of the date
 * passed to `setDate`.
 */
export interface SkipState {
  /** Latest time read so far. */
  readonly latestMs: number
  /** A record after a gap of this length, in milliseconds, is not skipped. */
  readonly minGapMs: number
  /** Direction of the packet announced by the previous record: 0 none, 1 sent, 2 received. */
  readonly announcedDirection: number
  /** Whether packets that the client sent are not skipped. */
  readonly keepSentPackets: boolean
}

/** Result of skipping records. */
export interface SkipResult {
  /** Offset of the first record that has to be parsed. */
  readonly nextRecordAt: number
  readonly records: number
  /** Number of records older than the latest time. */
  readonly disorder: number
  readonly lines: number
  readonly undecoded: number
  readonly earliestMs: number
  readonly latestMs: number
  readonly announcedDirection: number
}

/**
 * Byte-level work that is faster in WebAssembly than in a parser. It skips a record only if a
 * parser would do nothing but count it and note its time.
 */
export interface Scanner {
  /**
   * Must be called first. Selects the bytes from `from` up to `to` (exclusive); `bytes` must be in
   * the scanner's memory.
   */
  open(bytes: Uint8Array, from: number, to: number): void
  /**
   * Offset of the first wanted literal at or after `from`, or the end if there is none. Call with
   * increasing `from`.
   */
  findNext(from: number): number
  /** Sets the date, ten bytes, that a record must have to be skipped. */
  setDate(bytes: Uint8Array): void
  skipRecords(format: ScannedFormat, from: number, run: SkipState): SkipResult
}
