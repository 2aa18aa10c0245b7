import type { Moment } from '../../model/moment.ts'
import { readFileTime } from './file-time.ts'

/** Size of the SYSTEM_TRACE_HEADER before it. */
const EVENT_HEADER_BYTES = 32
/** Size of the fields before the two name pointers, and of the time zone after them. */
const BYTES_BEFORE_POINTERS = 56
const ZONE_BYTES = 172
/**
 * Windows allows no longer paths in traces.
 * Limit: characters of the name of a session or log file.
 * Beyond: the name is cut.
 */
const MAX_NAME_CHARS = 2_048

/** Session and machine of a trace, from its first event (TRACE_LOGFILE_HEADER). */
export interface LogFileHeader {
  /** Size of a buffer in memory. Each buffer on disk states its own. */
  readonly bufferBytes: number
  /** Major, minor, sub and subminor version: `10.0.1.5`. */
  readonly version: string
  /** OS build. */
  readonly build: number
  readonly cpus: number
  /** Undefined when the session was not closed. */
  readonly endTime: Required<Moment> | undefined
  readonly timerResolution: number
  /** In MB, or in KB if the mode says so; 0 means unlimited. */
  readonly maximumFileSize: number
  readonly mode: number
  readonly buffersWritten: number
  readonly startBuffers: number
  readonly pointerBytes: 4 | 8
  readonly eventsLost: number
  readonly buffersLost: number
  readonly cpuMegahertz: number
  /** Minutes west of UTC, without daylight saving. */
  readonly biasMinutes: number
  readonly zoneName: string
  readonly bootTime: Required<Moment> | undefined
  readonly startTime: Required<Moment> | undefined
  /** Ticks per second of the performance counter. */
  readonly perfFrequency: number
  /** 1 performance counter, 2 system time, 3 CPU cycles. */
  readonly clockType: number
  readonly loggerName: string
  readonly logFileName: string
  /** Raw time of the header event: corresponds to `startTime`. */
  readonly originLow: number
  readonly originHigh: number
}

/**
 * Reads the header event at `from`. Returns undefined when it is another event, or when its fixed
 * part is incomplete.
 */
export function readLogFileHeader(
  bytes: Uint8Array,
  from: number,
  to: number,
): LogFileHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!isHeaderEvent(view, from, to)) return undefined
  const end = Math.min(to, from + view.getUint16(from + 4, true))
  const at = from + EVENT_HEADER_BYTES
  if (at + BYTES_BEFORE_POINTERS > end) return undefined
  const pointerBytes = view.getUint32(at + 44, true) === 4 ? 4 : 8
  const zone = at + BYTES_BEFORE_POINTERS + 2 * pointerBytes
  const behindZone = zone + ZONE_BYTES - at
  const boot = at + behindZone + (-behindZone & 7)
  if (boot + 32 > end) return undefined
  const u32 = (offset: number) => view.getUint32(offset, true)
  const loggerNameEnd = textEnd(bytes, boot + 32, end)
  return {
    bufferBytes: u32(at),
    version: bytes.subarray(at + 4, at + 8).join('.'),
    build: u32(at + 8),
    cpus: u32(at + 12),
    endTime: readFileTime(view, at + 16),
    timerResolution: u32(at + 24),
    maximumFileSize: u32(at + 28),
    mode: u32(at + 32),
    buffersWritten: u32(at + 36),
    startBuffers: u32(at + 40),
    pointerBytes,
    eventsLost: u32(at + 48),
    cpuMegahertz: u32(at + 52),
    biasMinutes: view.getInt32(zone, true),
    zoneName: utf16(bytes, zone + 4, zone + 68),
    bootTime: readFileTime(view, boot),
    perfFrequency: u32(boot + 8) + u32(boot + 12) * 0x1_0000_0000,
    startTime: readFileTime(view, boot + 16),
    clockType: u32(boot + 24),
    buffersLost: u32(boot + 28),
    loggerName: utf16(bytes, boot + 32, loggerNameEnd),
    logFileName: utf16(bytes, loggerNameEnd + 2, end),
    originLow: u32(from + 16),
    originHigh: u32(from + 20),
  }
}

/** Whether a header event is at `from`: a system header with group 0 and type 0. */
export function isHeaderEvent(view: DataView, from: number, to: number): boolean {
  if (from + EVENT_HEADER_BYTES > to) return false
  const type = view.getUint8(from + 2)
  return (
    view.getUint8(from + 3) === 0xc0 &&
    (type === 1 || type === 2) &&
    view.getUint16(from + 6, true) === 0
  )
}

/** Reads UTF-16 text up to a NUL or the end. */
function utf16(bytes: Uint8Array, from: number, to: number): string {
  const end = textEnd(bytes, from, Math.min(to, from + 2 * MAX_NAME_CHARS))
  return Buffer.from(bytes.buffer, bytes.byteOffset).toString('utf16le', from, end)
}

/** Where UTF-16 text ends: at its NUL, or at the end. */
function textEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at + 1 < to && (bytes[at] !== 0 || bytes[at + 1] !== 0)) at += 2
  return at
}
