import type { Severity } from './rule.ts'

/**
 * What many reports say together. Times are ISO in UTC; lists are most frequent first, then by
 * name, and complete up to a limit.
 */
export interface FleetSummary {
  readonly schemaVersion: 1
  readonly tool: { readonly name: string; readonly version: string }
  /** All of it in a few sentences. */
  readonly headline: string
  readonly lines: LinesRead
  /**
   * Versions, rules, thresholds and options that cases were judged with: more than one, and counts
   * mix what may not compare.
   */
  readonly ruleSets: number
  /** Each bundle counts once. */
  readonly bundles: {
    readonly total: number
    readonly judged: number
    readonly unreadable: number
    readonly failed: number
  }
  readonly cases: CasesBySum
  /** From the first to the last moment that cases were judged at; `unknown` have none. */
  readonly asOf: Span & { readonly unknown: number }
  readonly causes: Top<CauseCount>
  /** Causes that were found together. */
  readonly combinations: Top<CombinationCount>
  readonly stuck: StuckCount
  readonly affected: Readonly<Record<Dimension, DimensionCount>>
  readonly notChecked: Top<GapCount>
  /** Checks that failed inside spoolscope. */
  readonly crashed: Top<{ readonly rule: string; readonly cases: number; readonly example: string }>
  readonly unreadable: Top<ReasonCount>
  readonly failed: Top<ReasonCount>
}

export interface LinesRead {
  readonly read: number
  readonly damaged: number
  /** Lines about a bundle that another line, which counts, is about too. */
  readonly repeated: number
  /** The first damaged ones, `results.ndjson:17`, and why. */
  readonly damage: readonly { readonly place: string; readonly reason: string }[]
}

/** Judged cases, each in one of these. */
export interface CasesBySum {
  /** Something is wrong: an error or a warning. */
  readonly affected: number
  /** Nothing wrong was found, but not all could be checked. */
  readonly open: number
  /** All was checked, and nothing is wrong. */
  readonly clear: number
}

export interface Span {
  readonly first?: string
  readonly last?: string
}

/** The most frequent of some kind; the rest is counted. */
export interface Top<T> {
  readonly listed: readonly T[]
  readonly others: Others
}

export interface Others {
  /** How many different ones are not listed. */
  readonly values: number
  /** How often they occur together. */
  readonly cases: number
}

/** A case that shows a cause best, and what it says. */
export interface Representative {
  readonly bundle: string
  readonly headline: string
}

export interface CauseCount extends Span {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly trial: boolean
  readonly cases: number
  /** Different users of these cases. */
  readonly users: number
  readonly representative: Representative
}

export interface CombinationCount {
  readonly rules: readonly string[]
  readonly cases: number
  readonly example: string
}

export interface StuckCount {
  readonly messages: number
  readonly cases: number
  /** `waited` in milliseconds until the case was judged at. */
  readonly oldest: {
    readonly since: string
    readonly waited?: number
    readonly bundle: string
  } | null
}

export const DIMENSIONS = ['users', 'builds', 'channels', 'servers', 'mailboxes'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** Whom or what cases are about. */
export interface DimensionCount extends Top<ValueCount> {
  readonly distinct: number
  /** Different ones with at least one affected case. */
  readonly affected: number
  /** Cases that do not tell. */
  readonly unknown: number
}

export interface ValueCount {
  readonly value: string
  readonly cases: number
  /** Of these, cases in which something is wrong. */
  readonly affected: number
}

/** A piece of evidence that was missing. */
export interface GapCount {
  readonly evidence: string
  readonly cases: number
  /** That waited for it. */
  readonly rules: readonly string[]
  readonly ways: readonly { readonly how: string; readonly commands: readonly string[] }[]
}

/**
 * Why bundles were not judged: names and numbers in the reason may differ, the example is one in
 * full.
 */
export interface ReasonCount {
  readonly reason: string
  readonly bundles: number
  readonly example: { readonly bundle: string; readonly reason: string }
}
