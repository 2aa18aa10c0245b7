import { countLines } from './count-lines.ts'

const LF = 10

/** Goes through the lines of the bytes at hand, record by record, and knows their numbers. */
export class LineCounter {
  private readonly view: Buffer
  private readonly to: number
  /** The first line feed from `feedFrom` on stands at `feed`, `to` when there is none. */
  private searchedFrom = 0
  private foundFeed = -1
  /** Where the record that is read begins, and its line. */
  private recordStart: number
  private recordLine: number
  /**
   * How far lines are counted, and the line there: the walk from line to line counts on its way.
   */
  private countedTo: number
  private countedLine: number

  /** From the place `from`, in the line of that number, to the end of the bytes. */
  constructor(view: Buffer, from: number, line: number) {
    this.view = view
    this.to = view.length
    this.recordStart = from
    this.recordLine = line
    this.countedTo = from
    this.countedLine = line
  }

  /** Goes on to the record, or what is none, that begins at `at`. */
  startRecord(at: number): void {
    this.recordLine = at < this.countedTo ? this.lineAt(at) : this.advanceTo(at)
    this.recordStart = at
  }

  /** Goes on to the record at `at`, so many lines further on: what lies between was passed over. */
  skipTo(at: number, lines: number): void {
    this.recordLine += lines
    this.recordStart = at
    if (at <= this.countedTo) return
    this.countedTo = at
    this.countedLine = this.recordLine
  }

  /** Line number of a place in the record begun, or behind it. */
  lineAt(at: number): number {
    return at === this.recordStart
      ? this.recordLine
      : this.recordLine + countLines(this.view, this.recordStart, at)
  }

  /** Place of the first line feed from `from` on, `to` when there is none. */
  nextLineFeed(from: number): number {
    if (from < this.searchedFrom || from > this.foundFeed) {
      const found = this.view.indexOf(LF, from)
      this.foundFeed = found < 0 ? this.to : found
      this.searchedFrom = from
    }
    return this.foundFeed
  }

  /**
   * Start of the line behind the one that `from` is in, beyond the end when there is none. Counts
   * on its way.
   */
  nextLineStart(from: number): number {
    const next = this.nextLineFeed(from) + 1
    if (from <= this.countedTo && next > this.countedTo && next <= this.to) {
      this.countedTo = next
      this.countedLine += 1
    }
    return next
  }

  /** Line number of a place that nothing was looked at behind. */
  advanceTo(at: number): number {
    if (at > this.countedTo) {
      this.countedLine += countLines(this.view, this.countedTo, at)
      this.countedTo = at
    }
    return this.countedLine
  }
}
