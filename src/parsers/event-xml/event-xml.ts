import { defined } from '../../model/defined.ts'
import { traceTextMarkers } from '../../model/marker.ts'
import { formatUtcOffset } from '../../model/moment.ts'
import type { ParseContext, Parser, ParseSession } from '../../model/parser.ts'
import { Matcher } from '../../scan/matcher.ts'
import { countLines } from '../shared/count-lines.ts'
import { createMarkerSearch } from '../shared/forward-search.ts'
import { isTextWanted } from '../shared/is-text-wanted.ts'
import { PayloadText } from '../shared/payload-text.ts'
import { SystemTime } from '../shared/system-time.ts'
import { emitRecord, hasWantedSip, noteProgram } from '../sip/embedded-sip.ts'
import { decodeXmlEvent } from './decode-xml-event.ts'

/**
 * An event has to be in memory as a whole.
 * Limit: bytes of one event in XML.
 * Beyond: it is skipped, and counts as damage.
 */
const MAX_EVENT_BYTES = 4 << 20

/**
 * Finds in one pass every place in an event that matters before it is decoded. Must not match
 * `<Events`, `<EventID` and `<EventData`.
 */
const PLACE_MATCHER = new Matcher(
  traceTextMarkers(
    '<Event ',
    '<Event>',
    '</Event>',
    '<Message>',
    '<BinaryEventData>',
    '<EventPayload>',
    'No Format Information',
    'SIP/2.0',
  ),
)
const MAX_PLACE_BYTES = 'No Format Information'.length
const SYSTEM_TIME = Buffer.from('SystemTime=')
const [SLASH, BLANK, GREATER] = [0x2f, 0x20, 0x3e]
const [B, E, I, M, P] = [0x62, 0x65, 0x69, 0x6d, 0x70]
const LOWER_CASE_BIT = 0x20

/** <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'> */
const EVENT_NAMESPACE = /<Events?\s[^>]{0,200}schemas\.microsoft\.com\/win\/2004\/08\/events\/event/

/**
 * Windows events as XML: `tracerpt -of XML`, `wevtutil … /f:xml` (one event per line, no root
 * element) and *Save as XML* of Event Viewer.
 */
export const eventXml: Parser = {
  format: 'event-xml',
  title: 'Windows event XML (tracerpt, wevtutil, Event Viewer)',
  isLog: true,
  recognise({ text }) {
    return /^\s*</.test(text) && EVENT_NAMESPACE.test(text) ? {} : undefined
  },
  open: (context) => new EventXmlReading(context),
}

/** <Data Name="SessionNameString">Lync-16.0</Data> */
const TITLE = /Name=["'](?:SessionName|LogFileName|LoggerName)[^"'<>]{0,20}["']>([^<]{1,1000})</g

/** Places found so far in the event that is being scanned. -1 when a place was not found. */
interface OpenEvent {
  readonly start: number
  messageAt: number
  payloadAt: number
  isUnformatted: boolean
  mayContainSip: boolean
}

class EventXmlReading implements ParseSession {
  private readonly time = new SystemTime()
  private readonly payload = new PayloadText()
  /** Line number of the position `countedTo`. */
  private countedLine = 1
  private countedTo = 0
  /** Position of the next `SystemTime=`. Cached, so that no byte is searched twice. */
  private nextTimeAt = -1
  private hasNotedShortOffset = false
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    this.countedTo = from
    this.nextTimeAt = -1
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    this.context.scanner?.open(bytes, from, to)
    const hasMarker = createMarkerSearch(this.context, bytes, to)
    let event: OpenEvent | undefined
    let behindEvent = from
    for (
      let at = PLACE_MATCHER.findNext(bytes, from, to);
      at < to;
      at = PLACE_MATCHER.findNext(bytes, at + 1, to)
    ) {
      const second = (bytes[at + 1] as number) | LOWER_CASE_BIT
      if (bytes[at + 1] === SLASH) {
        if (event) this.readEvent(view, event, at + '</Event>'.length, hasMarker)
        event = undefined
        behindEvent = at + '</Event>'.length
      } else if (second === E && isEventStart(bytes[at + 6] as number)) {
        if (event) this.reportDamage(bytes, event, at, 'an event without its end')
        event = {
          start: at,
          messageAt: -1,
          payloadAt: -1,
          isUnformatted: false,
          mayContainSip: false,
        }
      } else if (!event) continue
      else if (second === M) event.messageAt = at + '<Message>'.length
      else if (second === B) event.payloadAt = at + '<BinaryEventData>'.length
      else if (second === E && ((bytes[at + 6] as number) | LOWER_CASE_BIT) === P)
        event.payloadAt = at + '<EventPayload>'.length
      else if (second === I) event.mayContainSip = true
      else event.isUnformatted = true
    }
    if (event && (final || to - event.start > MAX_EVENT_BYTES)) {
      this.reportDamage(bytes, event, to, 'the last event is cut off')
      event = undefined
      behindEvent = to
    }
    const stop = final ? to : (event?.start ?? Math.max(behindEvent, to - MAX_PLACE_BYTES))
    this.lineAt(bytes, stop)
    return stop
  }

  private readEvent(
    view: Buffer,
    event: OpenEvent,
    end: number,
    hasMarker: (from: number, end: number) => boolean,
  ): void {
    const { context, time, payload } = this
    this.readTime(view, event.start, end)
    if (end - event.start > MAX_EVENT_BYTES || Number.isNaN(time.at)) {
      this.reportDamage(view, event, end, 'an event without a readable time')
      return
    }
    context.tally.addRecord(time.at)
    if (time.shortOffset !== undefined && !this.hasNotedShortOffset)
      this.noteShortOffset(time.shortOffset)
    payload.length = 0
    if (event.payloadAt >= 0) payload.readHex(view, event.payloadAt, end)
    if (event.isUnformatted || (event.payloadAt >= 0 && payload.length === 0))
      context.tally.undecoded += 1
    if (context.tally.program.mayShowProgram(context.tally.records))
      this.noteProgram(view, event, end)
    // Hex data hides literals, so they are searched for in its decoded text.
    if (
      !this.isEventWanted(view, event, end, hasMarker(event.start, end)) &&
      !isTextWanted(context.wanted, payload.text, payload.length)
    )
      return
    const text = context.decode(payload.text, 0, payload.length)
    const decoded = decodeXmlEvent(context.decode(view, event.start, end), text)
    if (decoded.message === '') return
    const { at, ticks } = time
    const source = { path: context.path, line: this.lineAt(view, event.start) }
    emitRecord(context, {
      kind: 'trace',
      at,
      source,
      event: { at, ...defined({ ticks: ticks > 0 ? ticks : undefined }), ...decoded },
    })
  }

  /** Notes what a sampled event shows of the program that wrote the log. */
  private noteProgram(view: Buffer, { start }: OpenEvent, end: number): void {
    const { context, payload } = this
    const { program } = context.tally
    const xml = context.decode(view, start, end)
    for (const [, title = ''] of xml.matchAll(TITLE)) program.addTitle(title)
    const text = context.decode(payload.text, 0, payload.length)
    const { provider = '', message } = decodeXmlEvent(xml, text)
    program.addName('provider', provider)
    noteProgram(context, message)
  }

  /** `hasAnyMarker` tells whether any wanted literal is in the event. */
  private isEventWanted(
    view: Buffer,
    { start, messageAt, mayContainSip }: OpenEvent,
    end: number,
    hasAnyMarker: boolean,
  ): boolean {
    const { wanted } = this.context
    if (hasAnyMarker && wanted.trace.findNext(view, start, end) < end) return true
    if (messageAt >= 0 && wanted.trace.matchesStart(view, messageAt, end)) return true
    return (
      mayContainSip &&
      ((hasAnyMarker && wanted.sip.findNext(view, start, end) < end) ||
        hasWantedSip(wanted.sip, view, start, end))
    )
  }

  private readTime(view: Buffer, start: number, end: number): void {
    if (this.nextTimeAt < start) {
      const found = view.indexOf(SYSTEM_TIME, start)
      this.nextTimeAt = found < 0 ? view.length : found
    }
    if (this.nextTimeAt >= end) this.time.at = Number.NaN
    else this.time.read(view, this.nextTimeAt + SYSTEM_TIME.length)
  }

  private noteShortOffset(minutes: number): void {
    this.hasNotedShortOffset = true
    const corrected = formatUtcOffset(minutes + Math.sign(minutes || 1))
    this.context.tally.addNote(
      'tracerpt wrote the offset from UTC one minute short ' +
        `(${formatUtcOffset(minutes)}); ${corrected} was used instead`,
    )
  }

  private reportDamage(bytes: Uint8Array, { start }: OpenEvent, end: number, reason: string): void {
    const tooLong = end - start > MAX_EVENT_BYTES
    const line = this.lineAt(bytes, start)
    this.context.tally.addDamage({
      line,
      reason: tooLong ? `an event longer than ${MAX_EVENT_BYTES >> 20} MiB` : reason,
    })
  }

  /** Line number of `at`. Positions must ascend from call to call. */
  private lineAt(bytes: Uint8Array, at: number): number {
    this.countedLine += countLines(bytes, this.countedTo, at)
    this.countedTo = at
    return this.countedLine
  }
}

const isEventStart = (byte: number): boolean => byte === BLANK || byte === GREATER
