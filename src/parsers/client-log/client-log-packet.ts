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
 * A record or packet longer than this is given up: the rest of the log must not wait for its end.
 */
export const MAX_RECORD_BYTES = 4 << 20
/** More packets than this inside one body are no quotation: its Content-Length is wrong. */
const MAX_QUOTED_PACKETS = 64

export interface PacketEnd {
  /** Start of the record behind the message. */
  readonly end: number
  /** What its `End of` line says. */
  readonly direction?: SipObservation['direction']
  readonly damage?: string
  readonly isTooLong?: boolean
}

interface PossibleEnd {
  readonly at: number
  readonly bodyBytes: number
}

/**
 * Finds where the SIP message at `start` ends; undefined when more bytes are needed. Its body may
 * hold anything, look-alikes of records and of `End of` lines too, so the end is the `End of` line
 * that agrees with Content-Length, else the first one, else what is left.
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
      const here: PossibleEnd = { at, bodyBytes: body.bytesSoFar }
      const direction = packetEndDirection(bytes, prefix.messageAt, lineEnd)
      const agrees = body.canEndHere()
      if (direction !== undefined && (announced ?? direction) === direction) {
        if (agrees)
          return {
            end: at,
            direction,
            ...(byLength ? { ...byLengthEnd(byLength), damage: INTERLEAVED_DAMAGE } : {}),
          }
        if (quoted === 0) firstEnd ??= { ...here, direction }
      }
      firstRecord ??= here
      if (agrees && body.declared >= 0) byLength ??= here
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
      ...byLengthEnd(byLength),
      ...direction,
      damage: firstEnd ? INTERLEAVED_DAMAGE : 'no End of line',
    }
  if (firstEnd)
    return { end: firstEnd.at, ...direction, damage: body.describeMismatch(firstEnd.bodyBytes) }
  if (at - start > MAX_RECORD_BYTES) return { end: firstRecord?.at ?? at, isTooLong: true }
  if (firstRecord) return { end: firstRecord.at, damage: 'no End of line, ends at the next record' }
  return {
    end: to,
    damage:
      body.declared >= 0 && body.canEndHere() ? 'no End of line' : 'cut at the end of the log',
  }
}

const INTERLEAVED_DAMAGE = 'another record stands before its End of line'
const byLengthEnd = ({ at }: PossibleEnd) => ({ end: at })

/**
 * Measures a body line by line. The log may have been saved with other line ends than the message
 * had, so a length is right when it is right as the bytes are, with line ends of one byte, or of
 * two; the logger's own line end or two behind the body do not count.
 */
class BodyLength {
  /** Content-Length, or -1. */
  declared = -1
  isInBody = false
  private isLengthFolded = false
  private bodyStart = 0
  private bodyEnd = 0
  private characters = 0
  private lineBreaks = 0
  /** Line ends behind the text, at most two. */
  private trailingBreaks = 0
  /** Ends of the last two lines. */
  private readonly lastLineEnds = [0, 0]

  /** Bytes so far with line ends of two, without the logger's own. */
  get bytesSoFar(): number {
    return this.characters + 2 * Math.max(0, this.lineBreaks - 1)
  }

  /** No later end can agree any more. */
  get isExceeded(): boolean {
    return this.declared < 0 || this.characters + this.lineBreaks - 2 > this.declared
  }

  addLine(bytes: Uint8Array, start: number, end: number, feed: number, whole: boolean): void {
    this.bodyEnd = feed + (whole ? 1 : 0)
    if (!this.isInBody) {
      if (end === start) {
        this.isInBody = true
        this.bodyStart = this.bodyEnd
      } else this.readHeader(bytes, start, end)
      return
    }
    this.characters += end - start
    this.lineBreaks += whole ? 1 : 0
    this.trailingBreaks = end === start ? Math.min(2, this.trailingBreaks + 1) : 1
    if (!whole) this.trailingBreaks = 0
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

  /** Whether the body could end here. Without a Content-Length it always could. */
  canEndHere(): boolean {
    const { declared, characters, lineBreaks: breaks } = this
    if (declared < 0) return true
    if (!this.isInBody) return declared === 0
    for (let own = 0; own <= this.trailingBreaks; own += 1) {
      const raw = own === 0 ? this.bodyEnd : (this.lastLineEnds[own - 1] ?? 0)
      if (declared === characters + breaks - own) return true
      if (declared === characters + 2 * (breaks - own)) return true
      if (declared === raw - this.bodyStart) return true
    }
    return false
  }

  describeMismatch(shown: number): string {
    return `Content-Length says ${this.declared} bytes, the End of line comes after ${shown}`
  }
}
