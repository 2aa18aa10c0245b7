import { defined } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { ParseContext, Parser, ParseSession, Recognition } from '../../model/parser.ts'
import { parseCultureTime } from '../shared/culture-time.ts'
import { forEachLine } from '../shared/for-each-line.ts'
import { headLines } from '../shared/head-lines.ts'
import { isTextWanted } from '../shared/is-text-wanted.ts'
import { emitRecord } from '../sip/embedded-sip.ts'
import { inferListingClock } from '../spool-listing/listing-clock.ts'
import {
  type EventBlock,
  endsWithNumberField,
  parseEventBlock,
  START_LINES,
  startsEvent,
  timeOfStart,
} from './event-block.ts'

/** Event[0]: · the heading that `wevtutil` prints above an event */
const HEADING = /^\s*\p{L}{2,20}\[\d{1,9}\]:?\s*$/u
/**
 * Later lines of an event are skipped, so that text that is no event cannot use up memory.
 * Limit: lines of one event in text.
 * Beyond: further lines are skipped.
 */
const MAX_EVENT_LINES = 2000
/** Programs whose events are the client's own. */
const CLIENT_SOURCE =
  /^(?:Microsoft )?(?:Office )?(?:Lync|Skype for Business|Communicator)(?: \d{4})?$/i

/**
 * Windows events as text: `wevtutil … /f:text` and *Copy details as text* of Event Viewer, in any
 * language. An event log has events of many programs, so that its gaps say nothing about a client.
 */
export const eventText: Parser = {
  format: 'event-text',
  title: 'Windows events as text (wevtutil, Event Viewer)',
  isLog: false,
  recognise(head) {
    const lines = headLines(head)
    const starts: number[] = []
    for (let index = 0; index + START_LINES <= lines.length; index += 1)
      if (
        endsWithNumberField(lines[index + START_LINES - 1] ?? '') &&
        startsEvent(lines.slice(index, index + START_LINES))
      )
        starts.push(index)
    return starts.length === 0 ? undefined : inferClock(lines, starts)
  },
  open: (context) => new EventTextReading(context),
}

function inferClock(lines: readonly string[], starts: readonly number[]): Recognition {
  const times = starts.map((start) => timeOfStart(lines.slice(start, start + START_LINES)))
  if (times.every((time) => parseIsoTime(time) !== undefined)) return {}
  const clock = inferListingClock(times)
  const order = clock.dateOrder ?? clock.ambiguousDates ?? 'mdy'
  const offsets = starts.map((start, index) => {
    const { utcTime, time } = parseEventBlock(lines.slice(start, starts[index + 1]))
    const local = parseCultureTime(time, order)
    if (utcTime === undefined || local === undefined) return Number.NaN
    return Math.round((local - utcTime) / 60_000)
  })
  const minutes = offsets.find((offset) => Math.abs(offset) <= 14 * 60)
  return {
    ...clock,
    ...defined({
      utcOffset:
        minutes === undefined
          ? undefined
          : { minutes, why: 'the difference between the date of an event and its XML' },
    }),
  }
}

interface TextLine {
  readonly text: string
  readonly number: number
}

class EventTextReading implements ParseSession {
  private line = 0
  /** Lines that may be the beginning of an event. */
  private readonly ahead: TextLine[] = []
  private event: { readonly line: number; readonly lines: string[] } | undefined
  /** Line of a heading that no event has followed yet. */
  private headingLine: number | undefined
  private otherEvents = 0
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const stop = forEachLine(bytes, from, to, final, (start, end) => {
      this.line += 1
      this.ahead.push({ text: this.context.decode(bytes, start, end), number: this.line })
      if (this.ahead.length === START_LINES) this.readFirst()
    })
    if (final) this.finish()
    return stop
  }

  /** Reads the first of the lines ahead. The others are only needed to see whether it is a start. */
  private readFirst(): void {
    const isStart = startsEvent(this.ahead.map(({ text }) => text))
    const line = this.ahead.shift()
    if (!line) return
    if (isStart) {
      this.endEvent()
      this.headingLine = undefined
      this.event = { line: line.number, lines: [line.text] }
    } else if (HEADING.test(line.text)) {
      this.endEvent()
      this.reportHeading()
      this.headingLine = line.number
    } else if (this.event) {
      if (this.event.lines.length < MAX_EVENT_LINES) this.event.lines.push(line.text)
    } else if (line.text.trim() !== '' && this.headingLine === undefined)
      this.context.tally.addUnreadLine(line.number)
  }

  private finish(): void {
    while (this.ahead.length > 0) this.readFirst()
    this.endEvent()
    this.reportHeading()
    this.headingLine = undefined
    if (this.otherEvents === 0) return
    const events = formatCount(this.otherEvents, 'event')
    this.context.tally.addNote(`${events} of servers and other programs counted, but not used`)
  }

  /** Reports a heading without the fields of an event. */
  private reportHeading(): void {
    if (this.headingLine !== undefined)
      this.context.tally.addDamage({
        line: this.headingLine,
        reason: 'an event without a readable time',
      })
  }

  private endEvent(): void {
    if (!this.event) return
    const { line, lines } = this.event
    this.event = undefined
    const { clock, tally } = this.context
    const block = parseEventBlock(lines)
    const local = parseCultureTime(block.time, clock.dateOrder)
    const at =
      block.utcTime ??
      parseIsoTime(block.time) ??
      (local === undefined ? undefined : local - clock.utcOffset * 60_000)
    if (at === undefined) {
      tally.addDamage({ line, reason: 'an event without a readable time' })
      return
    }
    tally.addRecord(at)
    this.emitEvent(block, at, line)
  }

  private emitEvent(block: EventBlock, at: number, line: number): void {
    const { source, level, description } = block
    if (!isClientEvent(block)) {
      this.otherEvents += 1
      return
    }
    const bytes = new TextEncoder().encode(description)
    if (!isTextWanted(this.context.wanted, bytes, bytes.length)) return
    emitRecord(this.context, {
      kind: 'trace',
      at,
      event: { at, provider: source, message: description, ...defined({ level }) },
      source: { path: this.context.path, line },
    })
  }
}

const isClientEvent = ({ logName, source }: EventBlock): boolean =>
  CLIENT_SOURCE.test(source) && !/server/i.test(logName)
