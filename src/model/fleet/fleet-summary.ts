import type { Certainty, DiagnosisOutcome } from '../diagnosis.ts'
import type { Severity } from '../rule.ts'

/**
 * Summary of many reports. Times are ISO 8601 in UTC. Lists are bounded and sorted by frequency,
 * then by name.
 */
export interface FleetSummary {
  readonly schemaVersion: 1
  readonly tool: { readonly name: string; readonly version: string }
  /** Summary in a few sentences. */
  readonly headline: string
  readonly lines: LinesRead
  /**
   * Number of different rule sets (version, rules, thresholds, options). With more than one, counts
   * may not be comparable.
   */
  readonly ruleSets: number
  /** Every bundle counts once. */
  readonly bundles: {
    readonly total: number
    readonly judged: number
    readonly unreadable: number
    readonly failed: number
  }
  readonly cases: CasesBySum
  /**
   * First and last time that cases were analyzed as of. `unknown` counts cases without such a time.
   */
  readonly asOf: Span & { readonly unknown: number }
  /** Analyzed cases by what their diagnosis came to. */
  readonly outcomes: OutcomeCounts
  /** Causes of diagnoses. In a case without a diagnosis, each flagged rule counts as a cause. */
  readonly causes: Top<CauseCount>
  readonly symptoms: Top<SymptomCount>
  /** Flagged rules that are neither causes nor symptoms of their case: limits, notes, superseded. */
  readonly alsoFlagged: Top<FlaggedCount>
  /** Sets of causes that occur together in one case. */
  readonly combinations: Top<CombinationCount>
  readonly stuck: StuckCount
  readonly affected: Readonly<Record<Dimension, DimensionCount>>
  readonly notChecked: Top<GapCount>
  /** Rules that crashed because of an error in spoolscope. */
  readonly crashed: Top<{ readonly rule: string; readonly cases: number; readonly example: string }>
  readonly unreadable: Top<ReasonCount>
  readonly failed: Top<ReasonCount>
}

export interface LinesRead {
  readonly read: number
  readonly damaged: number
  /** Lines that were ignored because another line about the same bundle was used. */
  readonly repeated: number
  /** The first damaged lines, such as `results.ndjson:17`, with the reason. */
  readonly damage: readonly { readonly place: string; readonly reason: string }[]
}

/** Analyzed cases. Each case counts in exactly one field. */
export interface CasesBySum {
  /** At least one error or warning. */
  readonly affected: number
  /** No error or warning, but some rules were not checked. */
  readonly open: number
  /** All rules were checked; no error or warning. */
  readonly clear: number
}

export interface Span {
  readonly first?: string
  readonly last?: string
}

/** The most frequent entries, and totals for the rest. */
export interface Top<T> {
  readonly listed: readonly T[]
  readonly others: Others
}

export interface Others {
  /** Number of different values that are not listed. */
  readonly values: number
  /** Number of cases with these values. */
  readonly cases: number
}

/** The case that shows a rule best. The headline is the answer of its diagnosis, if it has one. */
export interface Representative {
  readonly bundle: string
  readonly headline: string
}

/** `no-diagnosis`: analyzed by an earlier version, which made none. */
export type OutcomeCounts = Readonly<Record<DiagnosisOutcome | 'no-diagnosis', number>>

export const NO_OUTCOMES: OutcomeCounts = {
  'cause-found': 0,
  'cause-possible': 0,
  unexplained: 0,
  'nothing-wrong': 0,
  'not-enough-evidence': 0,
  'no-diagnosis': 0,
}

/** A rule and the cases in which it is flagged. */
export interface FlaggedCount extends Span {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly trial: boolean
  readonly cases: number
  /** Number of different users in these cases. */
  readonly users: number
  readonly representative: Representative
}

/** `unknown` counts cases without a diagnosis. */
export type CertaintyCounts = Readonly<Record<Certainty | 'unknown', number>>

export interface CauseCount extends FlaggedCount {
  /** Number of cases by the highest certainty of the cause in the case. */
  readonly certainty: CertaintyCounts
}

export interface SymptomCount extends FlaggedCount {
  /** Number of cases in which no cause explains it, at least in part. */
  readonly unexplained: number
}

export interface CombinationCount {
  readonly rules: readonly string[]
  readonly cases: number
  readonly example: string
}

export interface StuckCount {
  readonly messages: number
  readonly cases: number
  /** `waited`: age in milliseconds at the time the case was analyzed as of. */
  readonly oldest: {
    readonly since: string
    readonly waited?: number
    readonly bundle: string
  } | null
}

export const DIMENSIONS = ['users', 'builds', 'channels', 'servers', 'mailboxes'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** How cases are distributed over the values of one dimension. */
export interface DimensionCount extends Top<ValueCount> {
  readonly distinct: number
  /** Number of different values with at least one affected case. */
  readonly affected: number
  /** Cases without a known value. */
  readonly unknown: number
}

export interface ValueCount {
  readonly value: string
  readonly cases: number
  /** How many of these cases have an error or warning. */
  readonly affected: number
}

/** Evidence that was missing. */
export interface GapCount {
  readonly evidence: string
  readonly cases: number
  /** Rules that were not checked because of it. */
  readonly rules: readonly string[]
  readonly ways: readonly { readonly how: string; readonly commands: readonly string[] }[]
}

/**
 * Bundles that were not analyzed for similar reasons. Names and numbers are removed from `reason`;
 * `example` has the full text.
 */
export interface ReasonCount {
  readonly reason: string
  readonly bundles: number
  readonly example: { readonly bundle: string; readonly reason: string }
}
