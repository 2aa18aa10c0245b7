/** Formats of which a kernel knows ordinary records. */
export type ScannedFormat = 'client-log' | 'cls-text' | 'tracefmt-text'

/** What a pass has to know. Moments are milliseconds of the day whose date was set. */
export interface SkipState {
  /** Latest moment read so far. */
  readonly latestMs: number
  /** A silence so long is to be told: the record behind it is not passed over. */
  readonly minGapMs: number
  /** Way of the packet that the record before announced: 0 none, 1 sent, 2 received. */
  readonly announcedDirection: number
}

/** What was passed over. */
export interface SkipResult {
  /** Start of the first record that has to be read. */
  readonly nextRecordAt: number
  readonly records: number
  /** Records before the latest moment. */
  readonly disorder: number
  readonly lines: number
  readonly undecoded: number
  readonly earliestMs: number
  readonly latestMs: number
  readonly announcedDirection: number
}

/**
 * What has to be done with every byte, done faster than a parser can. It passes over a record only
 * when it is certain what a parser would make of it: nothing but a count and a time.
 */
export interface Scanner {
  /**
   * To be called first: these bytes, lying in the kernel's memory, are read from `from` to before
   * `to`.
   */
  open(bytes: Uint8Array, from: number, to: number): void
  /**
   * Place of the first literal asked for from `from` on, the end when there is none. To be asked in
   * order.
   */
  findNext(from: number): number
  /** The ten bytes of the date that records must have to be passed over. */
  setDate(bytes: Uint8Array): void
  skipRecords(format: ScannedFormat, from: number, run: SkipState): SkipResult
}
