import type { LiveTime } from '../inputs/live/live-inputs.ts'
import { seconds } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import type { InputSummary } from '../model/tally.ts'

const WINDOW_MS = seconds(2)

/** How fast logs are read, over the last few seconds. */
export class LogRate {
  private readonly time: LiveTime
  private marks: { readonly at: number; readonly bytes: number }[] = []

  constructor(time: LiveTime) {
    this.time = time
  }

  measure(inputs: readonly InputSummary[]): LiveView['logs'] {
    const logs = inputs.filter(({ log }) => log)
    const bytes = logs.reduce((sum, one) => sum + one.bytes, 0)
    const records = logs.reduce((sum, one) => sum + one.records, 0)
    const now = this.time.steady()
    const last = this.marks.at(-1)
    if (last === undefined || last.bytes !== bytes || now - last.at > WINDOW_MS / 4)
      this.marks.push({ at: now, bytes })
    // One mark from before the span stays, to measure from.
    while (this.marks.length > 2 && (this.marks[1]?.at ?? now) < now - WINDOW_MS) this.marks.shift()
    const [first] = this.marks
    const passed = first === undefined ? 0 : now - first.at
    const bytesPerSecond =
      first === undefined || passed <= 0
        ? 0
        : ((bytes - first.bytes) * 1000) / Math.max(passed, 1000)
    return { count: logs.length, bytesPerSecond: Math.max(0, bytesPerSecond), records }
  }
}
