import type { ParseContext, ParseSession } from '../../model/parser.ts'
import { hasWantedSip } from '../sip/embedded-sip.ts'
import { createForwardSearch, createMarkerSearch } from './forward-search.ts'
import { LineCounter } from './line-counter.ts'
import type { RecordSkipper } from './record-skipper.ts'

const LF = 10
/** Of `SIP/2.0`: a native search is quickest for what is short and begins with a rare letter. */
const SIP_VERSION = Buffer.from('P/2.0')

/** Not to be told before more of the input is there. */
export const NEED_MORE_BYTES = -1

/**
 * Longer than any prefix that begins a record: with so many bytes it can be told whether one stands
 * there.
 */
const MAX_PREFIX_BYTES = 1024

/** Of a longer record only its beginning is read: no line may take all memory. */
const MAX_RECORD_BYTES = 4 << 20

/** A text format whose records begin at the start of a line and run until the next one begins. */
export interface PrefixedFormat {
  /** The character that every prefix begins with, ASCII; empty when there is no such. */
  readonly firstCharacter: string
  /**
   * A place behind the start of the prefix that stands at `at`, for `record` to go on from; -1 when
   * none stands there. `to` is the end of the line, or where to stop looking.
   */
  matchPrefix(bytes: Uint8Array, at: number, to: number): number
  /** End of the record at `start`, or NOT_YET; that is where the next prefix stands when absent. */
  findRecordEnd?(window: RecordWindow, start: number): number
  /**
   * Those of its records that are only counted; the format tells it of every record that is read.
   */
  readonly skipper?: RecordSkipper
  /** `told` is what `prefixAt` said of it. */
  handleRecord(window: RecordWindow, start: number, end: number, told: number): void
}

interface ByteRange {
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
  readonly lines: LineCounter
  private readonly wanted: ParseContext['wanted']
  private readonly hasMarker: (from: number, end: number) => boolean
  private readonly nextSipVersion: (from: number) => number
  private readonly searches = new Map<Buffer, (from: number) => number>()
  private readonly format: PrefixedFormat
  /** First byte of every prefix, -1 when it may be any. */
  private readonly firstByte: number
  /** The prefix found last, and what was told of it. */
  private lastPrefixAt = -1
  private lastMatch = -1
  constructor(format: PrefixedFormat, context: ParseContext, lent: ByteRange) {
    const { bytes, from, to, final, line } = lent
    this.format = format
    this.firstByte = format.firstCharacter === '' ? -1 : format.firstCharacter.charCodeAt(0)
    this.bytes = bytes
    this.to = to
    this.final = final
    this.view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    this.lines = new LineCounter(this.view, from, line)
    this.wanted = context.wanted
    this.hasMarker = createMarkerSearch(context, bytes, to)
    this.nextSipVersion = createForwardSearch(this.view, SIP_VERSION)
  }

  /**
   * Whether a literal of a trace record that is asked for stands there; places are to be asked in
   * their order.
   */
  hasTraceMarker(from: number, end: number): boolean {
    return this.hasMarker(from, end) && this.wanted.trace.findNext(this.bytes, from, end) < end
  }

  /** The same for the literals of SIP messages. */
  hasSipMarker(from: number, end: number): boolean {
    return this.hasMarker(from, end) && this.wanted.sip.findNext(this.bytes, from, end) < end
  }

  /**
   * Whether this record is asked for, be it a trace record or a SIP message that an exporter wrote
   * into one.
   */
  isWanted(start: number, message: number, end: number): boolean {
    if (this.hasTraceMarker(start, end) || this.wanted.trace.matchesStart(this.bytes, message, end))
      return true
    if (!this.mayContainSip(start, end)) return false
    return this.hasSipMarker(start, end) || hasWantedSip(this.wanted.sip, this.view, message, end)
  }

  /**
   * Where the first prefix at the start of a line after `from` stands; `to` or NOT_YET when there
   * is none.
   */
  findNextPrefix(from: number): number {
    const { bytes, firstByte: mark, to } = this
    this.lines.advanceTo(from)
    for (let at = this.lines.nextLineStart(from); at <= to; at = this.lines.nextLineStart(at)) {
      if (mark >= 0 && bytes[at] !== mark && at < to) continue
      const told = this.matchPrefixAt(at)
      if (told === undefined) return NEED_MORE_BYTES
      if (told >= 0) return at
    }
    return this.final ? to : NEED_MORE_BYTES
  }

  /**
   * What is told of a prefix there, -1 when none stands there; undefined when too little of it is
   * there to tell.
   */
  matchPrefixAt(at: number): number | undefined {
    if (at === this.lastPrefixAt) return this.lastMatch
    const feed = this.lines.nextLineFeed(at)
    if (feed === this.to && !this.final && this.to - at < MAX_PREFIX_BYTES) return undefined
    const told = this.format.matchPrefix(this.bytes, at, Math.min(feed, at + MAX_PREFIX_BYTES))
    if (told >= 0) {
      this.lastPrefixAt = at
      this.lastMatch = told
    }
    return told
  }

  /** Whether a SIP message may stand there: none is without its version. */
  mayContainSip(from: number, end: number): boolean {
    return this.nextSipVersion(from) < end
  }

  /**
   * First place of a text from `from` on, `to` when there is none: each stretch is searched once,
   * however often it is asked for.
   */
  findText(text: Buffer, from: number): number {
    let after = this.searches.get(text)
    if (!after) {
      after = createForwardSearch(this.view, text)
      this.searches.set(text, after)
    }
    return after(from)
  }
}

/**
 * Reads such a text. What stands before the first prefix is the end of a record whose beginning is
 * missing: one loss.
 */
export function readPrefixedRecords(
  context: ParseContext,
  format: PrefixedFormat,
  firstLine = 1,
): ParseSession {
  const { skipper: ordinary } = format
  let line = firstLine
  /** Behind what is no record, perhaps in the middle of a line: only the next prefix ends that. */
  let adrift = false
  let counted = false
  return {
    read(bytes, from, to, final) {
      const window = new RecordWindow(format, context, { bytes, from, to, final, line })
      let at = from
      context.scanner?.open(bytes, from, to)
      ordinary?.reset()
      while (at < to) {
        window.lines.startRecord(at)
        if (ordinary && !adrift) {
          at = ordinary.skip(at)
          window.lines.skipTo(at, ordinary.skippedLines)
        }
        const told = adrift ? -1 : window.matchPrefixAt(at)
        if (told === undefined) break
        if (told >= 0) {
          const end = format.findRecordEnd
            ? format.findRecordEnd(window, at)
            : window.findNextPrefix(at)
          if (end === NEED_MORE_BYTES && to - at <= MAX_RECORD_BYTES + MAX_PREFIX_BYTES) break
          const limit = at + MAX_RECORD_BYTES
          const whole = end !== NEED_MORE_BYTES && end <= limit
          format.handleRecord(window, at, whole ? end : limit, told)
          if (!whole) context.tally.addNote(TOO_LONG_NOTE)
          adrift = !whole
          counted = !whole
          at = whole ? end : limit
          continue
        }
        const next = window.findNextPrefix(at)
        const end = next === NEED_MORE_BYTES ? lastLineFeed(window, at) : next
        const ink = counted ? end : firstNonBlank(bytes, at, end)
        if (ink < end) {
          context.tally.addDamage({
            line: window.lines.lineAt(ink),
            reason: 'part of a record whose beginning is missing',
          })
          counted = true
        }
        adrift = next === NEED_MORE_BYTES
        at = end
        if (adrift) break
      }
      window.lines.startRecord(at)
      line = window.lines.lineAt(at)
      return at
    },
  }
}

const TOO_LONG_NOTE = `A record longer than ${MAX_RECORD_BYTES >> 20} MiB: only its beginning was read`

/** How far there is no prefix: the last line feed stays, for one may follow it. */
function lastLineFeed({ view, to }: RecordWindow, from: number): number {
  const feed = view.lastIndexOf(LF)
  return feed < from ? to : feed
}

function firstNonBlank(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] as number) <= 32) at += 1
  return at
}
