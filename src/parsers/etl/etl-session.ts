import { EtlClock } from './etl-clock.ts'
import { GuidCache } from './guid-cache.ts'
import type { LogFileHeader } from './log-file-header.ts'

/** One trace: what a header buffer begins. Files that were joined end to end hold several. */
export interface EtlSession {
  /**
   * Undefined where the header could not be read: then times are known only if they are system
   * times.
   */
  readonly header: LogFileHeader | undefined
  /** Offset in the file of its first buffer. */
  readonly offset: number
  readonly clock: EtlClock
  /** Of the machine: events mostly say their own. */
  readonly pointerBytes: 4 | 8
  /** How its buffers may be compressed: 2 LZNT1, 3 XPRESS, 4 XPRESS_HUFF; 0 not at all. */
  readonly compression: number
  readonly guids: GuidCache
}

export function createEtlSession(
  header: LogFileHeader | undefined,
  offset: number,
  compression = 0,
  guids = new GuidCache(),
): EtlSession {
  const clock = new EtlClock(header)
  return { header, offset, clock, pointerBytes: header?.pointerBytes ?? 8, compression, guids }
}
