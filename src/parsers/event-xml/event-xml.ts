import { defined } from '../../model/defined.ts'
import { traceText } from '../../model/marker.ts'
import { utcOffsetText } from '../../model/moment.ts'
import type { ParseContext, Parser, Reading } from '../../model/parser.ts'
import { Matcher } from '../../scan/matcher.ts'
import { countLines } from '../shared/count-lines.ts'
import { hitsAhead } from '../shared/hits-ahead.ts'
import { PayloadText } from '../shared/payload-text.ts'
import { SystemTime } from '../shared/system-time.ts'
import { wantsText } from '../shared/wants-text.ts'
import { emitRecord, wantsEmbeddedSip } from '../sip/embedded-sip.ts'
import { decodeEvent } from './xml-event.ts'

/** Longer events are not read: they would be held in memory whole. */
const LONGEST_EVENT = 4 << 20

/**
 * All places of an event that matter before it is decoded, found in one pass: not `<Events`,
 * `<EventID`, `<EventData`.
 */
const PLACES = new Matcher(
  traceText(
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
const LONGEST_PLACE = 'No Format Information'.length
const SYSTEM_TIME = Buffer.from('SystemTime=')
const [SLASH, BLANK, GREATER] = [0x2f, 0x20, 0x3e]
const [B, E, I, M, P] = [0x62, 0x65, 0x69, 0x6d, 0x70]
const LOWER = 0x20

/** <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'> */
const EVENT_NAMESPACE = /<Events?\s[^>]{0,200}schemas\.microsoft\.com\/win\/2004\/08\/events\/event/

/**
 * Windows events as XML: `tracerpt -of XML`, `wevtutil … /f:xml` (one event a line, no root) and
 * Event Viewer's *Save as XML*.
 */
export const eventXml: Parser = {
  format: 'event-xml',
  title: 'Windows event XML (tracerpt, wevtutil, Event Viewer)',
  log: true,
  recognise({ text }) {
    return /^\s*</.test(text) && EVENT_NAMESPACE.test(text) ? {} : undefined
  },
  open: (context) => new EventXmlReading(context),
}

/** What was met inside the event that is being scanned. */
interface Met {
  readonly start: number
  message: number
  payload: number
  unformatted: boolean
  sip: boolean
}

class EventXmlReading implements Reading {
  private readonly time = new SystemTime()
  private readonly payload = new PayloadText()
  /** Line of `counted`. */
  private line = 1
  private counted = 0
  /** The next `SystemTime=`, found ahead: each stretch is searched once. */
  private timeAt = -1
  private saidShortOffset = false
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    this.counted = from
    this.timeAt = -1
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    this.context.kernel?.open(bytes, from, to)
    const asked = hitsAhead(this.context, bytes, to)
    let met: Met | undefined
    let outside = from
    for (let at = PLACES.next(bytes, from, to); at < to; at = PLACES.next(bytes, at + 1, to)) {
      const second = (bytes[at + 1] as number) | LOWER
      if (bytes[at + 1] === SLASH) {
        if (met) this.event(view, met, at + '</Event>'.length, asked)
        met = undefined
        outside = at + '</Event>'.length
      } else if (second === E && isEventStart(bytes[at + 6] as number)) {
        if (met) this.lost(bytes, met, at, 'an event without its end')
        met = { start: at, message: -1, payload: -1, unformatted: false, sip: false }
      } else if (!met) continue
      else if (second === M) met.message = at + '<Message>'.length
      else if (second === B) met.payload = at + '<BinaryEventData>'.length
      else if (second === E && ((bytes[at + 6] as number) | LOWER) === P)
        met.payload = at + '<EventPayload>'.length
      else if (second === I) met.sip = true
      else met.unformatted = true
    }
    if (met && (final || to - met.start > LONGEST_EVENT)) {
      this.lost(bytes, met, to, 'the last event is cut off')
      met = undefined
      outside = to
    }
    const stop = final ? to : (met?.start ?? Math.max(outside, to - LONGEST_PLACE))
    this.lineOf(bytes, stop)
    return stop
  }

  private event(
    view: Buffer,
    met: Met,
    end: number,
    asked: (from: number, end: number) => boolean,
  ): void {
    const { context, time, payload } = this
    this.readTime(view, met.start, end)
    if (end - met.start > LONGEST_EVENT || Number.isNaN(time.at)) {
      this.lost(view, met, end, 'an event without a time that can be read')
      return
    }
    context.tally.record(time.at)
    if (time.shortOffset !== undefined && !this.saidShortOffset)
      this.noteShortOffset(time.shortOffset)
    payload.length = 0
    if (met.payload >= 0) payload.readHex(view, met.payload, end)
    if (met.unformatted || (met.payload >= 0 && payload.length === 0)) context.tally.undecoded += 1
    // Literals cannot be seen in hex, so they are looked for in the text that the hex stands for.
    if (
      !this.eventAsked(view, met, end, asked(met.start, end)) &&
      !wantsText(context.wanted, payload.text, payload.length)
    )
      return
    const text = context.decode(payload.text, 0, payload.length)
    const decoded = decodeEvent(context.decode(view, met.start, end), text)
    if (decoded.message === '') return
    const { at, ticks } = time
    const source = { path: context.path, line: this.lineOf(view, met.start) }
    emitRecord(context, {
      kind: 'trace',
      at,
      source,
      event: { at, ...defined({ ticks: ticks > 0 ? ticks : undefined }), ...decoded },
    })
  }

  /** `hit` tells whether any literal that is asked for stands in the event. */
  private eventAsked(
    view: Buffer,
    { start, message, sip }: Met,
    end: number,
    hit: boolean,
  ): boolean {
    const { wanted } = this.context
    if (hit && wanted.trace.next(view, start, end) < end) return true
    if (message >= 0 && wanted.trace.startsAt(view, message, end)) return true
    return (
      sip &&
      ((hit && wanted.sip.next(view, start, end) < end) ||
        wantsEmbeddedSip(wanted.sip, view, start, end))
    )
  }

  private readTime(view: Buffer, start: number, end: number): void {
    if (this.timeAt < start) {
      const found = view.indexOf(SYSTEM_TIME, start)
      this.timeAt = found < 0 ? view.length : found
    }
    if (this.timeAt >= end) this.time.at = Number.NaN
    else this.time.read(view, this.timeAt + SYSTEM_TIME.length)
  }

  private noteShortOffset(minutes: number): void {
    this.saidShortOffset = true
    const right = utcOffsetText(minutes + Math.sign(minutes || 1))
    this.context.tally.note(
      `tracerpt wrote the offset from UTC one minute short (${utcOffsetText(minutes)}); read as ${right}`,
    )
  }

  private lost(bytes: Uint8Array, { start }: Met, end: number, reason: string): void {
    const tooLong = end - start > LONGEST_EVENT
    const line = this.lineOf(bytes, start)
    this.context.tally.lost({
      line,
      reason: tooLong ? `an event longer than ${LONGEST_EVENT >> 20} MiB` : reason,
    })
  }

  /** Counts on to `at`, which lies behind all places asked before. */
  private lineOf(bytes: Uint8Array, at: number): number {
    this.line += countLines(bytes, this.counted, at)
    this.counted = at
    return this.line
  }
}

const isEventStart = (byte: number): boolean => byte === BLANK || byte === GREATER
