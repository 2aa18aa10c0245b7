import type { ExitCode } from '../analysis/exit-code.ts'
import { type FailOn, failsCommand } from '../analysis/exit-code.ts'
import type { FlaggedRule, SerializedBatchLine } from '../model/batch-line.ts'
import { formatCount, formatNumber } from '../model/duration.ts'

const MAX_LISTED_CAUSES = 8

/** Counts the results of all bundles so far. */
export class BatchOutcome {
  private readonly counts = { judged: 0, unreadable: 0, failed: 0 }
  private readonly causes = new Map<string, number>()
  private hasFailure = false
  private readonly failOn: FailOn

  constructor(failOn: FailOn) {
    this.failOn = failOn
  }

  /** Number of bundles. */
  get total(): number {
    return this.counts.judged + this.counts.unreadable + this.counts.failed
  }

  add({
    status,
    flags,
  }: Pick<SerializedBatchLine, 'status'> & { readonly flags: readonly FlaggedRule[] }): void {
    this.counts[status] += 1
    for (const { rule, severity, status: ruleStatus } of flags) {
      this.hasFailure ||= failsCommand(this.failOn, severity)
      const cause = ruleStatus === 'crashed' ? `${rule} (crashed)` : rule
      this.causes.set(cause, (this.causes.get(cause) ?? 0) + 1)
    }
  }

  /** A bundle whose analysis failed is never treated as healthy: it may contain any problem. */
  get exitCode(): ExitCode {
    if (this.total > 0 && this.counts.judged === 0) return 2
    return this.hasFailure || (this.counts.failed > 0 && this.failOn !== 'never') ? 1 : 0
  }

  /**
   * `5,000 bundles: 4,990 analyzed, 8 unreadable, 2 failed. Flagged: spool-message-stuck 1,234, …`
   */
  summaryText(): string {
    const { judged, unreadable, failed } = this.counts
    const sorted = [...this.causes].sort(
      ([leftRule, left], [rightRule, right]) => right - left || (leftRule < rightRule ? -1 : 1),
    )
    const causes = sorted
      .slice(0, MAX_LISTED_CAUSES)
      .map(([rule, count]) => `${rule} ${formatNumber(count)}`)
    if (sorted.length > MAX_LISTED_CAUSES)
      causes.push(`${sorted.length - MAX_LISTED_CAUSES} more rules`)
    const counts = [
      `${formatNumber(judged)} analyzed`,
      `${formatNumber(unreadable)} unreadable`,
      `${formatNumber(failed)} failed`,
    ]
    const flagged = causes.join(', ') || 'nothing'
    return `${formatCount(this.total, 'bundle')}: ${counts.join(', ')}. Flagged: ${flagged}.`
  }
}
