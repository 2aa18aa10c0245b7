import type { Finding, Missing, RemedyStep, Severity } from './rule.ts'
import type { SourceRef } from './source-ref.ts'
import type { Damage, InputStatus } from './tally.ts'

/** Something found out about the case. `text` is `value` in words, with what qualifies it. */
export interface Fact {
  readonly label: string
  readonly value: string | number | boolean
  readonly text: string
  readonly sources: readonly SourceRef[]
}

export interface InputReport {
  readonly path: string
  readonly format: string
  readonly status: InputStatus
  readonly bytes: number
  readonly records: number
  readonly undecoded: number
  readonly unreadable: number
  /** ISO times in UTC, absent when the input carries none. */
  readonly from?: string
  readonly to?: string
  readonly notes: readonly string[]
  readonly damage: readonly Damage[]
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
  readonly missing: readonly Missing[]
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
