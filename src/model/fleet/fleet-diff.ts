import type { CauseTransition, SpoolState } from '../report-diff.ts'
import type { Severity } from '../rule.ts'

/** Differences between the results of two batches: the same machines before and after a change. */
export interface FleetDiff {
  readonly schemaVersion: 1
  readonly kind: 'fleet'
  readonly tool: { readonly name: string; readonly version: string }
  /** Summary in a few sentences. */
  readonly headline: string
  readonly before: FleetSide
  readonly after: FleetSide
  readonly cases: CasesByChange
  /** Number of cases whose second report is older than the first. The two may have been swapped. */
  readonly backwards: number
  /** By rule. The rule that appeared most often comes first. */
  readonly causes: readonly RuleChangeCount[]
  /**
   * Causes of diagnoses by rule. Counts only cases with a diagnosis in both results. The cause that
   * came most often comes first.
   */
  readonly diagnosedCauses: readonly DiagnosedCauseCount[]
  /** Compared cases by the change of their spool. */
  readonly spools: Readonly<Record<SpoolState, number>>
  /** Changed cases: worse first, then unknown, then better. */
  readonly changed: Listed<ChangedCase>
  readonly onlyBefore: Listed<string>
  readonly onlyAfter: Listed<string>
  readonly notCompared: Listed<NotCompared>
  /** Number of cases that could not be compared, by reason. */
  readonly reasons: Readonly<Record<NotCompared['why'], number>>
}

export interface FleetSide {
  readonly bundles: number
  readonly judged: number
  /** Number of unreadable lines and reports. */
  readonly damaged: number
  /** The first unreadable places, such as `results.ndjson:17`, with the reason. */
  readonly damage: readonly { readonly place: string; readonly reason: string }[]
}

/** Compared cases. Each case counts in exactly one field besides `compared`. */
export interface CasesByChange {
  readonly compared: number
  /** A rule is newly flagged. Others may have cleared. */
  readonly worse: number
  /** Nothing is new, but the state of a flagged rule is now unknown. */
  readonly unknown: number
  /** A rule cleared, and nothing is new or unknown. */
  readonly better: number
  /** The same rules are flagged. */
  readonly persisting: number
  /** Nothing was flagged before or after. */
  readonly quiet: number
}

export type CaseChange = Exclude<keyof CasesByChange, 'compared'>

/** Number of compared cases per kind of change, for one rule. */
export interface RuleChangeCount {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly cleared: number
  readonly appeared: number
  readonly persisting: number
  readonly unknown: number
}

/** Number of compared cases per change of a cause, for one rule. */
export interface DiagnosedCauseCount {
  readonly rule: string
  readonly title: string
  readonly changes: Readonly<Record<CauseTransition, number>>
}

export interface ChangedCase {
  /** Name in the later results. */
  readonly bundle: string
  readonly change: CaseChange
  /** Rule ids; likewise in the lists below. */
  readonly appeared: readonly string[]
  readonly unknown: readonly string[]
  readonly persisting: readonly string[]
  readonly cleared: readonly string[]
  readonly spool: { readonly state: SpoolState; readonly before?: number; readonly after?: number }
}

/** `other-rules`: the two were analyzed with different rules, limits, options or versions. */
export interface NotCompared {
  readonly bundle: string
  readonly why:
    | 'other-rules'
    | 'unreadable-before'
    | 'unreadable-after'
    | 'failed-before'
    | 'failed-after'
}

/** The first entries of a list, and the number of omitted ones. */
export interface Listed<T> {
  readonly listed: readonly T[]
  readonly omitted: number
}
