import { countLines } from './count-lines.ts'

const LF = 10

/** Goes through the lines of the bytes at hand, record by record, and knows their numbers. */
export class LineWalk {
  private readonly view: Buffer
  private readonly to: number
  /** The first line feed from `feedFrom` on stands at `feed`, `to` when there is none. */
  private feedFrom = 0
  private feed = -1
  /** Where the record that is read begins, and its line. */
  private start: number
  private line: number
  /**
   * How far lines are counted, and the line there: the walk from line to line counts on its way.
   */
  private walked: number
  private walkedLine: number

  /** From the place `from`, in the line of that number, to the end of the bytes. */
  constructor(view: Buffer, from: number, line: number) {
    this.view = view
    this.to = view.length
    this.start = from
    this.line = line
    this.walked = from
    this.walkedLine = line
  }

  /** Goes on to the record, or what is none, that begins at `at`. */
  begin(at: number): void {
    this.line = at < this.walked ? this.of(at) : this.walkTo(at)
    this.start = at
  }

  /** Goes on to the record at `at`, so many lines further on: what lies between was passed over. */
  passTo(at: number, lines: number): void {
    this.line += lines
    this.start = at
    if (at <= this.walked) return
    this.walked = at
    this.walkedLine = this.line
  }

  /** Line number of a place in the record begun, or behind it. */
  of(at: number): number {
    return at === this.start ? this.line : this.line + countLines(this.view, this.start, at)
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

  /**
   * Start of the line behind the one that `from` is in, beyond the end when there is none. Counts
   * on its way.
   */
  next(from: number): number {
    const next = this.feedAfter(from) + 1
    if (from <= this.walked && next > this.walked && next <= this.to) {
      this.walked = next
      this.walkedLine += 1
    }
    return next
  }

  /** Line number of a place that nothing was looked at behind. */
  walkTo(at: number): number {
    if (at > this.walked) {
      this.walkedLine += countLines(this.view, this.walked, at)
      this.walked = at
    }
    return this.walkedLine
  }
}
