import { formatDuration, formatNumber } from '../model/duration.ts'

const MIN_UPDATE_INTERVAL_MS = 100
/**
 * The rate is that of the last seconds: bundles differ, and other work on the machine comes and
 * goes.
 */
const RATE_WINDOW_MS = 10_000
const BAR_WIDTH = 24

interface ProgressStream {
  readonly columns?: number
  write(text: string): unknown
}

/**
 * A bar with rate and time left, on one line that is rewritten; the cursor stays at its start, so
 * that an interrupt leaves nothing behind.
 */
export class BundleProgress {
  private readonly screen: ProgressStream
  private readonly total: number | undefined
  private readonly isEnabled: boolean
  private readonly samples: { readonly at: number; readonly done: number }[]
  private done = 0

  constructor(screen: ProgressStream, total: number | undefined, shown: boolean) {
    this.screen = screen
    this.total = total
    this.isEnabled = shown
    this.samples = [{ at: performance.now(), done: 0 }]
  }

  add(): void {
    this.done += 1
    if (!this.isEnabled) return
    const now = performance.now()
    const last = this.samples.at(-1)
    if (last && now - last.at < MIN_UPDATE_INTERVAL_MS) return
    this.samples.push({ at: now, done: this.done })
    while (this.samples.length > 2 && now - (this.samples[0]?.at ?? now) > RATE_WINDOW_MS)
      this.samples.shift()
    const [first] = this.samples
    const rate = first ? ((this.done - first.done) * 1000) / (now - first.at) : 0
    const text = progressText({ done: this.done, total: this.total, rate })
    this.screen.write(`${text.slice(0, (this.screen.columns ?? 80) - 1)}\u001b[K\r`)
  }

  end(): void {
    if (this.isEnabled) this.screen.write('\u001b[K')
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
  const speed = `${rate >= 10 ? formatNumber(Math.round(rate)) : rate.toFixed(1)}/s`
  if (total === undefined) return `${formatNumber(done)} bundles, ${speed}`
  const full = total === 0 ? BAR_WIDTH : Math.floor((Math.min(done, total) / total) * BAR_WIDTH)
  const left =
    rate > 0 && done < total
      ? `, ${formatDuration(Math.ceil((total - done) / rate) * 1000)} left`
      : ''
  return `[${'#'.repeat(full)}${'·'.repeat(BAR_WIDTH - full)}] ${formatNumber(done)} of ${formatNumber(total)} bundles, ${speed}${left}`
}
