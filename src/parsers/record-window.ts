import type { ParseContext, Reading } from '../model/parser.ts'
import { countLines } from './count-lines.ts'
import { wantsEmbeddedSip } from './embedded-sip.ts'
import { hitsAhead, placesAhead } from './hits-ahead.ts'

const LF = 10
/** Of `SIP/2.0`: a native search is quickest for what is short and begins with a rare letter. */
const SIP_VERSION = Buffer.from('P/2.0')

/** Not to be told before more of the input is there. */
export const NOT_YET = -1

/** Longer than any prefix that begins a record: with so many bytes it can be told whether one stands there. */
const LONGEST_PREFIX = 1024

/** Of a longer record only its beginning is read: no line may take all memory. */
const LONGEST_RECORD = 4 << 20

/** A text format whose records begin at the start of a line and run until the next one begins. */
export interface PrefixedFormat {
  /** The character that every prefix begins with, ASCII; empty when there is no such. */
  readonly mark: string
  /**
   * A place behind the start of the prefix that stands at `at`, for `record` to go on from; -1 when none stands there. `to` is the end of
   * the line, or where to stop looking.
   */
  prefixAt(bytes: Uint8Array, at: number, to: number): number
  /** End of the record at `start`, or NOT_YET; that is where the next prefix stands when absent. */
  endOf?(window: RecordWindow, start: number): number
  /** `told` is what `prefixAt` said of it. */
  record(window: RecordWindow, start: number, end: number, told: number): void
}

interface Lent {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly final: boolean
  /** Line number of `from`. */
  readonly line: number
}

/** The bytes at hand of a text made of prefixed records, with what is looked up in them again and again. */
export class RecordWindow {
  /** Of the same memory as `bytes`, ending at `to`: searches natively. */
  readonly view: Buffer
  readonly bytes: Uint8Array
  readonly to: number
  readonly final: boolean
  private readonly wanted: ParseContext['wanted']
  private readonly asked: (from: number, end: number) => boolean
  private readonly sipAfter: (from: number) => number
  private readonly places = new Map<Buffer, (from: number) => number>()
  private readonly format: PrefixedFormat
  /** First byte of every prefix, -1 when it may be any. */
  private readonly mark: number
  /** The prefix found last, and what was told of it. */
  private proven = -1
  private told = -1
  /** The first line feed from `feedFrom` on stands at `feed`, `to` when there is none. */
  private feedFrom = 0
  private feed = -1
  /** Where the record that is read begins, and its line. */
  private start: number
  private line: number
  /** How far lines are counted, and the line there: the walk from line to line counts on its way. */
  private walked: number
  private walkedLine: number

  constructor(format: PrefixedFormat, wanted: ParseContext['wanted'], lent: Lent) {
    const { bytes, from, to, final, line } = lent
    this.format = format
    this.mark = format.mark === '' ? -1 : format.mark.charCodeAt(0)
    this.bytes = bytes
    this.to = to
    this.final = final
    this.start = from
    this.line = line
    this.walked = from
    this.walkedLine = line
    this.view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    this.wanted = wanted
    this.asked = hitsAhead(wanted.any, bytes, to)
    this.sipAfter = placesAhead(this.view, SIP_VERSION)
  }

  /** Goes on to the record, or what is none, that begins at `at`. */
  begin(at: number): void {
    this.line = at < this.walked ? this.lineOf(at) : this.walkTo(at)
    this.start = at
  }

  /** Line number of a place in the record begun, or behind it. */
  lineOf(at: number): number {
    return at === this.start ? this.line : this.line + countLines(this.bytes, this.start, at)
  }

  /** Whether a literal of a trace record that is asked for stands there; places are to be asked in their order. */
  wantsTrace(from: number, end: number): boolean {
    return this.asked(from, end) && this.wanted.trace.next(this.bytes, from, end) < end
  }

  /** The same for the literals of SIP messages. */
  wantsSip(from: number, end: number): boolean {
    return this.asked(from, end) && this.wanted.sip.next(this.bytes, from, end) < end
  }

  /** Whether this record is asked for, be it a trace record or a SIP message that an exporter wrote into one. */
  wants(start: number, message: number, end: number): boolean {
    if (this.wantsTrace(start, end) || this.wanted.trace.startsAt(this.bytes, message, end)) return true
    if (!this.holdsSip(start, end)) return false
    return this.wantsSip(start, end) || wantsEmbeddedSip(this.wanted.sip, this.view, message, end)
  }

  /** Where the first prefix at the start of a line after `from` stands; `to` or NOT_YET when there is none. */
  nextPrefix(from: number): number {
    const { bytes, mark, to } = this
    this.walkTo(from)
    for (let at = this.nextLine(from); at <= to; at = this.nextLine(at)) {
      if (mark >= 0 && bytes[at] !== mark && at < to) continue
      const told = this.knownAt(at)
      if (told === undefined) return NOT_YET
      if (told >= 0) return at
    }
    return this.final ? to : NOT_YET
  }

  /** What is told of a prefix there, -1 when none stands there; undefined when too little of it is there to tell. */
  knownAt(at: number): number | undefined {
    if (at === this.proven) return this.told
    const feed = this.feedAfter(at)
    if (feed === this.to && !this.final && this.to - at < LONGEST_PREFIX) return undefined
    const told = this.format.prefixAt(this.bytes, at, Math.min(feed, at + LONGEST_PREFIX))
    if (told >= 0) {
      this.proven = at
      this.told = told
    }
    return told
  }

  /** Whether a SIP message may stand there: none is without its version. */
  holdsSip(from: number, end: number): boolean {
    return this.sipAfter(from) < end
  }

  /** First place of a text from `from` on, `to` when there is none: each stretch is searched once, however often it is asked for. */
  find(text: Buffer, from: number): number {
    let after = this.places.get(text)
    if (!after) {
      after = placesAhead(this.view, text)
      this.places.set(text, after)
    }
    return after(from)
  }

  /** Place of the first line feed from `from` on, `to` when there is none. */
  feedAfter(from: number): number {
    if (from < this.feedFrom || from > this.feed) {
      const found = this.view.indexOf(LF, from)
      this.feed = found < 0 ? this.to : found
      this.feedFrom = from
    }
    return this.feed
  }

  /** Start of the line behind the one that `from` is in, beyond `to` when there is none. Counts on its way. */
  nextLine(from: number): number {
    const next = this.feedAfter(from) + 1
    if (from <= this.walked && next > this.walked && next <= this.to) {
      this.walked = next
      this.walkedLine += 1
    }
    return next
  }

  /** Line number of a place that nothing was looked at behind. */
  private walkTo(at: number): number {
    if (at > this.walked) {
      this.walkedLine += countLines(this.bytes, this.walked, at)
      this.walked = at
    }
    return this.walkedLine
  }
}

/** Reads such a text. What stands before the first prefix is the end of a record whose beginning is missing: one loss. */
export function readPrefixed(context: ParseContext, format: PrefixedFormat, firstLine = 1): Reading {
  let line = firstLine
  /** Behind what is no record, perhaps in the middle of a line: only the next prefix ends that. */
  let adrift = false
  let counted = false
  return {
    read(bytes, from, to, final) {
      const window = new RecordWindow(format, context.wanted, { bytes, from, to, final, line })
      let at = from
      while (at < to) {
        window.begin(at)
        const told = adrift ? -1 : window.knownAt(at)
        if (told === undefined) break
        if (told >= 0) {
          const end = format.endOf ? format.endOf(window, at) : window.nextPrefix(at)
          if (end === NOT_YET && to - at <= LONGEST_RECORD + LONGEST_PREFIX) break
          const limit = at + LONGEST_RECORD
          const whole = end !== NOT_YET && end <= limit
          format.record(window, at, whole ? end : limit, told)
          if (!whole) context.tally.note(TOO_LONG)
          adrift = !whole
          counted = !whole
          at = whole ? end : limit
          continue
        }
        const next = window.nextPrefix(at)
        const end = next === NOT_YET ? lastFeed(window, at) : next
        const ink = counted ? end : firstInk(bytes, at, end)
        if (ink < end) {
          context.tally.lost({ line: window.lineOf(ink), reason: 'part of a record whose beginning is missing' })
          counted = true
        }
        adrift = next === NOT_YET
        at = end
        if (adrift) break
      }
      window.begin(at)
      line = window.lineOf(at)
      return at
    },
  }
}

const TOO_LONG = `A record longer than ${LONGEST_RECORD >> 20} MiB: only its beginning was read`

/** How far there is no prefix: the last line feed stays, for one may follow it. */
function lastFeed({ view, to }: RecordWindow, from: number): number {
  const feed = view.lastIndexOf(LF)
  return feed < from ? to : feed
}

function firstInk(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] as number) <= 32) at += 1
  return at
}
