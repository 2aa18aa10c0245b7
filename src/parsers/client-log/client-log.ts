import type { SipObservation, TraceObservation } from '../../model/observation.ts'
import type { ParseContext, Parser, ParseSession } from '../../model/parser.ts'
import type { ScannedPacket } from '../../model/scanner.ts'
import type { SipMessage } from '../../model/sip-message.ts'
import type { TraceLevel } from '../../model/trace-event.ts'
import { countLines } from '../shared/count-lines.ts'
import { createMarkerSearch } from '../shared/forward-search.ts'
import { RecordSkipper } from '../shared/record-skipper.ts'
import { LOOK_ALIKE_REASON } from '../shared/record-window.ts'
import { removeSecrets } from '../sip/embedded-sip.ts'
import { emitSip, parseSip } from '../sip/sip.ts'
import { keepAllowedBody } from '../sip/sip-body.ts'
import { splitHeaderLists } from '../sip/sip-header-values.ts'
import { isSipStartLine } from '../sip/sip-start-line.ts'
import { findDeclaredEnd } from './client-log-declared-end.ts'
import {
  mayBeSipStartLine,
  packetEndDirection,
  packetStartDirection,
  trimCr,
} from './client-log-line.ts'
import { findPacketEnd, MAX_RECORD_BYTES, type PacketEnd } from './client-log-packet.ts'
import { ClientLogPrefix, isPrefixLookAlike, type PrefixKind } from './client-log-prefix.ts'
import { recogniseClientLog } from './client-log-recognise.ts'

const LF = 10
const CR = 13
const BLANK = 32
/**
 * No evidence looks further.
 * Limit: characters of the message of a record.
 * Beyond: it is cut.
 */
const MAX_MESSAGE_CHARACTERS = 64 << 10
/**
 * Any of them names the client and its user, but parsing one takes a hundred times as long as
 * skipping it.
 * Limit: packets sent by the client that are marked as its first.
 * Beyond: later ones are not marked.
 */
const MAX_SENT_PACKETS = 32
/** Packet directions by the numbers that the scanner uses. */
const DIRECTIONS: readonly (SipObservation['direction'] | undefined)[] = [
  undefined,
  'sent',
  'received',
]

/**
 * The client's own log, `Lync-UccApi-0.UccApilog`: trace lines, and every SIP packet as it was
 * transmitted.
 */
export const clientLog: Parser = {
  format: 'client-log',
  title: 'Client log (Lync-UccApi-N.UccApilog)',
  isLog: true,
  isClientLog: true,
  isOpenEnded: true,
  // Their numbers, from 1, must match DIRECTIONS: sent, received.
  formatLiterals: ['End of Sending Packet', 'End of Data Received'],
  recognise: recogniseClientLog,
  open: (context) => new ClientLogReading(context),
}

/** The bytes of one call of `read`. */
interface ReadWindow {
  readonly bytes: Uint8Array
  /** The same bytes up to `to`. Used for native searches. */
  readonly view: Buffer
  readonly to: number
  readonly final: boolean
  /** Whether a wanted literal may be in a range. Ranges must ascend from call to call. */
  readonly hasMarker: (from: number, end: number) => boolean
}

class ClientLogReading implements ParseSession {
  private readonly context: ParseContext
  private readonly prefix: ClientLogPrefix
  private readonly skipper: RecordSkipper
  /** Line number of the current record. */
  private line = 1
  /** Number of lines before the first record; -1 from then on. */
  private orphanLines = 0
  /** Direction of the packet that the previous record announced. */
  private announced: SipObservation['direction'] | undefined
  /**
   * The record that followed the announcement of a packet and is no SIP message. Another thread may
   * have written it. If the packet ends without a SIP message, this record was the packet.
   */
  private possiblePacket: { readonly line: number; readonly direction: string } | undefined
  /** Whether the rest of a line that is too long to buffer is being skipped. */
  private isSkippingLine = false
  /** How many more packets that the client sent are marked as its first. */
  private sentPacketsLeft = MAX_SENT_PACKETS
  /** Result of the last `readPrefix`, and its position in the bytes of this call. */
  private lastPrefixKind: PrefixKind = 'none'
  private lastPrefixAt = -1

  constructor(context: ParseContext) {
    this.context = context
    this.prefix = new ClientLogPrefix(context.clock)
    this.skipper = new RecordSkipper(context, 'client-log')
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    const window: ReadWindow = {
      bytes,
      view,
      to,
      final,
      hasMarker: createMarkerSearch(this.context, bytes, to),
    }
    let at = this.isSkippingLine ? this.skipRestOfLine(view, from) : from
    this.lastPrefixAt = -1
    this.context.scanner?.open(bytes, at, to)
    this.skipper.reset()
    while (at < to) {
      at = this.skipRecords(at)
      const { skipper } = this
      const { packet } = skipper
      if (packet) {
        this.addScannedPacket(window, packet)
        at = packet.end
        continue
      }
      if (skipper.shouldWait(at, to, final)) break
      const next = this.readRecord(window, at)
      if (next === undefined) break
      at = next
    }
    return at
  }

  /** Skips the rest of a line. Returns the start of the next one. */
  private skipRestOfLine(view: Buffer, from: number): number {
    const feed = view.indexOf(LF, from)
    this.isSkippingLine = feed < 0
    return feed < 0 ? view.length : feed + 1
  }

  /**
   * Skips records that only have to be counted. Does nothing before the first record, and while the
   * end of a packet without a SIP message is awaited.
   */
  private skipRecords(from: number): number {
    const { skipper } = this
    skipper.forget()
    if (this.orphanLines >= 0 || this.possiblePacket) return from
    skipper.announced = this.announced === undefined ? 0 : this.announced === 'sent' ? 1 : 2
    skipper.sentPackets =
      this.sentPacketsLeft === 0 ? 'none' : this.context.wanted.sentPackets ? 'all' : 'wanted'
    const at = skipper.skip(from)
    this.line += skipper.skippedLines
    this.announced = DIRECTIONS[skipper.announced]
    return at
  }

  /** Emits a wanted packet that the scanner has read. */
  private addScannedPacket({ bytes }: ReadWindow, packet: ScannedPacket): void {
    const { context, announced, line, skipper } = this
    const at = skipper.timeOf(packet)
    this.announced = undefined
    this.lastPrefixAt = -1
    this.line += packet.lines
    context.tally.addRecord(at)
    const { startLine, method, status, contentType, bodyAt, end } = packet
    const headers = packet.hasLists ? splitHeaderLists(packet.headers) : packet.headers
    const body =
      contentType === ''
        ? ''
        : keepAllowedBody(method, contentType, () => context.decode(bytes, bodyAt, end))
    // A property that is added later would take memory of its own.
    const message: SipMessage =
      status === 0
        ? { startLine, method, headers, body }
        : { startLine, method, headers, body, status }
    emitSip(context, {
      message,
      at,
      direction: announced ?? 'received',
      vantage: 'client',
      source: { path: context.path, line },
    })
  }

  /**
   * Reads the record that begins at `start`. Returns the start of the next record, or undefined
   * when more bytes are needed.
   */
  private readRecord(window: ReadWindow, start: number): number | undefined {
    const { bytes, view, to } = window
    const kind = this.readPrefix(bytes, start, to)
    const { messageAt } = this.prefix
    const feed = view.indexOf(LF, kind === 'none' ? start : messageAt)
    if (feed < 0 && !window.final) {
      if (to - start <= MAX_RECORD_BYTES) return undefined
      this.isSkippingLine = true
    }
    const next = feed < 0 ? to : feed + 1
    if (kind === 'none') {
      if (this.orphanLines >= 0) this.orphanLines += 1
      // A last line without end may be cut.
      if (feed >= 0 && isPrefixLookAlike(bytes, start, feed)) this.addLookAlike(this.line)
      this.line += 1
      return next
    }
    if (this.orphanLines >= 0) this.startFirstRecord()
    if (kind === 'record') this.skipper.learnDate(bytes, start, this.prefix.at)
    const lineEnd = trimCr(bytes, messageAt, feed < 0 ? to : feed)
    if (kind === 'impossible') {
      this.context.tally.addDamage({
        line: this.line,
        reason: 'a record with an impossible date or time',
      })
      this.line += 1
      return next
    }
    if (mayBeSipStartLine(bytes, messageAt, lineEnd))
      return this.readPacket(window, messageAt, next)
    const begins = packetStartDirection(bytes, messageAt, lineEnd)
    const ends = begins === undefined ? packetEndDirection(bytes, messageAt, lineEnd) : undefined
    if (begins === undefined && ends === undefined) return this.readTraceRecord(window, start, next)
    const { possiblePacket } = this
    if (possiblePacket && possiblePacket.direction === ends)
      this.context.tally.addDamage({ line: possiblePacket.line, reason: NO_SIP_REASON })
    this.possiblePacket = undefined
    this.announced = begins
    this.context.tally.addRecord(this.prefix.at)
    this.line += 1
    return next
  }

  /**
   * Reads the prefix at `at`. The result is cached: the previous record needs it to find its end,
   * and then the record itself.
   */
  private readPrefix(bytes: Uint8Array, at: number, to: number): PrefixKind {
    if (at !== this.lastPrefixAt) {
      this.lastPrefixKind = this.prefix.read(bytes, at, to)
      this.lastPrefixAt = at
    }
    return this.lastPrefixKind
  }

  private addLookAlike(line: number): void {
    this.context.tally.addDamage({ line, reason: LOOK_ALIKE_REASON })
  }

  /** Ends the lines before the first record and notes how many there were. */
  private startFirstRecord(): void {
    if (this.orphanLines > 0) {
      const lines =
        this.orphanLines === 1 ? 'its first line' : `its first ${this.orphanLines} lines`
      this.context.tally.addNote(`Starts in the middle of a record: ${lines} cannot be read`)
    }
    this.orphanLines = -1
  }

  /** Reads a trace record with its continuation lines. `second` is the start of its second line. */
  private readTraceRecord(
    { bytes, view, to, final, hasMarker }: ReadWindow,
    start: number,
    second: number,
  ): number | undefined {
    const { at, ticks, messageAt } = this.prefix
    let end = second
    let lines = 1
    /** Lines that seem to be records of their own. Created where needed, because they are rare. */
    let lookAlikes: number[] | undefined
    while (
      end < to &&
      end - start <= MAX_RECORD_BYTES &&
      this.readPrefix(bytes, end, to) === 'none'
    ) {
      const feed = view.indexOf(LF, end)
      if (feed < 0 && !final) {
        if (to - end <= MAX_RECORD_BYTES) return undefined
        this.isSkippingLine = true
      }
      if (feed >= 0 && isPrefixLookAlike(bytes, end, feed)) {
        lookAlikes ??= []
        lookAlikes.push(this.line + lines)
      }
      end = feed < 0 ? to : feed + 1
      lines += 1
    }
    if (end >= to && !final && !this.isSkippingLine) return undefined
    if (end - start > MAX_RECORD_BYTES)
      this.context.tally.addNote(
        `A record is longer than ${MAX_RECORD_BYTES >> 20} MiB: only its beginning was read`,
      )
    const readEnd = Math.min(end, start + MAX_RECORD_BYTES)
    const { context } = this
    context.tally.addRecord(at)
    if (lookAlikes) for (const line of lookAlikes) this.addLookAlike(line)
    // A packet of line ends alone keeps the connection open.
    if (this.announced !== undefined && !isBlank(bytes, messageAt, readEnd))
      this.possiblePacket = { line: this.line, direction: this.announced }
    this.announced = undefined
    const { trace } = context.wanted
    if (
      trace.matchesStart(bytes, messageAt, readEnd) ||
      (hasMarker(messageAt, readEnd) && trace.findNext(bytes, messageAt, readEnd) < readEnd)
    ) {
      const source = { path: context.path, line: this.line }
      const text = context.decode(
        bytes,
        messageAt,
        Math.min(end, messageAt + 2 * MAX_MESSAGE_CHARACTERS),
      )
      context.emit({
        kind: 'trace',
        at,
        source,
        event: { at, ticks, ...parseIds(view, start, messageAt), message: toMessageText(text) },
      })
    }
    this.line += lines
    return end
  }

  /**
   * Reads a SIP packet whose start line is at `start`. `second` is the start of its second line.
   */
  private readPacket(
    { bytes, view, to, final, hasMarker }: ReadWindow,
    start: number,
    second: number,
  ): number | undefined {
    const { context, prefix, announced } = this
    const { at } = prefix
    const { line } = this
    const { tally, wanted, path } = context
    const declaredEnd = findDeclaredEnd(view, start, second - 1, announced)
    this.lastPrefixAt = -1
    const isDeclaredEnd = declaredEnd > 0 && this.readPrefix(bytes, declaredEnd, to) === 'record'
    const found: PacketEnd | undefined = isDeclaredEnd
      ? { end: declaredEnd }
      : findPacketEnd(bytes, start, to, final, prefix, announced)
    if (found === undefined) return undefined
    if (!isDeclaredEnd) this.lastPrefixAt = -1
    this.announced = undefined
    this.possiblePacket = undefined
    tally.addRecord(at)
    const { end } = found
    this.line += countLines(bytes, start, end)
    const direction = announced ?? found.direction
    const isFirstSent = direction === 'sent' && this.sentPacketsLeft > 0
    if (isFirstSent) this.sentPacketsLeft -= 1
    const addDamage = (reason: string) => tally.addDamage({ line, reason })
    if (found.isCut) addDamage('a packet that is cut off: only its beginning was read')
    if (found.isTooLong) addDamage('a packet without an end within 4 MiB')
    else if (direction === undefined)
      addDamage('a SIP message without a direction (sent or received)')
    else if (
      !isSipStartLine(
        bytes,
        start,
        trimCr(bytes, start, bytes[second - 1] === LF ? second - 1 : second),
      )
    )
      addDamage(NO_SIP_REASON)
    else if (isLineEnd(bytes, second, end)) addDamage('a SIP message without headers')
    else if (
      (isFirstSent && wanted.sentPackets) ||
      wanted.sip.matchesStart(bytes, start, end, direction === 'sent') ||
      (hasMarker(start, end) && wanted.sip.findNext(bytes, start, end) < end)
    ) {
      const parsed = parseSip(context.decode(bytes, start, end))
      const damage = [found.damage, parsed?.damage].filter((text) => text !== undefined).join('; ')
      const message = parsed && damage !== '' ? { ...parsed, damage } : parsed
      const source = { path, line }
      const packet = { message, at, direction, isFirstSent, vantage: 'client', source } as const
      if (message) emitSip(context, { ...packet, message })
    }
    return end
  }
}

const NO_SIP_REASON = 'a packet that is not a SIP message'

/** Whether a line ends at `at`, or nothing is there. */
const isLineEnd = (bytes: Uint8Array, at: number, end: number): boolean =>
  at >= end || bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if ((bytes[at] as number) > BLANK) return false
  return true
}

/** The message with LF line breaks, without secrets and without the line breaks at its end. */
function toMessageText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n/g, '\n') : text
  let end = lines.length
  while (end > 0 && lines.length - end < 4 && lines[end - 1] === '\n') end -= 1
  return removeSecrets(lines.slice(0, Math.min(end, MAX_MESSAGE_CHARACTERS)))
}

const LEVELS: Readonly<Record<string, TraceLevel>> = {
  TRACE: 'verbose',
  INFO: 'info',
  WARN: 'warning',
  ERROR: 'error',
  FATAL: 'fatal',
}

type EventIds = Pick<TraceObservation['event'], 'pid' | 'tid' | 'level'>

/** Parses the process id, thread id and level from the prefix between `start` and `message`. */
function parseIds(view: Buffer, start: number, message: number): EventIds {
  // 1A2C:9F4 INFO  ::
  const match = / ([0-9a-f]+):([0-9a-f]+) +([a-z]+) +:: ?$/i.exec(
    view.toString('latin1', start, message),
  )
  const pid = Number.parseInt(match?.[1] ?? '0', 16)
  const tid = Number.parseInt(match?.[2] ?? '0', 16)
  const level = LEVELS[match?.[3]?.toUpperCase() ?? '']
  return level === undefined ? { pid, tid } : { pid, tid, level }
}
