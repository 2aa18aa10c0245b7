import type { Diagnosis } from './diagnosis.ts'
import type { Fact } from './fact.ts'
import type { JourneyReport } from './journey.ts'
import {
  type Finding,
  type MissingEvidence,
  type RemedyStep,
  type Severity,
  TURNED_OFF,
} from './rule.ts'
import type { CitedLine, SourceRef } from './source-ref.ts'
import type { InputSummary } from './tally.ts'
import type { Timeline } from './timeline.ts'

/** Result of reading one input. Times are ISO 8601 in UTC and absent when the input has none. */
export type InputReport = Omit<InputSummary, 'from' | 'to' | 'gaps' | 'disorder' | 'log'> & {
  readonly from?: string
  readonly to?: string
}

/** A threshold or the severity of a rule that differs from its default. */
export interface ChangedSetting {
  readonly rule: string
  /** `severity`, or the name of a threshold. */
  readonly setting: string
  /** With its unit, as `--set` takes it. */
  readonly value: string
  readonly default: string
}

/** A configuration file that was in force. */
export interface ConfigurationUse {
  /** Its path; `~` stands for the home folder. */
  readonly file: string
  /** The options that it set, by name. */
  readonly options: readonly string[]
}

/** What a rule concluded. Only `clear` means that the evidence was examined and is fine. */
export type VerdictStatus = 'flagged' | 'clear' | 'not-checked' | 'crashed'

/** What one rule concluded about a case. */
export interface Verdict {
  readonly rule: string
  readonly title: string
  /** `IM auto-archiving: on`. Only in clear verdicts; absent in reports of earlier versions. */
  readonly clearTitle?: string
  readonly severity: Severity
  readonly status: VerdictStatus
  readonly trial: boolean
  readonly message: string
  readonly findings: readonly Finding[]
  /** Number of findings that were left out. */
  readonly omitted: number
  /** Sources that a `clear` verdict is based on. */
  readonly sources: readonly SourceRef[]
  readonly missing: readonly MissingEvidence[]
  /** Empty unless flagged. */
  readonly remedy: readonly RemedyStep[]
}

/** Whether the rule was not checked because an option or a configuration turned it off. */
export const isTurnedOff = ({ status, missing }: Pick<Verdict, 'status' | 'missing'>): boolean =>
  status === 'not-checked' && missing.some(({ evidence }) => evidence === TURNED_OFF.evidence)

/** The result of analyzing one case. */
export interface CaseReport {
  readonly id: string
  readonly headline: string
  readonly asOf: { readonly time: string; readonly from: string } | null
  readonly facts: Readonly<Record<string, Fact>>
  readonly inputs: readonly InputReport[]
  readonly verdicts: readonly Verdict[]
  /** Why it fails and what to do. Absent in reports of earlier versions. */
  readonly diagnosis?: Diagnosis
  /** Questions that no log can answer. */
  readonly unknowable: readonly string[]
  /** The latest offline messages. Absent in reports of earlier versions. */
  readonly journeys?: readonly JourneyReport[]
  readonly timeline?: Timeline
  /**
   * The lines that the sources of the report cite, the most important first. Bounded. Absent where
   * they were not read; a line whose evidence is gone is not listed.
   */
  readonly citedLines?: readonly CitedLine[]
  /**
   * Why the evidence that was passed became several cases, this one among them. The same text in
   * each of them; absent when all is one case.
   */
  readonly separation?: string
  /** Why the evidence may not belong together. Absent unless several collections are one case. */
  readonly mixture?: string
  /** What differs from the defaults of the rules. Absent when nothing does. */
  readonly changedSettings?: readonly ChangedSetting[]
  /** Present only when names were replaced. */
  readonly redaction?: RedactionNote
}

/** Describes the redaction of a report. */
export interface RedactionNote {
  /** Number of different names replaced, by kind: `user` → 3. */
  readonly replaced: Readonly<Record<string, number>>
  /** True when all times were shifted by one secret offset. */
  readonly timesShifted: boolean
  /** Limits of the redaction, as text. */
  readonly notCovered: readonly string[]
}

/** Number of cases, and of verdicts in all of them. */
export interface Summary {
  readonly cases: number
  readonly flagged: Readonly<Record<Severity, number>>
  readonly clear: number
  readonly notChecked: number
  readonly crashed: number
}

/**
 * The result of `analyze`, as `--format json` prints it. Its schema is published in the package as
 * `spoolscope/schema/report.schema.json`.
 */
export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: string; readonly version: string }
  /** The configuration files that set an option. Absent when there is none. */
  readonly configuration?: readonly ConfigurationUse[]
  readonly cases: readonly CaseReport[]
  readonly summary: Summary
}
