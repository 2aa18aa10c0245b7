import { durationText, numberText } from '../model/duration.ts'

const BETWEEN = 100
/**
 * The rate is that of the last seconds: bundles differ, and other work on the machine comes and
 * goes.
 */
const LOOKS_BACK = 10_000
const BAR = 24

interface Screen {
  readonly columns?: number
  write(text: string): unknown
}

/**
 * A bar with rate and time left, on one line that is rewritten; the cursor stays at its start, so
 * that an interrupt leaves nothing behind.
 */
export class BundleProgress {
  private readonly screen: Screen
  private readonly total: number | undefined
  private readonly shown: boolean
  private readonly marks: { readonly at: number; readonly done: number }[]
  private done = 0

  constructor(screen: Screen, total: number | undefined, shown: boolean) {
    this.screen = screen
    this.total = total
    this.shown = shown
    this.marks = [{ at: performance.now(), done: 0 }]
  }

  add(): void {
    this.done += 1
    if (!this.shown) return
    const now = performance.now()
    const last = this.marks.at(-1)
    if (last && now - last.at < BETWEEN) return
    this.marks.push({ at: now, done: this.done })
    while (this.marks.length > 2 && now - (this.marks[0]?.at ?? now) > LOOKS_BACK)
      this.marks.shift()
    const [first] = this.marks
    const rate = first ? ((this.done - first.done) * 1000) / (now - first.at) : 0
    const text = progressText({ done: this.done, total: this.total, rate })
    this.screen.write(`${text.slice(0, (this.screen.columns ?? 80) - 1)}\u001b[K\r`)
  }

  end(): void {
    if (this.shown) this.screen.write('\u001b[K')
  }
}

/** `[######··················] 1,250 of 5,000 bundles, 612/s, 6 s left` */
export function progressText({
  done,
  total,
  rate,
}: {
  done: number
  total: number | undefined
  rate: number
}): string {
  const speed = `${rate >= 10 ? numberText(Math.round(rate)) : rate.toFixed(1)}/s`
  if (total === undefined) return `${numberText(done)} bundles, ${speed}`
  const full = total === 0 ? BAR : Math.floor((Math.min(done, total) / total) * BAR)
  const left =
    rate > 0 && done < total
      ? `, ${durationText(Math.ceil((total - done) / rate) * 1000)} left`
      : ''
  return `[${'#'.repeat(full)}${'·'.repeat(BAR - full)}] ${numberText(done)} of ${numberText(total)} bundles, ${speed}${left}`
}
