import { join, literalLz77, padded, utf16, write } from './etl-bytes.ts'
import { systemEvent } from './etl-events.ts'

/**
 * Builds binary event traces: buffers of any kind, all clocks, XPRESS compression with literals
 * only.
 */

const BUFFER_HEADER_BYTES = 0x48

export interface BufferParts {
  readonly bytes?: number
  readonly sequence?: number
  readonly cpu?: number
  readonly flags?: number
  readonly type?: number
  readonly time?: bigint
  readonly compressed?: boolean
  /** Size in the header, in place of the true one. */
  readonly statedBytes?: number
  /** Stated end of the last event; 0 omits it. */
  readonly offset?: number
  readonly state?: number
}

/** Builds a buffer with these events, filled with 0xFF. */
export function buffer(events: readonly Uint8Array[], parts: BufferParts = {}): Uint8Array {
  const data = join(
    ...events.map((event) => join(event, new Uint8Array(padded(event.length) - event.length))),
  )
  const end = BUFFER_HEADER_BYTES + data.length
  const packed = parts.compressed ? literalLz77(data) : data
  const size = parts.bytes ?? (parts.compressed ? BUFFER_HEADER_BYTES + packed.length : 0x2000)
  const bytes = new Uint8Array(size).fill(0xff)
  bytes.fill(0, 0, BUFFER_HEADER_BYTES)
  bytes.set(packed, BUFFER_HEADER_BYTES)
  write(
    bytes,
    [0, 4, parts.statedBytes ?? size],
    [4, 4, end],
    [0x10, 8, parts.time ?? 0n],
    [0x18, 8, BigInt(parts.sequence ?? 0)],
  )
  write(
    bytes,
    [0x28, 2, parts.cpu ?? 0],
    [0x2c, 4, parts.state ?? 3],
    [0x30, 4, parts.offset ?? end],
  )
  write(
    bytes,
    [0x34, 2, (parts.flags ?? 0x20) | (parts.compressed ? 0x40 : 0)],
    [0x36, 2, parts.type ?? 0],
  )
  return bytes
}

export interface HeaderParts {
  readonly bufferBytes?: number
  readonly pointerBytes?: 4 | 8
  readonly clockType?: number
  readonly frequency?: bigint
  readonly cpuMegahertz?: number
  readonly startTime?: bigint
  readonly endTime?: bigint
  readonly origin?: bigint
  readonly buffersWritten?: number
  readonly eventsLost?: number
  readonly buffersLost?: number
  readonly mode?: number
  readonly loggerName?: string
  readonly logFileName?: string
  readonly compression?: number
}

/** 2024-01-17T21:20:00Z. */
export const START = 133_500_000_000_000_000n
export const ORIGIN = 1_000_000n

/** Builds the first buffer of a trace. `more` are events after the header event. */
export function headerBuffer(
  parts: HeaderParts = {},
  more: readonly Uint8Array[] = [],
): Uint8Array {
  const p = parts.pointerBytes ?? 8
  const boot = padded(56 + 2 * p + 172)
  const names = join(
    utf16(`${parts.loggerName ?? 'Contoso'}\0`),
    utf16(`${parts.logFileName ?? 'C:\\contoso.etl'}\0`),
  )
  const data = join(new Uint8Array(boot + 32), names)
  write(data, [0, 4, parts.bufferBytes ?? 0x2000], [4, 4, 0x0501_000a], [8, 4, 19_045], [12, 4, 2])
  write(
    data,
    [16, 8, parts.endTime ?? START + 600_000_000n],
    [24, 4, 156_250],
    [32, 4, parts.mode ?? 1],
    [36, 4, parts.buffersWritten ?? 0],
  )
  write(
    data,
    [40, 4, 1],
    [44, 4, p],
    [48, 4, parts.eventsLost ?? 0],
    [52, 4, parts.cpuMegahertz ?? 2_400],
  )
  data.set(utf16('@tzres.dll,-212\0'), 56 + 2 * p + 4)
  write(
    data,
    [boot, 8, START - 36_000_000_000n],
    [boot + 8, 8, parts.frequency ?? 10_000_000n],
    [boot + 16, 8, parts.startTime ?? START],
  )
  write(data, [boot + 24, 4, parts.clockType ?? 1], [boot + 28, 4, parts.buffersLost ?? 0])
  const event = systemEvent({
    group: 0,
    opcode: 0,
    wide: p === 8,
    time: parts.origin ?? ORIGIN,
    pid: 4_321,
    tid: 1_234,
    data,
  })
  return buffer([event, ...more], {
    type: 4,
    bytes: parts.bufferBytes ?? 0x2000,
    state: parts.compression ?? 3,
  })
}

/** Builds a whole trace. The header states the number of buffers. */
export const etlFile = (buffers: readonly Uint8Array[], parts: HeaderParts = {}): Uint8Array =>
  join(headerBuffer({ buffersWritten: buffers.length + 1, ...parts }), ...buffers)
