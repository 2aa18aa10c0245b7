import type { VerdictStatus } from './report.ts'
import type { MissingEvidence, Severity } from './rule.ts'

/**
 * What one report says of a rule; `absent`: it was not asked, by that version or for want of
 * `--rule`.
 */
export interface VerdictSide {
  readonly status: VerdictStatus | 'absent'
  readonly message: string
  /** How many findings it has, listed or not. */
  readonly findings: number
}

/** A rule in both reports. Title and severity are of the later one, where it has the rule. */
export interface VerdictChange {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly trial: boolean
  readonly before: VerdictSide
  readonly after: VerdictSide
  /**
   * Flagged both times with all findings listed: how many of the subjects are new, and how many are
   * gone.
   */
  readonly subjects?: { readonly added: number; readonly gone: number }
  /** What would be needed to check it again. */
  readonly missing: readonly MissingEvidence[]
}

/** Each rule that either report has is in exactly one list. */
export interface VerdictChanges {
  /** Flagged before, and now clear. */
  readonly cleared: readonly VerdictChange[]
  /** Flagged now, and not before; what was not checked before may have been there. */
  readonly appeared: readonly VerdictChange[]
  /** Flagged both times. */
  readonly persisting: readonly VerdictChange[]
  /** Flagged before, and now not checked, crashed or not asked: not known to be better. */
  readonly unknown: readonly VerdictChange[]
  /** In order before, and now not checked, crashed or not asked. */
  readonly lost: readonly VerdictChange[]
  /** Not known before, and now in order. */
  readonly settled: readonly VerdictChange[]
  /** In order both times, or known neither time. */
  readonly same: readonly VerdictChange[]
}

/** A fact that is another one now, or that only one report has. */
export interface FactChange {
  readonly key: string
  readonly label: string
  readonly before?: FactSide
  readonly after?: FactSide
}

export interface FactSide {
  readonly value: string | number | boolean
  readonly text: string
}

/** A History Spooler as one report knows it. */
export interface SpoolSide {
  readonly items: number
  readonly bytes?: number
  /**
   * Since when the oldest item waits, ISO in UTC, and for how long when judged, in milliseconds.
   */
  readonly oldest?: { readonly since: string; readonly waited?: number }
}

/**
 * `drained`: nothing is left. `turned-over`: what waited is gone, and newer items wait. `filled`:
 * it was empty. `empty`: both times. `unknown`: one of the reports does not tell.
 */
export type SpoolState =
  | 'drained'
  | 'turned-over'
  | 'shrunk'
  | 'same'
  | 'grown'
  | 'filled'
  | 'empty'
  | 'unknown'

export interface SpoolChange {
  readonly state: SpoolState
  readonly before?: SpoolSide
  readonly after?: SpoolSide
}

export interface CaseSide {
  readonly id: string
  /** When it was judged at, ISO in UTC; null when nothing says. */
  readonly asOf: string | null
}

/** What is different between two reports of one case. */
export interface CaseDiff {
  readonly before: CaseSide
  readonly after: CaseSide
  /** All of it in a few sentences. */
  readonly headline: string
  readonly verdicts: VerdictChanges
  readonly facts: readonly FactChange[]
  readonly spool: SpoolChange
  /** Why the two may not compare as they seem to. */
  readonly cautions: readonly string[]
}

/** What `diff --format json` prints for two reports. */
export interface ReportDiff {
  readonly schemaVersion: 1
  readonly kind: 'case'
  readonly tool: { readonly name: string; readonly version: string }
  readonly case: CaseDiff
}
