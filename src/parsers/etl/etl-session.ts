import { EtlClock } from './etl-clock.ts'
import { GuidCache } from './guid-cache.ts'
import type { LogFileHeader } from './log-file-header.ts'

/** One trace, which begins with a header buffer. A concatenated file holds several. */
export interface EtlSession {
  /**
   * Undefined when the header could not be read. Times are then known only if they are system
   * times.
   */
  readonly header: LogFileHeader | undefined
  /** Offset of its first buffer in the file. */
  readonly offset: number
  readonly clock: EtlClock
  /** Pointer size of the machine. Most events have their own. */
  readonly pointerBytes: 4 | 8
  /** Compression of its buffers: 0 none, 2 LZNT1, 3 XPRESS, 4 XPRESS Huffman. */
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
