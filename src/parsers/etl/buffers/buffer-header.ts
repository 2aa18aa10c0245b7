/** Size of WMI_BUFFER_HEADER, which precedes the events of each buffer. */
export const BUFFER_HEADER_BYTES = 0x48
/** Bytes needed to recognize a buffer: its header and the marker of its first event. */
export const BUFFER_PROBE_BYTES = BUFFER_HEADER_BYTES + 4
/**
 * Windows writes at most 1 MiB.
 * Limit: bytes of one buffer of a trace.
 * Beyond: it counts as damaged.
 */
const MAX_BUFFER_BYTES = 16 << 20

const FLAG_EVENTS_LOST = 0x02
const FLAG_BUFFER_LOST = 0x04
const FLAG_PROCESSOR_INDEX = 0x20
const FLAG_COMPRESSED = 0x40
const ALL_FLAGS = 0x7f
const HEADER_BUFFER = 4
const LAST_BUFFER_TYPE = 7

/** Header of a buffer. */
export interface BufferHeader {
  /** Size on disk, with this header. */
  readonly bytes: number
  /**
   * End of its events after decompression, counted from the start of the header; 0 when no
   * plausible end is stated.
   */
  readonly dataEnd: number
  /** True when both fields that state this end agree. */
  readonly endsAgree: boolean
  /** Order in which buffers were filled, which differs from their order in the file. */
  readonly sequence: number
  /**
   * Time of writing: raw time of the session, or a FILETIME in merged traces; 0 when it is not
   * stated.
   */
  readonly timeLow: number
  readonly timeHigh: number
  readonly cpu: number
  readonly flags: number
  readonly compressed: boolean
  readonly eventsLost: boolean
  readonly buffersLost: boolean
  /** True for the first buffer of a trace. */
  readonly beginsTrace: boolean
  /** Compression of the trace, stated in its first buffer: 2 LZNT1, 3 XPRESS, 4 XPRESS Huffman. */
  readonly compression: number
}

/** Reads the buffer header at `at`. */
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

/** Whether Windows could have written a buffer of this size. */
export const isPlausibleBufferSize = (bytes: number): boolean =>
  bytes > BUFFER_HEADER_BYTES && bytes <= MAX_BUFFER_BYTES

/**
 * Whether a buffer begins at `at`, judging by all known properties. The strongest is the marker of
 * the first event, which has one of two high bytes. It is hidden in a compressed buffer, but that
 * one states its length twice.
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
 * The greater of Offset at 0x30 and SavedOffset at 4; filler after the last event ends the buffer
 * anyway. SavedOffset is 0 in header buffers of Windows 7 and too small in those of merged traces.
 * Otherwise the two are equal. For a compressed buffer it is the decompressed size.
 */
function dataEnd(view: DataView, at: number, bytes: number, compressed: boolean): number {
  const saved = view.getUint32(at + 4, true)
  const offset = view.getUint32(at + 0x30, true)
  const most = compressed ? MAX_BUFFER_BYTES : bytes
  const credible = (end: number) => (end >= BUFFER_HEADER_BYTES && end <= most ? end : 0)
  return Math.max(credible(saved), credible(offset))
}

/** Whether both ends are as Windows writes them. */
function endsAgree(view: DataView, at: number): boolean {
  const saved = view.getUint32(at + 4, true)
  const offset = view.getUint32(at + 0x30, true)
  const header = view.getUint16(at + 0x36, true) === HEADER_BUFFER
  return saved === offset || (header && saved < offset)
}
