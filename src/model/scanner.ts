/** Formats whose ordinary records the scanner can skip. */
export type ScannedFormat = 'client-log' | 'cls-text' | 'tracefmt-text' | 'tracerpt-csv'

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
  /** Packets that the client sent and the parser has to read. */
  readonly sentPackets: 'none' | 'wanted' | 'all'
}

/** A wanted SIP packet at the first record that was not skipped, read by the scanner. */
export interface ScannedPacket {
  /** Offset of the record after the packet. */
  readonly end: number
  /** Time of the packet in milliseconds since midnight. */
  readonly ms: number
  readonly lines: number
  readonly startLine: string
  /** As in `SipMessage`, but lists are not split into their values. */
  readonly headers: string
  /** Whether there may be a list in `headers`. */
  readonly hasLists: boolean
  readonly method: string
  /** 0 for a request. */
  readonly status: number
  /** Empty when there is none, and for a MESSAGE, of which no body is kept. */
  readonly contentType: string
  readonly bodyAt: number
}

/** Result of skipping records. Valid until the next call, with its packet. */
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
  /** Undefined when the parser has to read the first record that was not skipped. */
  readonly packet: ScannedPacket | undefined
}

/**
 * Byte-level work that is faster in WebAssembly than in a parser. It skips a record only if a
 * parser would do nothing but count it and note its time. It reads wanted SIP packets of the usual
 * form; the parser reads all others.
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
  /** Sets the date that a record must have to be skipped: the bytes that its time begins with. */
  setDate(bytes: Uint8Array): void
  /**
   * Sets where the delimiters of the rows of a tracerpt CSV are. `offsets`: at the number of each
   * field, from 1 on, the distance from the first delimiter to the one after the field.
   */
  setRowLayout(delimiter: number, offsets: Int32Array): void
  skipRecords(format: ScannedFormat, from: number, run: SkipState): SkipResult
}
