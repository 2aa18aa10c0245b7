import type { LiveTime } from '../inputs/live/live-inputs.ts'
import { seconds } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import type { InputSummary } from '../model/tally.ts'

const WINDOW_MS = seconds(2)

/** Measures how fast logs are read, over the last few seconds. */
export class LogRate {
  private readonly time: LiveTime
  private samples: { readonly at: number; readonly bytes: number }[] = []

  constructor(time: LiveTime) {
    this.time = time
  }

  measure(inputs: readonly InputSummary[]): LiveView['logs'] {
    const logs = inputs.filter(({ log }) => log)
    const bytes = logs.reduce((sum, log) => sum + log.bytes, 0)
    const records = logs.reduce((sum, log) => sum + log.records, 0)
    const now = this.time.steady()
    const last = this.samples.at(-1)
    if (last === undefined || last.bytes !== bytes || now - last.at > WINDOW_MS / 4)
      this.samples.push({ at: now, bytes })
    // Keep one sample from before the window as the start of the measurement.
    while (this.samples.length > 2 && (this.samples[1]?.at ?? now) < now - WINDOW_MS)
      this.samples.shift()
    const [first] = this.samples
    const elapsed = first === undefined ? 0 : now - first.at
    const bytesPerSecond =
      first === undefined || elapsed <= 0
        ? 0
        : ((bytes - first.bytes) * 1000) / Math.max(elapsed, 1000)
    return { count: logs.length, bytesPerSecond: Math.max(0, bytesPerSecond), records }
  }
}
