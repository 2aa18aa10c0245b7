/** WMI_BUFFER_HEADER, before the events of each buffer. */
export const BUFFER_HEADER_BYTES = 0x48
/**
 * Up to the marker of the first event: what has to be seen to tell a buffer header from anything
 * else.
 */
export const BUFFER_PROBE_BYTES = BUFFER_HEADER_BYTES + 4
/** 1 MiB is the most that Windows writes. */
const MAX_BUFFER_BYTES = 16 << 20

const FLAG_EVENTS_LOST = 0x02
const FLAG_BUFFER_LOST = 0x04
const FLAG_PROCESSOR_INDEX = 0x20
const FLAG_COMPRESSED = 0x40
const ALL_FLAGS = 0x7f
const HEADER_BUFFER = 4
const LAST_BUFFER_TYPE = 7

/** What a buffer says of itself. */
export interface BufferHeader {
  /** On disk, with this header. */
  readonly bytes: number
  /** End of its events, with this header, decompressed; 0 where it does not say so credibly. */
  readonly dataEnd: number
  /** Both places where it states that end do so alike. */
  readonly endsAgree: boolean
  /** Order of filling, which is not that in the file. */
  readonly sequence: number
  /**
   * When it was written out, in raw time of the session or, in merged traces, as FILETIME; 0 where
   * it does not say.
   */
  readonly timeLow: number
  readonly timeHigh: number
  readonly cpu: number
  readonly flags: number
  readonly compressed: boolean
  readonly eventsLost: boolean
  readonly buffersLost: boolean
  /** It begins a trace. */
  readonly beginsTrace: boolean
  /**
   * How the buffers of the trace are compressed, in the one that begins it: 2 LZNT1, 3 XPRESS, 4
   * XPRESS_HUFF.
   */
  readonly compression: number
}

export function readBufferHeader(view: DataView, at: number): BufferHeader {
  const bytes = view.getUint32(at, true)
  const flags = view.getUint16(at + 0x34, true)
  const compressed = (flags & FLAG_COMPRESSED) !== 0
  const begins = view.getUint16(at + 0x36, true) === HEADER_BUFFER
  return {
    bytes,
    dataEnd: dataEnd(view, at, bytes, compressed),
    endsAgree: endsAgree(view, at),
    sequence: view.getUint32(at + 0x18, true) + view.getInt32(at + 0x1c, true) * 0x1_0000_0000,
    timeLow: view.getUint32(at + 0x10, true),
    timeHigh: view.getUint32(at + 0x14, true),
    cpu:
      (flags & FLAG_PROCESSOR_INDEX) !== 0
        ? view.getUint16(at + 0x28, true)
        : view.getUint8(at + 0x28),
    flags,
    compressed,
    eventsLost: (flags & FLAG_EVENTS_LOST) !== 0,
    buffersLost: (flags & FLAG_BUFFER_LOST) !== 0,
    beginsTrace: begins,
    compression: begins ? view.getUint32(at + 0x2c, true) & 0xffff : 0,
  }
}

/** A size that Windows may have written. */
export const isPlausibleBufferSize = (bytes: number): boolean =>
  bytes > BUFFER_HEADER_BYTES && bytes <= MAX_BUFFER_BYTES

/**
 * Whether a buffer begins there, by everything that is known of one. The first event decides most:
 * its marker has one of two high bytes. Of a compressed buffer that is not seen, but it states both
 * its lengths.
 */
export function isPlausibleBuffer(view: DataView, at: number): boolean {
  const bytes = view.getUint32(at, true)
  if (!isPlausibleBufferSize(bytes)) return false
  const flags = view.getUint16(at + 0x34, true)
  if (flags > ALL_FLAGS || view.getUint16(at + 0x36, true) > LAST_BUFFER_TYPE) return false
  const compressed = (flags & FLAG_COMPRESSED) !== 0
  const end = dataEnd(view, at, bytes, compressed)
  if (end === 0) return false
  if (compressed) return view.getUint32(at + 4, true) === view.getUint32(at + 0x30, true)
  const high = view.getUint8(at + BUFFER_HEADER_BYTES + 3)
  return end === BUFFER_HEADER_BYTES || high === 0xc0 || high === 0x90
}

/**
 * Offset at 0x30 or SavedOffset at 4, whichever is greater: behind the last event fillers end the
 * buffer anyway. SavedOffset is 0 in header buffers of Windows 7 and too small in those of merged
 * traces; else they are the same. Of a compressed buffer it is the size after decompression.
 */
function dataEnd(view: DataView, at: number, bytes: number, compressed: boolean): number {
  const saved = view.getUint32(at + 4, true)
  const offset = view.getUint32(at + 0x30, true)
  const most = compressed ? MAX_BUFFER_BYTES : bytes
  const credible = (end: number) => (end >= BUFFER_HEADER_BYTES && end <= most ? end : 0)
  return Math.max(credible(saved), credible(offset))
}

/** As Windows writes them. */
function endsAgree(view: DataView, at: number): boolean {
  const saved = view.getUint32(at + 4, true)
  const offset = view.getUint32(at + 0x30, true)
  const header = view.getUint16(at + 0x36, true) === HEADER_BUFFER
  return saved === offset || (header && saved < offset)
}
