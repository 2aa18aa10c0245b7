import type { ParseContext, ParseSession } from '../../model/parser.ts'
import { hasWantedSip } from '../sip/embedded-sip.ts'
import { countLines } from './count-lines.ts'
import { createForwardSearch, createMarkerSearch } from './forward-search.ts'
import { LineCounter } from './line-counter.ts'
import type { RecordSkipper } from './record-skipper.ts'

const LF = 10
/**
 * The end of `SIP/2.0`. A native search is fastest for a short text that begins with a rare letter.
 */
const SIP_VERSION = Buffer.from('P/2.0')

/** Returned when the answer depends on bytes that have not arrived yet. */
export const NEED_MORE_BYTES = -1

/** No record prefix is longer. With this many bytes, it is certain whether a prefix is there. */
const MAX_PREFIX_BYTES = 1024

/**
 * Only the beginning of a longer record is read, so that no line can use up all memory.
 * Limit: bytes of one record of a log.
 * Beyond: only its beginning is read; the report says so.
 */
const MAX_RECORD_BYTES = 4 << 20

/** Reason of a damaged line that seems to begin a record, but does not. */
export const LOOK_ALIKE_REASON =
  'a line that looks like the beginning of a record, but differs from it'

/** A text format whose records begin at the start of a line and run until the next one begins. */
export interface PrefixedFormat {
  /** The ASCII character that every prefix begins with. Empty when prefixes begin differently. */
  readonly firstCharacter: string
  /**
   * Matches a prefix at `at`. Returns a position inside the prefix for `handleRecord` to continue
   * from, or -1 when there is none. `to` is the end of the line, or an earlier limit.
   */
  matchPrefix(bytes: Uint8Array, at: number, to: number): number
  /**
   * Whether a line with the first character of a prefix, but without a prefix, seems to have been
   * meant as one. `to` is as for `matchPrefix`.
   */
  isLookAlike?(bytes: Uint8Array, at: number, to: number): boolean
  /**
   * Returns the end of the record at `start`, or NEED_MORE_BYTES. When absent, a record ends at the
   * next prefix.
   */
  findRecordEnd?(window: RecordWindow, start: number): number
  /**
   * For a document that quotes records among prose: returns the position in the record from
   * `start` to `end` where prose begins, or `end`. When absent, all lines without a prefix belong to
   * the record before them.
   */
  findProse?(window: RecordWindow, start: number, end: number): number
  /** Skips ordinary records. `handleRecord` must call its `learnDate` for every record. */
  readonly skipper?: RecordSkipper
  /** Handles one record. `match` is the result of `matchPrefix`. */
  handleRecord(window: RecordWindow, start: number, end: number, match: number): void
}

const NO_LINES: readonly number[] = []

interface ByteRange {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly final: boolean
  /** Line number of `from`. */
  readonly line: number
}

/**
 * The bytes of one `read` call, for a text format of prefixed records. Caches searches, so that no
 * byte is searched twice for the same text.
 */
export class RecordWindow {
  /** Shares the memory of `bytes` and ends at `to`. Used for native searches. */
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
  /** First byte of every prefix, or -1 when prefixes begin differently. */
  private readonly firstByte: number
  /** Position of the prefix found last, and the result of `matchPrefix` for it. */
  private lastPrefixAt = -1
  private lastMatch = -1
  /** Starts of lines that look like a prefix, ascending. Created where needed. */
  private lookAlikes: number[] | undefined
  constructor(format: PrefixedFormat, context: ParseContext, range: ByteRange) {
    const { bytes, from, to, final, line } = range
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

  /** Whether a literal of a wanted trace record is there. Ranges must ascend from call to call. */
  hasTraceMarker(from: number, end: number): boolean {
    return this.hasMarker(from, end) && this.wanted.trace.findNext(this.bytes, from, end) < end
  }

  /** The same for the literals of SIP messages. */
  hasSipMarker(from: number, end: number): boolean {
    return this.hasMarker(from, end) && this.wanted.sip.findNext(this.bytes, from, end) < end
  }

  /**
   * Whether some evidence wants this record, either as a trace record or for a SIP message in its
   * text.
   */
  isWanted(start: number, message: number, end: number): boolean {
    if (this.hasTraceMarker(start, end) || this.wanted.trace.matchesStart(this.bytes, message, end))
      return true
    if (!this.mayContainSip(start, end)) return false
    return this.hasSipMarker(start, end) || hasWantedSip(this.wanted.sip, this.view, message, end)
  }

  /**
   * Start of the first line after `from` that begins with a prefix. When there is none, `to` if the
   * input ends there, otherwise NEED_MORE_BYTES.
   */
  findNextPrefix(from: number): number {
    const { bytes, firstByte, to } = this
    this.lines.advanceTo(from)
    for (let at = this.lines.nextLineStart(from); at <= to; at = this.lines.nextLineStart(at)) {
      if (firstByte >= 0 && bytes[at] !== firstByte && at < to) continue
      const match = this.matchPrefixAt(at)
      if (match === undefined) return NEED_MORE_BYTES
      if (match >= 0) return at
      if (this.format.isLookAlike && at < to) this.noteLookAlike(at)
    }
    return this.final ? to : NEED_MORE_BYTES
  }

  /** Notes the line at `at` if it looks like a prefix. The same line may be searched repeatedly. */
  private noteLookAlike(at: number): void {
    const feed = this.lines.nextLineFeed(at)
    // A last line without end may be cut.
    if (feed === this.to || at <= (this.lookAlikes?.at(-1) ?? -1)) return
    if (!this.format.isLookAlike?.(this.bytes, at, Math.min(feed, at + MAX_PREFIX_BYTES))) return
    this.lookAlikes ??= []
    this.lookAlikes.push(at)
  }

  /**
   * Removes and returns the numbers of the lines of the current record, from `start` to `end`, that
   * look like a prefix.
   */
  takeLookAlikes(start: number, end: number): readonly number[] {
    const { lookAlikes } = this
    if (!lookAlikes || (lookAlikes[0] ?? end) >= end) return NO_LINES
    let counted = start
    let line = this.lines.lineAt(start)
    const before = lookAlikes.filter((at) => at < end)
    this.lookAlikes = lookAlikes.slice(before.length)
    return before
      .filter((at) => at > start)
      .map((at) => {
        line += countLines(this.view, counted, at)
        counted = at
        return line
      })
  }

  /** Result of `matchPrefix` at `at`. Undefined when too few bytes follow to be certain. */
  matchPrefixAt(at: number): number | undefined {
    if (at === this.lastPrefixAt) return this.lastMatch
    const feed = this.lines.nextLineFeed(at)
    if (feed === this.to && !this.final && this.to - at < MAX_PREFIX_BYTES) return undefined
    const match = this.format.matchPrefix(this.bytes, at, Math.min(feed, at + MAX_PREFIX_BYTES))
    if (match >= 0) {
      this.lastPrefixAt = at
      this.lastMatch = match
    }
    return match
  }

  /** Whether the range may contain a SIP message: every message contains the SIP version. */
  mayContainSip(from: number, end: number): boolean {
    return this.nextSipVersion(from) < end
  }

  /**
   * Position of the first `text` at or after `from`, or `to` when there is none. Cached per text.
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
 * Creates a parse session for a format of prefixed records. Text before the first prefix is the end
 * of a record whose beginning is missing. It is reported as damage once.
 */
export function readPrefixedRecords(
  context: ParseContext,
  format: PrefixedFormat,
  firstLine = 1,
): ParseSession {
  const { skipper } = format
  let line = firstLine
  /**
   * True after skipped text that may end in the middle of a line. Reading continues at the next
   * prefix.
   */
  let needsPrefix = false
  let damageReported = false
  const leadIn = new LeadIn()
  return {
    read(bytes, from, to, final) {
      const window = new RecordWindow(format, context, { bytes, from, to, final, line })
      let at = from
      context.scanner?.open(bytes, from, to)
      skipper?.reset()
      while (at < to) {
        window.lines.startRecord(at)
        if (skipper && !needsPrefix && !leadIn.isProse) {
          at = skipper.skip(at)
          window.lines.skipTo(at, skipper.skippedLines)
          if (skipper.shouldWait(at, to, final)) break
        }
        const match = needsPrefix ? -1 : window.matchPrefixAt(at)
        if (match === undefined) break
        if (match >= 0) {
          const end = format.findRecordEnd
            ? format.findRecordEnd(window, at)
            : window.findNextPrefix(at)
          if (end === NEED_MORE_BYTES && to - at <= MAX_RECORD_BYTES + MAX_PREFIX_BYTES) break
          const limit = at + MAX_RECORD_BYTES
          const isComplete = end !== NEED_MORE_BYTES && end <= limit
          const recordEnd = isComplete ? end : limit
          const proseAt = leadIn.isProse
            ? (format.findProse?.(window, at, recordEnd) ?? recordEnd)
            : recordEnd
          format.handleRecord(window, at, proseAt, match)
          for (const lineNumber of window.takeLookAlikes(at, proseAt))
            context.tally.addDamage({ line: lineNumber, reason: LOOK_ALIKE_REASON })
          const textAt = firstNonBlank(bytes, proseAt, recordEnd)
          if (textAt < recordEnd)
            context.tally.addDamage({
              line: window.lines.lineAt(textAt),
              reason: 'text that is not a record',
            })
          leadIn.isOver = true
          if (!isComplete) context.tally.addNote(TOO_LONG_NOTE)
          needsPrefix = !isComplete
          damageReported = !isComplete
          at = isComplete ? end : limit
          continue
        }
        const next = window.findNextPrefix(at)
        const end = next === NEED_MORE_BYTES ? lastLineFeed(window, at) : next
        if (format.findProse && !leadIn.isOver) leadIn.add(window.view.toString('latin1', at, end))
        const textAt = damageReported ? end : firstNonBlank(bytes, at, end)
        if (textAt < end) {
          context.tally.addDamage({
            line: window.lines.lineAt(textAt),
            reason: 'part of a record whose beginning is missing',
          })
          damageReported = true
        }
        needsPrefix = next === NEED_MORE_BYTES
        at = end
        if (needsPrefix) break
      }
      window.lines.startRecord(at)
      line = window.lines.lineAt(at)
      return at
    },
  }
}

/** # Heading   ```   • item   1. item */
const MARKDOWN = /^\s{0,8}(?:#{1,6} \S|```|~~~|[•*+] |\d{1,2}[.)] )/m
/** Here are the lines of the trace */
const SENTENCE =
  /(?:^|[^\w:=])(?:[A-Za-z\u00c0-\u00ff']{2,20}[ ,]{1,2}){3,}[A-Za-z\u00c0-\u00ff']{2,20}/
/** Via: SIP/2.0/TLS 192.0.2.10   <m:ResponseCode> */
const PAYLOAD_LINE = /^\s{0,8}(?:[\w-]{1,40}:|<)|SIP\/2\.0|HTTP\/1/
const MAX_LEAD_IN_CHARS = 64 << 10

/**
 * The text before the first record: the end of a record whose beginning is missing, or the prose of
 * a document that quotes records.
 */
class LeadIn {
  /** True after the first record. */
  isOver = false
  /** True when the text is prose. */
  isProse = false
  private lines = 0
  private sentences = 0
  private charsLeft = MAX_LEAD_IN_CHARS

  /** Adds text that ends with a line. */
  add(text: string): void {
    for (const line of text.slice(0, this.charsLeft).split('\n')) {
      if (line.trim() === '') continue
      this.lines += 1
      if (SENTENCE.test(line) && !PAYLOAD_LINE.test(line)) this.sentences += 1
      if (MARKDOWN.test(line)) this.isProse = true
    }
    this.charsLeft -= text.length
    // A single line may be the end of the message of a record.
    if (this.lines > 1 && this.sentences > 0) this.isProse = true
  }
}

const MAX_MEBIBYTES = MAX_RECORD_BYTES >> 20
const TOO_LONG_NOTE = `A record is longer than ${MAX_MEBIBYTES} MiB: only its beginning was read`

/**
 * End of the part that certainly has no prefix. The last line feed is kept, because a prefix may
 * follow it.
 */
function lastLineFeed({ view, to }: RecordWindow, from: number): number {
  const feed = view.lastIndexOf(LF)
  return feed < from ? to : feed
}

function firstNonBlank(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] as number) <= 32) at += 1
  return at
}
