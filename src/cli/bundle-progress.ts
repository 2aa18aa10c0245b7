import { formatDuration, formatNumber } from '../model/duration.ts'
import type { OutputStream } from '../terminal/output-stream.ts'
import { terminal } from '../terminal/terminal-text.ts'

const MIN_UPDATE_INTERVAL_MS = 100
/** The rate of the last seconds: bundles differ, and so does other load on the machine. */
const RATE_WINDOW_MS = 10_000
const BAR_WIDTH = 24
const DEFAULT_COLUMNS = 80

/**
 * Shows a bar with rate and time left on one line, which is rewritten. The cursor stays at the
 * start of the line, so an interrupt leaves the terminal as it was.
 */
export class BundleProgress {
  private readonly stream: Pick<OutputStream, 'columns' | 'write'>
  private readonly total: number | undefined
  private readonly isEnabled: boolean
  private readonly samples: { readonly at: number; readonly done: number }[]
  private done = 0

  constructor(
    stream: Pick<OutputStream, 'columns' | 'write'>,
    total: number | undefined,
    isEnabled: boolean,
  ) {
    this.stream = stream
    this.total = total
    this.isEnabled = isEnabled
    this.samples = [{ at: performance.now(), done: 0 }]
  }

  /** Counts a bundle. */
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
    this.stream.write(
      terminal`${text.slice(0, (this.stream.columns ?? DEFAULT_COLUMNS) - 1)}\u001b[K\r`,
    )
  }

  end(): void {
    if (this.isEnabled) this.stream.write(terminal`\u001b[K`)
  }
}

/**
 * `[######··················] 1,250 of 5,000 bundles, 612/s, 6 s left`; without bar and time left
 * when the total is unknown. `rate` in bundles per second.
 */
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
  const filled = total === 0 ? BAR_WIDTH : Math.floor((Math.min(done, total) / total) * BAR_WIDTH)
  const bar = `[${'#'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}]`
  const timeLeft =
    rate > 0 && done < total
      ? `, ${formatDuration(Math.ceil((total - done) / rate) * 1000)} left`
      : ''
  return `${bar} ${formatNumber(done)} of ${formatNumber(total)} bundles, ${speed}${timeLeft}`
}
