import { defined } from '../../model/defined.ts'
import type { SipObservation } from '../../model/observation.ts'
import {
  findLineFeed,
  mayBeSipStartLine,
  packetEndDirection,
  packetStartDirection,
  parseContentLength,
  parseWholeNumber,
  trimCr,
} from './client-log-line.ts'
import type { ClientLogPrefix } from './client-log-prefix.ts'

/**
 * The rest of the log must not wait longer for the end of a record.
 * Limit: bytes of one record of a client log.
 * Beyond: only its beginning is read; the report says so.
 */
export const MAX_RECORD_BYTES = 4 << 20
/**
 * A body does not quote more packets than this. If it seems to, its Content-Length is wrong.
 * Limit: packets quoted in the body of another one.
 * Beyond: its Content-Length counts as wrong.
 */
const MAX_QUOTED_PACKETS = 64

export interface PacketEnd {
  /** Start of the record after the message. */
  readonly end: number
  /** The direction that its `End of` line states. */
  readonly direction?: SipObservation['direction']
  readonly damage?: string
  /** True when the rest of the message is missing. */
  readonly isCut?: true
  /** True when no end was found within MAX_RECORD_BYTES. */
  readonly isTooLong?: boolean
}

interface PossibleEnd {
  readonly at: number
  readonly bodyBytes: number
}

/**
 * Finds the end of the SIP message at `start`. Returns undefined when more bytes are needed.
 * A body may contain anything, even text that looks like records and `End of` lines. So the end is
 * the `End of` line that agrees with Content-Length. If there is none, it is the first `End of`
 * line, then the next record or the end of the log.
 */
export function findPacketEnd(
  bytes: Uint8Array,
  start: number,
  to: number,
  final: boolean,
  prefix: ClientLogPrefix,
  announced: SipObservation['direction'] | undefined,
): PacketEnd | undefined {
  const body = new BodyLength()
  let quoted = 0
  let firstRecord: PossibleEnd | undefined
  let firstEnd: (PossibleEnd & { readonly direction: SipObservation['direction'] }) | undefined
  let byLength: PossibleEnd | undefined
  let at = start
  while (at < to && at - start <= MAX_RECORD_BYTES) {
    let feed = findLineFeed(bytes, at, to)
    if (feed < 0) {
      if (!final) return undefined
      feed = to
    }
    const lineEnd = trimCr(bytes, at, feed)
    if (at > start && prefix.read(bytes, at, lineEnd) === 'record') {
      const candidate: PossibleEnd = { at, bodyBytes: body.bytesSoFar }
      const direction = packetEndDirection(bytes, prefix.messageAt, lineEnd)
      const agrees = body.canEndHere()
      if (direction !== undefined && (announced ?? direction) === direction) {
        if (agrees)
          return byLength
            ? { end: byLength.at, direction, damage: INTERLEAVED_DAMAGE }
            : { end: at, direction }
        if (quoted === 0) firstEnd ??= { ...candidate, direction }
      }
      firstRecord ??= candidate
      if (agrees && body.declared >= 0) byLength ??= candidate
      if (
        packetStartDirection(bytes, prefix.messageAt, lineEnd) ||
        mayBeSipStartLine(bytes, prefix.messageAt, lineEnd)
      )
        quoted += 1
      if (
        !body.isInBody ||
        (body.isExceeded && (firstEnd !== undefined || quoted > 0)) ||
        quoted > MAX_QUOTED_PACKETS
      )
        break
    }
    body.addLine(bytes, at, lineEnd, feed, feed < to)
    at = feed + 1
  }
  if (at >= to && !final) return undefined
  const direction = firstEnd ? { direction: firstEnd.direction } : {}
  if (byLength)
    return {
      end: byLength.at,
      ...direction,
      damage: firstEnd ? INTERLEAVED_DAMAGE : 'no End of line',
    }
  if (firstEnd)
    return { end: firstEnd.at, ...direction, damage: body.describeMismatch(firstEnd.bodyBytes) }
  if (at - start > MAX_RECORD_BYTES) return { end: firstRecord?.at ?? at, isTooLong: true }
  if (firstRecord)
    return {
      end: firstRecord.at,
      damage: 'no End of line, ends at the next record',
      ...cutMark(firstRecord.bodyBytes < body.declared),
    }
  if (body.declared >= 0 && body.canEndHere()) return { end: to, damage: 'no End of line' }
  const isCut = body.declared < 0 ? !body.isInBody : body.bytesSoFar < body.declared
  return { end: to, damage: 'cut at the end of the log', ...cutMark(isCut) }
}

const cutMark = (isCut: boolean) => defined({ isCut: isCut ? (true as const) : undefined })

const INTERLEAVED_DAMAGE = 'another record is logged before its End of line'

/**
 * Measures a body line by line. The log may have other line breaks than the message had. So
 * Content-Length is compared with three lengths: as logged, with one byte per line break, and with
 * two. The logger's own line breaks after the body, up to two, do not count.
 */
class BodyLength {
  /** Value of Content-Length, or -1 when there is none. */
  declared = -1
  isInBody = false
  private isLengthFolded = false
  private bodyStart = 0
  private bodyEnd = 0
  private characters = 0
  private lineBreaks = 0
  /** Line breaks after the text, at most two. */
  private trailingBreaks = 0
  /** Ends of the last two lines. */
  private readonly lastLineEnds = [0, 0]

  /** Length so far with two bytes per line break, without the last line break. */
  get bytesSoFar(): number {
    return this.characters + 2 * Math.max(0, this.lineBreaks - 1)
  }

  /**
   * Whether the body is longer than Content-Length allows, so that no later end can agree with it.
   */
  get isExceeded(): boolean {
    return this.declared < 0 || this.characters + this.lineBreaks - 2 > this.declared
  }

  addLine(bytes: Uint8Array, start: number, end: number, feed: number, hasBreak: boolean): void {
    this.bodyEnd = feed + (hasBreak ? 1 : 0)
    if (!this.isInBody) {
      if (end === start) {
        this.isInBody = true
        this.bodyStart = this.bodyEnd
      } else this.readHeader(bytes, start, end)
      return
    }
    this.characters += end - start
    this.lineBreaks += hasBreak ? 1 : 0
    this.trailingBreaks = end === start ? Math.min(2, this.trailingBreaks + 1) : 1
    if (!hasBreak) this.trailingBreaks = 0
    this.lastLineEnds[1] = this.lastLineEnds[0] ?? 0
    this.lastLineEnds[0] = end
  }

  private readHeader(bytes: Uint8Array, start: number, end: number): void {
    if (this.declared >= 0) return
    if (this.isLengthFolded && (bytes[start] === 0x20 || bytes[start] === 0x09)) {
      const number = parseWholeNumber(bytes, start, end)
      if (number >= 0) this.declared = number
    }
    const declared = parseContentLength(bytes, start, end)
    this.isLengthFolded = Number.isNaN(declared)
    if (declared >= 0) this.declared = declared
  }

  /** Whether the body can end here. Without a Content-Length it always can. */
  canEndHere(): boolean {
    const { declared, characters, lineBreaks } = this
    if (declared < 0) return true
    if (!this.isInBody) return declared === 0
    for (let loggerBreaks = 0; loggerBreaks <= this.trailingBreaks; loggerBreaks += 1) {
      const end = loggerBreaks === 0 ? this.bodyEnd : (this.lastLineEnds[loggerBreaks - 1] ?? 0)
      if (declared === characters + lineBreaks - loggerBreaks) return true
      if (declared === characters + 2 * (lineBreaks - loggerBreaks)) return true
      if (declared === end - this.bodyStart) return true
    }
    return false
  }

  describeMismatch(bytes: number): string {
    return `Content-Length is ${this.declared} bytes, but the End of line follows after ${bytes}`
  }
}
