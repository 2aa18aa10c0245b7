import type { ExitCode } from '../analysis/exit-code.ts'
import { countsAs } from '../analysis/exit-code.ts'
import type { Flag, WrittenLine } from '../model/batch-line.ts'
import { numberText, plural } from '../model/duration.ts'
import type { FailOn } from '../settings/judging-settings.ts'

const CAUSES = 8

/** What became of all bundles so far. */
export class Outcome {
  private readonly counts = { judged: 0, unreadable: 0, failed: 0 }
  private readonly causes = new Map<string, number>()
  private bad = false
  private readonly failOn: FailOn

  constructor(failOn: FailOn) {
    this.failOn = failOn
  }

  get total(): number {
    return this.counts.judged + this.counts.unreadable + this.counts.failed
  }

  add({ status, flags }: Pick<WrittenLine, 'status'> & { readonly flags: readonly Flag[] }): void {
    this.counts[status] += 1
    for (const { rule, severity, status: how } of flags) {
      this.bad ||= countsAs(this.failOn, severity)
      const cause = how === 'crashed' ? `${rule} (crashed)` : rule
      this.causes.set(cause, (this.causes.get(cause) ?? 0) + 1)
    }
  }

  /** A bundle that broke its judge may hold anything: a failure of the tool is never health. */
  get exitCode(): ExitCode {
    if (this.total > 0 && this.counts.judged === 0) return 2
    return this.bad || (this.counts.failed > 0 && this.failOn !== 'never') ? 1 : 0
  }

  /**
   * `5,000 bundles: 4,990 judged, 8 unreadable, 2 failed. Flagged: spool-message-stuck 1,234, …`
   */
  text(): string {
    const { judged, unreadable, failed } = this.counts
    const sorted = [...this.causes].sort(
      ([one, left], [other, right]) => right - left || (one < other ? -1 : 1),
    )
    const named = sorted.slice(0, CAUSES).map(([rule, times]) => `${rule} ${numberText(times)}`)
    if (sorted.length > CAUSES) named.push(`${sorted.length - CAUSES} more rules`)
    const counted = `${numberText(judged)} judged, ${numberText(unreadable)} unreadable, ${numberText(failed)} failed`
    return `${plural(this.total, 'bundle')}: ${counted}. Flagged: ${named.join(', ') || 'nothing'}.`
  }
}
