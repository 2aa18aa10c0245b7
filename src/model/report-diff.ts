import type { Certainty, DiagnosisOutcome } from './diagnosis.ts'
import type { VerdictStatus } from './report.ts'
import type { MissingEvidence, Severity } from './rule.ts'

/**
 * State of a rule in one report. `absent`: the rule did not run, because that version lacks it or
 * `--rule` excluded it.
 */
export interface VerdictSide {
  readonly status: VerdictStatus | 'absent'
  readonly message: string
  /** Number of findings, including omitted ones. */
  readonly findings: number
}

/**
 * A rule compared between two reports. Title and severity come from the later report, if it has the
 * rule.
 */
export interface VerdictChange {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly trial: boolean
  readonly before: VerdictSide
  readonly after: VerdictSide
  /**
   * Number of new and removed subjects. Present when the rule is flagged both times and no finding
   * is omitted.
   */
  readonly subjects?: { readonly added: number; readonly gone: number }
  /** Evidence needed to check the rule again. */
  readonly missing: readonly MissingEvidence[]
}

/** Every rule of either report is in exactly one list. */
export interface VerdictChanges {
  /** Flagged before, clear now. */
  readonly cleared: readonly VerdictChange[]
  /**
   * Flagged now, but not before. If the rule was not checked before, the problem may have existed.
   */
  readonly appeared: readonly VerdictChange[]
  /** Flagged before and now. */
  readonly persisting: readonly VerdictChange[]
  /** Flagged before; now not checked, crashed or absent. An improvement is not proven. */
  readonly unknown: readonly VerdictChange[]
  /** Clear before; now not checked, crashed or absent. */
  readonly lost: readonly VerdictChange[]
  /** Unknown before, clear now. */
  readonly settled: readonly VerdictChange[]
  /** Clear both times, or unknown both times. */
  readonly same: readonly VerdictChange[]
}

/** A fact that changed, or that only one report has. */
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

/** State of the History Spooler in one report. */
export interface SpoolSide {
  readonly items: number
  readonly bytes?: number
  /**
   * The oldest item: waiting since (ISO 8601, UTC), and its age in milliseconds at analysis time.
   */
  readonly oldest?: { readonly since: string; readonly waited?: number }
}

/**
 * `drained`: no items are left. `turned-over`: the old items are gone, newer ones wait. `filled`:
 * it was empty before. `empty`: empty both times. `unknown`: one report has no spool data.
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
  /** Time the case was analyzed as of, ISO 8601 in UTC. Null when unknown. */
  readonly asOf: string | null
}

/** A cause in one report, with the number of messages that it explains. */
export interface CauseSide {
  readonly certainty: Certainty
  readonly messages: number
  /** Number of messages that failed. */
  readonly of: number
}

/**
 * `came`: a cause now, and not before. `gone`: no cause now, because its rule passed. `superseded`:
 * still found, but another cause makes it irrelevant. `unknown`: no cause now, but nothing shows
 * that it is gone.
 */
export type CauseTransition =
  | 'came'
  | 'gone'
  | 'superseded'
  | 'unknown'
  | 'more-certain'
  | 'less-certain'
  | 'same'

/** A cause of one user, the machine or the server, compared between two reports. */
export interface DiagnosedCauseChange {
  readonly rule: string
  readonly title: string
  readonly user?: string
  readonly change: CauseTransition
  readonly before?: CauseSide
  readonly after?: CauseSide
}

export interface DiagnosisSide {
  readonly outcome: DiagnosisOutcome
  readonly answer: string
}

export interface DiagnosisChange {
  readonly before: DiagnosisSide
  readonly after: DiagnosisSide
  /** The causes of the later report in its order, then those of the earlier report alone. */
  readonly causes: readonly DiagnosedCauseChange[]
}

/** Differences between two reports of one case. */
export interface CaseDiff {
  readonly before: CaseSide
  readonly after: CaseSide
  /** Summary in a few sentences. */
  readonly headline: string
  /** Absent when a report is of an earlier version, which made no diagnosis. */
  readonly diagnosis?: DiagnosisChange
  readonly verdicts: VerdictChanges
  readonly facts: readonly FactChange[]
  readonly spool: SpoolChange
  /** Reasons why the comparison may be misleading. */
  readonly cautions: readonly string[]
}

/** Output of `diff --format json` for two reports. */
export interface ReportDiff {
  readonly schemaVersion: 1
  readonly kind: 'case'
  readonly tool: { readonly name: string; readonly version: string }
  readonly case: CaseDiff
}
