import type { Fact } from './fact.ts'
import type { JourneyReport } from './journey.ts'
import type { Finding, MissingEvidence, RemedyStep, Severity } from './rule.ts'
import type { SourceRef } from './source-ref.ts'
import type { InputSummary } from './tally.ts'
import type { Timeline } from './timeline.ts'

/** An input as it was read; times are ISO in UTC, absent when the input carries none. */
export type InputReport = Omit<InputSummary, 'from' | 'to' | 'gaps' | 'disorder' | 'log'> & {
  readonly from?: string
  readonly to?: string
}

export type VerdictStatus = 'flagged' | 'clear' | 'not-checked' | 'crashed'

export interface Verdict {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly status: VerdictStatus
  readonly trial: boolean
  readonly message: string
  readonly findings: readonly Finding[]
  /** Findings that are true but not listed. */
  readonly omitted: number
  /** Where a clear verdict looked. */
  readonly sources: readonly SourceRef[]
  readonly missing: readonly MissingEvidence[]
  /** Only when flagged. */
  readonly remedy: readonly RemedyStep[]
}

export interface CaseReport {
  readonly id: string
  readonly headline: string
  readonly asOf: { readonly time: string; readonly from: string } | null
  readonly facts: Readonly<Record<string, Fact>>
  readonly inputs: readonly InputReport[]
  readonly verdicts: readonly Verdict[]
  /** What no evidence can tell. */
  readonly unknowable: readonly string[]
  /**
   * Offline messages on their way, the latest of them; absent in reports of versions that did not
   * tell.
   */
  readonly journeys?: readonly JourneyReport[]
  readonly timeline?: Timeline
  /** Only where names were replaced before the report was made. */
  readonly redaction?: RedactionNote
}

/** Said in a report whose names were replaced by tokens. */
export interface RedactionNote {
  /** How many different ones of each kind were replaced: `user` → 3. */
  readonly replaced: Readonly<Record<string, number>>
  /** Whether all times were moved by one secret offset. */
  readonly timesShifted: boolean
  /** What this cannot find, in words. */
  readonly notCovered: readonly string[]
}

export interface Summary {
  readonly cases: number
  readonly flagged: Readonly<Record<Severity, number>>
  readonly clear: number
  readonly notChecked: number
  readonly crashed: number
}

export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: string; readonly version: string }
  readonly cases: readonly CaseReport[]
  readonly summary: Summary
}
