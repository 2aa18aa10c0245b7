import type { ParseContext, Reading } from '../../model/parser.ts'
import { wantsEmbeddedSip } from '../sip/embedded-sip.ts'
import { hitsAhead, placesAhead } from './hits-ahead.ts'
import { LineWalk } from './line-walk.ts'
import type { OrdinaryRecords } from './ordinary-records.ts'

const LF = 10
/** Of `SIP/2.0`: a native search is quickest for what is short and begins with a rare letter. */
const SIP_VERSION = Buffer.from('P/2.0')

/** Not to be told before more of the input is there. */
export const NOT_YET = -1

/**
 * Longer than any prefix that begins a record: with so many bytes it can be told whether one stands
 * there.
 */
const LONGEST_PREFIX = 1024

/** Of a longer record only its beginning is read: no line may take all memory. */
const LONGEST_RECORD = 4 << 20

/** A text format whose records begin at the start of a line and run until the next one begins. */
export interface PrefixedFormat {
  /** The character that every prefix begins with, ASCII; empty when there is no such. */
  readonly mark: string
  /**
   * A place behind the start of the prefix that stands at `at`, for `record` to go on from; -1 when
   * none stands there. `to` is the end of the line, or where to stop looking.
   */
  prefixAt(bytes: Uint8Array, at: number, to: number): number
  /** End of the record at `start`, or NOT_YET; that is where the next prefix stands when absent. */
  endOf?(window: RecordWindow, start: number): number
  /**
   * Those of its records that are only counted; the format tells it of every record that is read.
   */
  readonly ordinary?: OrdinaryRecords
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

/**
 * The bytes at hand of a text made of prefixed records, with what is looked up in them again and
 * again.
 */
export class RecordWindow {
  /** Of the same memory as `bytes`, ending at `to`: searches natively. */
  readonly view: Buffer
  readonly bytes: Uint8Array
  readonly to: number
  readonly final: boolean
  readonly lines: LineWalk
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
  constructor(format: PrefixedFormat, context: ParseContext, lent: Lent) {
    const { bytes, from, to, final, line } = lent
    this.format = format
    this.mark = format.mark === '' ? -1 : format.mark.charCodeAt(0)
    this.bytes = bytes
    this.to = to
    this.final = final
    this.view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    this.lines = new LineWalk(this.view, from, line)
    this.wanted = context.wanted
    this.asked = hitsAhead(context, bytes, to)
    this.sipAfter = placesAhead(this.view, SIP_VERSION)
  }

  /**
   * Whether a literal of a trace record that is asked for stands there; places are to be asked in
   * their order.
   */
  wantsTrace(from: number, end: number): boolean {
    return this.asked(from, end) && this.wanted.trace.next(this.bytes, from, end) < end
  }

  /** The same for the literals of SIP messages. */
  wantsSip(from: number, end: number): boolean {
    return this.asked(from, end) && this.wanted.sip.next(this.bytes, from, end) < end
  }

  /**
   * Whether this record is asked for, be it a trace record or a SIP message that an exporter wrote
   * into one.
   */
  wants(start: number, message: number, end: number): boolean {
    if (this.wantsTrace(start, end) || this.wanted.trace.startsAt(this.bytes, message, end))
      return true
    if (!this.holdsSip(start, end)) return false
    return this.wantsSip(start, end) || wantsEmbeddedSip(this.wanted.sip, this.view, message, end)
  }

  /**
   * Where the first prefix at the start of a line after `from` stands; `to` or NOT_YET when there
   * is none.
   */
  nextPrefix(from: number): number {
    const { bytes, mark, to } = this
    this.lines.walkTo(from)
    for (let at = this.lines.next(from); at <= to; at = this.lines.next(at)) {
      if (mark >= 0 && bytes[at] !== mark && at < to) continue
      const told = this.knownAt(at)
      if (told === undefined) return NOT_YET
      if (told >= 0) return at
    }
    return this.final ? to : NOT_YET
  }

  /**
   * What is told of a prefix there, -1 when none stands there; undefined when too little of it is
   * there to tell.
   */
  knownAt(at: number): number | undefined {
    if (at === this.proven) return this.told
    const feed = this.lines.feedAfter(at)
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

  /**
   * First place of a text from `from` on, `to` when there is none: each stretch is searched once,
   * however often it is asked for.
   */
  find(text: Buffer, from: number): number {
    let after = this.places.get(text)
    if (!after) {
      after = placesAhead(this.view, text)
      this.places.set(text, after)
    }
    return after(from)
  }
}

/**
 * Reads such a text. What stands before the first prefix is the end of a record whose beginning is
 * missing: one loss.
 */
export function readPrefixed(
  context: ParseContext,
  format: PrefixedFormat,
  firstLine = 1,
): Reading {
  const { ordinary } = format
  let line = firstLine
  /** Behind what is no record, perhaps in the middle of a line: only the next prefix ends that. */
  let adrift = false
  let counted = false
  return {
    read(bytes, from, to, final) {
      const window = new RecordWindow(format, context, { bytes, from, to, final, line })
      let at = from
      context.kernel?.open(bytes, from, to)
      ordinary?.open()
      while (at < to) {
        window.lines.begin(at)
        if (ordinary && !adrift) {
          at = ordinary.pass(at)
          window.lines.passTo(at, ordinary.lines)
        }
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
          context.tally.lost({
            line: window.lines.of(ink),
            reason: 'part of a record whose beginning is missing',
          })
          counted = true
        }
        adrift = next === NOT_YET
        at = end
        if (adrift) break
      }
      window.lines.begin(at)
      line = window.lines.of(at)
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
