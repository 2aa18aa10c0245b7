import type { Fact } from './fact.ts'
import type { Verdict } from './report.ts'

/** What is different between two reports of one case. */
export interface CaseDiff {
  readonly id: string
  /** Flagged before, and now clear. */
  readonly cleared: readonly Verdict[]
  /** Flagged now, and not before. */
  readonly appeared: readonly Verdict[]
  /** Flagged both times: before and after. */
  readonly persisting: readonly (readonly [Verdict, Verdict])[]
  /** Flagged before, and now not checked: not known to be better. */
  readonly unknown: readonly Verdict[]
  readonly facts: readonly { readonly key: string; readonly before?: Fact; readonly after?: Fact }[]
}
