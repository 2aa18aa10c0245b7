import type { ParseSession } from '../../model/parser.ts'
import { countLines } from '../../parsers/shared/count-lines.ts'

const LF = 10
/** The bytes before a range that are passed with it, so that it is known what its lines are in. */
export const LOOK_BACK_BYTES = 1 << 20
/**
 * No line can take all memory.
 * Limit: bytes of the lines that are shown around a citation.
 * Beyond: the rest of them is left out, and the last line is marked as cut.
 */
const MAX_RANGE_BYTES = 8 << 20

/** Lines to read, from 1, both included. */
export interface LineRange {
  readonly from: number
  readonly to: number
}

/** The lines of a range and what comes before them. Valid only during the call. */
export interface LineWindow {
  readonly bytes: Buffer
  /** Start of the first line before the range that is passed, and its number. */
  readonly start: number
  readonly startLine: number
  readonly end: number
  /** The first line of the range. Those before it are the look-back. */
  readonly rangeLine: number
  /** Whether the rest of the range is left out, because it is too long. */
  readonly isCut: boolean
}

/**
 * Passes on the lines of some ranges, each with what comes before it. Keeps nothing else of an
 * input, however large it is.
 */
export class LineWindows implements ParseSession {
  private readonly ranges: readonly LineRange[]
  private readonly onWindow: (window: LineWindow) => void
  private next = 0
  /** Number of the line that begins at, or contains, the first byte that was not searched. */
  private line = 1
  private endsWithLineFeed = true
  /** Bytes that were passed before and are passed again, counted from `from`. */
  private searched = 0
  /** Where the current range begins, counted from `from`. Undefined before it. */
  private rangeStart: number | undefined
  /** Whether `from` is the first byte of the input. */
  private isAtStart = true
  private readonly cutRanges: LineRange[] = []

  /** The ranges must be in ascending order, and must not overlap. */
  constructor(ranges: readonly LineRange[], onWindow: (window: LineWindow) => void) {
    this.ranges = ranges
    this.onWindow = onWindow
  }

  /** Whether all ranges were passed on, so that the rest need not be read. */
  get isDone(): boolean {
    return this.next === this.ranges.length
  }

  /** Number of lines that were read so far. At the end, that of the input. */
  get lineCount(): number {
    return this.endsWithLineFeed ? this.line - 1 : this.line
  }

  /** Whether a line belongs to a range whose rest was left out. */
  isInCutRange(line: number): boolean {
    return this.cutRanges.some((range) => range.from <= line && line <= range.to)
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    if (to > from) this.endsWithLineFeed = view[to - 1] === LF
    let at = from + this.searched
    while (!this.isDone && (at < to || final)) {
      const range = this.ranges[this.next] as LineRange
      const { from: first, to: last } = range
      if (this.rangeStart === undefined) {
        at = this.skipTo(first, view, at, to)
        if (this.line < first) break
        this.rangeStart = at - from
      }
      at = this.skipTo(last + 1, view, at, to)
      const length = at - from - this.rangeStart
      const isUnfinished = this.line <= last && !final
      if (isUnfinished && length <= MAX_RANGE_BYTES) break
      const isCut = length > MAX_RANGE_BYTES
      if (isCut) this.cutRanges.push(range)
      if (length > 0) this.pass(view, from, Math.min(length, MAX_RANGE_BYTES), first, isCut)
      this.next += 1
      this.rangeStart = undefined
      if (at >= to) break
    }
    if (this.isDone) at = to
    const lookBackEnd = this.rangeStart === undefined ? at : from + this.rangeStart
    const keptFrom = this.isDone ? to : Math.max(from, lookBackEnd - LOOK_BACK_BYTES)
    if (keptFrom > from) this.isAtStart = false
    if (this.rangeStart !== undefined) this.rangeStart -= keptFrom - from
    this.searched = at - keptFrom
    return final ? to : keptFrom
  }

  /** Searches for the start of a line, and returns it, or `to`. Counts the lines before it. */
  private skipTo(line: number, view: Buffer, from: number, to: number): number {
    if (from >= to || this.line >= line) return from
    const lines = countLines(view, from, to)
    if (this.line + lines < line) {
      this.line += lines
      return to
    }
    let at = from
    for (; this.line < line; this.line += 1) at = view.indexOf(LF, at) + 1
    return at
  }

  /** Passes this many bytes of the current range. */
  private pass(
    view: Buffer,
    from: number,
    length: number,
    rangeLine: number,
    isCut: boolean,
  ): void {
    const rangeStart = from + (this.rangeStart ?? 0)
    const end = rangeStart + length
    let start = Math.max(from, rangeStart - LOOK_BACK_BYTES)
    // A line that is cut shows nothing about those after it.
    if (start > from || !this.isAtStart) {
      const feed = view.subarray(start, rangeStart).indexOf(LF)
      start = feed < 0 ? rangeStart : start + feed + 1
    }
    const startLine = rangeLine - countLines(view, start, rangeStart)
    this.onWindow({ bytes: view, start, startLine, end, rangeLine, isCut })
  }
}
