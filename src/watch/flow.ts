/** Counts the items that arrived and left, in each of the last spans of time. */
export class Flow {
  /** Length of a span, milliseconds. */
  readonly span: number
  private readonly spanCount: number
  /** Number of the current span: time divided by its length. Does not go back with the clock. */
  private current = 0
  private arrivals: number[] = []
  private departures: number[] = []

  constructor(span: number, spanCount: number) {
    this.span = span
    this.spanCount = spanCount
  }

  addArrival(now: number): void {
    this.advanceTo(now)
    this.arrivals[this.spanCount - 1] = (this.arrivals[this.spanCount - 1] ?? 0) + 1
  }

  addDeparture(now: number): void {
    this.advanceTo(now)
    this.departures[this.spanCount - 1] = (this.departures[this.spanCount - 1] ?? 0) + 1
  }

  /** Returns the counts of the last spans, the current one last. `now` in milliseconds. */
  snapshot(now: number): {
    readonly span: number
    readonly arrivals: readonly number[]
    readonly departures: readonly number[]
  } {
    this.advanceTo(now)
    return { span: this.span, arrivals: [...this.arrivals], departures: [...this.departures] }
  }

  private advanceTo(now: number): void {
    const span = Math.floor(now / this.span)
    const passed =
      this.arrivals.length === 0
        ? this.spanCount
        : Math.min(this.spanCount, Math.max(0, span - this.current))
    const zeros = Array.from({ length: passed }, () => 0)
    this.arrivals = [...this.arrivals.slice(passed), ...zeros]
    this.departures = [...this.departures.slice(passed), ...zeros]
    this.current = Math.max(span, this.current)
  }
}
