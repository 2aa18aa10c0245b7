import type { SipSeen } from '../../model/observation.ts'
import {
  contentLength,
  isSipStart,
  lineFeed,
  packetBegins,
  packetEnds,
  wholeNumber,
  withoutCr,
} from './client-log-line.ts'
import type { ClientLogPrefix } from './client-log-prefix.ts'

/**
 * A record or packet longer than this is given up: the rest of the log must not wait for its end.
 */
export const LONGEST = 4 << 20
/** More packets than this inside one body are no quotation: its Content-Length is wrong. */
const MOST_QUOTED = 64

export interface PacketEnd {
  /** Start of the record behind the message. */
  readonly end: number
  /** What its `End of` line says. */
  readonly direction?: SipSeen['direction']
  readonly damage?: string
  readonly givenUp?: boolean
}

interface Place {
  readonly at: number
  readonly bytes: number
}

/**
 * Finds where the SIP message at `start` ends; undefined when more bytes are needed. Its body may
 * hold anything, look-alikes of records and of `End of` lines too, so the end is the `End of` line
 * that agrees with Content-Length, else the first one, else what is left.
 */
export function packetEnd(
  bytes: Uint8Array,
  start: number,
  to: number,
  final: boolean,
  prefix: ClientLogPrefix,
  announced: SipSeen['direction'] | undefined,
): PacketEnd | undefined {
  const body = new BodyLength()
  let quoted = 0
  let firstRecord: Place | undefined
  let firstEnd: (Place & { readonly direction: SipSeen['direction'] }) | undefined
  let byLength: Place | undefined
  let at = start
  while (at < to && at - start <= LONGEST) {
    let feed = lineFeed(bytes, at, to)
    if (feed < 0) {
      if (!final) return undefined
      feed = to
    }
    const lineEnd = withoutCr(bytes, at, feed)
    if (at > start && prefix.read(bytes, at, lineEnd) === 'record') {
      const here: Place = { at, bytes: body.shown }
      const direction = packetEnds(bytes, prefix.message, lineEnd)
      const agrees = body.agrees()
      if (direction !== undefined && (announced ?? direction) === direction) {
        if (agrees)
          return {
            end: at,
            direction,
            ...(byLength ? { ...byLengthEnd(byLength), damage: INTERLEAVED } : {}),
          }
        if (quoted === 0) firstEnd ??= { ...here, direction }
      }
      firstRecord ??= here
      if (agrees && body.declared >= 0) byLength ??= here
      if (
        packetBegins(bytes, prefix.message, lineEnd) ||
        isSipStart(bytes, prefix.message, lineEnd)
      )
        quoted += 1
      if (
        !body.inside ||
        (body.passed && (firstEnd !== undefined || quoted > 0)) ||
        quoted > MOST_QUOTED
      )
        break
    }
    body.line(bytes, at, lineEnd, feed, feed < to)
    at = feed + 1
  }
  if (at >= to && !final) return undefined
  const direction = firstEnd ? { direction: firstEnd.direction } : {}
  if (byLength)
    return {
      ...byLengthEnd(byLength),
      ...direction,
      damage: firstEnd ? INTERLEAVED : 'no End of line',
    }
  if (firstEnd) return { end: firstEnd.at, ...direction, damage: body.disagreement(firstEnd.bytes) }
  if (at - start > LONGEST) return { end: firstRecord?.at ?? at, givenUp: true }
  if (firstRecord) return { end: firstRecord.at, damage: 'no End of line, ends at the next record' }
  return {
    end: to,
    damage: body.declared >= 0 && body.agrees() ? 'no End of line' : 'cut at the end of the log',
  }
}

const INTERLEAVED = 'another record stands before its End of line'
const byLengthEnd = ({ at }: Place) => ({ end: at })

/**
 * Measures a body line by line. The log may have been saved with other line ends than the message
 * had, so a length is right when it is right as the bytes are, with line ends of one byte, or of
 * two; the logger's own line end or two behind the body do not count.
 */
class BodyLength {
  /** Content-Length, or -1. */
  declared = -1
  inside = false
  private folded = false
  private started = 0
  private end = 0
  private characters = 0
  private breaks = 0
  /** Line ends behind the text, at most two. */
  private trailing = 0
  /** Ends of the last two lines. */
  private readonly ends = [0, 0]

  /** Bytes so far with line ends of two, without the logger's own. */
  get shown(): number {
    return this.characters + 2 * Math.max(0, this.breaks - 1)
  }

  /** No later end can agree any more. */
  get passed(): boolean {
    return this.declared < 0 || this.characters + this.breaks - 2 > this.declared
  }

  line(bytes: Uint8Array, start: number, end: number, feed: number, whole: boolean): void {
    this.end = feed + (whole ? 1 : 0)
    if (!this.inside) {
      if (end === start) {
        this.inside = true
        this.started = this.end
      } else this.header(bytes, start, end)
      return
    }
    this.characters += end - start
    this.breaks += whole ? 1 : 0
    this.trailing = end === start ? Math.min(2, this.trailing + 1) : 1
    if (!whole) this.trailing = 0
    this.ends[1] = this.ends[0] ?? 0
    this.ends[0] = end
  }

  private header(bytes: Uint8Array, start: number, end: number): void {
    if (this.declared >= 0) return
    if (this.folded && (bytes[start] === 0x20 || bytes[start] === 0x09)) {
      const number = wholeNumber(bytes, start, end)
      if (number >= 0) this.declared = number
    }
    const declared = contentLength(bytes, start, end)
    this.folded = Number.isNaN(declared)
    if (declared >= 0) this.declared = declared
  }

  /** Whether the body could end here. Without a Content-Length it always could. */
  agrees(): boolean {
    const { declared, characters, breaks } = this
    if (declared < 0) return true
    if (!this.inside) return declared === 0
    for (let own = 0; own <= this.trailing; own += 1) {
      const raw = own === 0 ? this.end : (this.ends[own - 1] ?? 0)
      if (declared === characters + breaks - own) return true
      if (declared === characters + 2 * (breaks - own)) return true
      if (declared === raw - this.started) return true
    }
    return false
  }

  disagreement(shown: number): string {
    return `Content-Length says ${this.declared} bytes, the End of line comes after ${shown}`
  }
}
