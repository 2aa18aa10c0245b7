import { countLines } from './count-lines.ts'

const LF = 10

/**
 * Finds line starts in a buffer and knows their line numbers. Callers move from record to record in
 * ascending order.
 */
export class LineCounter {
  private readonly view: Buffer
  private readonly to: number
  /**
   * The first line feed at or after `searchedFrom` is at `foundFeed`, which is `to` when there is
   * none.
   */
  private searchedFrom = 0
  private foundFeed = -1
  /** Start of the current record, and its line number. */
  private recordStart: number
  private recordLine: number
  /** Lines are counted up to this position, where the line number is `countedLine`. */
  private countedTo: number
  private countedLine: number

  /** `line` is the line number of the position `from`. */
  constructor(view: Buffer, from: number, line: number) {
    this.view = view
    this.to = view.length
    this.recordStart = from
    this.recordLine = line
    this.countedTo = from
    this.countedLine = line
  }

  /** Moves to the record that begins at `at`. */
  startRecord(at: number): void {
    this.recordLine = at < this.countedTo ? this.lineAt(at) : this.advanceTo(at)
    this.recordStart = at
  }

  /** Moves to the record at `at` without counting: `lines` is the number of line feeds skipped. */
  skipTo(at: number, lines: number): void {
    this.recordLine += lines
    this.recordStart = at
    if (at <= this.countedTo) return
    this.countedTo = at
    this.countedLine = this.recordLine
  }

  /** Line number of a position in or after the current record. */
  lineAt(at: number): number {
    return at === this.recordStart
      ? this.recordLine
      : this.recordLine + countLines(this.view, this.recordStart, at)
  }

  /** Position of the first line feed at or after `from`, or `to` when there is none. */
  nextLineFeed(from: number): number {
    if (from < this.searchedFrom || from > this.foundFeed) {
      const found = this.view.indexOf(LF, from)
      this.foundFeed = found < 0 ? this.to : found
      this.searchedFrom = from
    }
    return this.foundFeed
  }

  /**
   * Start of the line after the one that contains `from`, or a position after `to` when there is
   * none. Also counts the line.
   */
  nextLineStart(from: number): number {
    const start = this.nextLineFeed(from) + 1
    if (from <= this.countedTo && start > this.countedTo && start <= this.to) {
      this.countedTo = start
      this.countedLine += 1
    }
    return start
  }

  /**
   * Counts lines up to `at` and returns its line number. No later position may have been counted
   * yet.
   */
  advanceTo(at: number): number {
    if (at > this.countedTo) {
      this.countedLine += countLines(this.view, this.countedTo, at)
      this.countedTo = at
    }
    return this.countedLine
  }
}
