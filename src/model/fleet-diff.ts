import type { SpoolState } from './report-diff.ts'
import type { Severity } from './rule.ts'

/**
 * What is different between the results of two batches: the same machines before and after
 * something was done.
 */
export interface FleetDiff {
  readonly schemaVersion: 1
  readonly kind: 'fleet'
  readonly tool: { readonly name: string; readonly version: string }
  /** All of it in a few sentences. */
  readonly headline: string
  readonly before: FleetSide
  readonly after: FleetSide
  readonly cases: CasesByChange
  /**
   * Compared cases whose later report is of an earlier time: were the two given the wrong way
   * round?
   */
  readonly backwards: number
  /** By rule, those that appeared most often first. */
  readonly causes: readonly CauseChange[]
  /** Compared cases by what became of their spool. */
  readonly spools: Readonly<Record<SpoolState, number>>
  /**
   * Cases that changed: those that got worse first, then those that are no longer known, then those
   * that got better.
   */
  readonly changed: Listed<ChangedCase>
  readonly onlyBefore: Listed<string>
  readonly onlyAfter: Listed<string>
  readonly notCompared: Listed<NotCompared>
  /** All that could not be compared, by why. */
  readonly reasons: Readonly<Record<NotCompared['why'], number>>
}

export interface FleetSide {
  readonly bundles: number
  readonly judged: number
  /** Lines and reports that could not be read. */
  readonly damaged: number
  /** The first of them, `results.ndjson:17`, and why. */
  readonly damage: readonly { readonly place: string; readonly reason: string }[]
}

/** Compared cases, each in one of these. */
export interface CasesByChange {
  readonly compared: number
  /** Something is flagged that was not, whatever else has cleared. */
  readonly worse: number
  /** Nothing is new, but something flagged is no longer known. */
  readonly unknown: number
  /** Something cleared, nothing is new or no longer known. */
  readonly better: number
  /** Flagged as before. */
  readonly persisting: number
  /** Flagged neither time. */
  readonly quiet: number
}

export type CaseChange = Exclude<keyof CasesByChange, 'compared'>

/** In how many compared cases a rule did what. */
export interface CauseChange {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly cleared: number
  readonly appeared: number
  readonly persisting: number
  readonly unknown: number
}

export interface ChangedCase {
  /** As the later results name it. */
  readonly bundle: string
  readonly change: CaseChange
  /** Rules. */
  readonly appeared: readonly string[]
  readonly unknown: readonly string[]
  readonly persisting: readonly string[]
  readonly cleared: readonly string[]
  readonly spool: { readonly state: SpoolState; readonly before?: number; readonly after?: number }
}

/** `other-rules`: judged with other rules, limits, options or version. */
export interface NotCompared {
  readonly bundle: string
  readonly why:
    | 'other-rules'
    | 'unreadable-before'
    | 'unreadable-after'
    | 'failed-before'
    | 'failed-after'
}

/** The first of a list; the rest is counted. */
export interface Listed<T> {
  readonly listed: readonly T[]
  readonly omitted: number
}
