import type { Evidence } from './evidence.ts'
import type { SourceRef } from './source-ref.ts'
import type { Threshold } from './threshold.ts'

export type Severity = 'error' | 'warning' | 'info'

/**
 * One instance of a problem: its subject, a message (subject, number with unit, limit) and the
 * sources.
 */
export interface Finding {
  readonly subject: string
  readonly message: string
  readonly sources: readonly SourceRef[]
  /** Remedy for this finding, if it differs from the rule's. */
  readonly remedy?: string
}

/** Evidence that a rule needs but that is missing, and how to get it. */
export interface MissingEvidence {
  /** A noun with its article, such as `the client build`. */
  readonly evidence: string
  readonly how: string
  /** PowerShell commands to copy, one per line. */
  readonly commands?: readonly string[]
}

export type RuleResult =
  | {
      readonly status: 'flagged'
      readonly message: string
      readonly findings: readonly Finding[]
      readonly omitted?: number
    }
  | { readonly status: 'clear'; readonly message: string; readonly sources: readonly SourceRef[] }
  | {
      readonly status: 'not-checked'
      readonly message: string
      readonly missing: readonly MissingEvidence[]
    }

/** `omitted` counts findings that were left out to keep reports bounded. */
export const flagged = (
  message: string,
  findings: readonly Finding[],
  omitted = 0,
): RuleResult => ({
  status: 'flagged',
  message,
  findings,
  omitted,
})
/** Use only when the evidence was examined and is fine. `sources` lists where. */
export const clear = (message: string, sources: readonly SourceRef[]): RuleResult => ({
  status: 'clear',
  message,
  sources,
})
export const notChecked = (
  message: string,
  ...missing: readonly MissingEvidence[]
): RuleResult => ({
  status: 'not-checked',
  message,
  missing,
})

export interface RemedyStep {
  readonly do: string
  /** PowerShell commands to copy, one per line. */
  readonly commands?: readonly string[]
  /** How to verify that the step worked. */
  readonly verify: string
}

export interface Reference {
  readonly title: string
  readonly url: string
}

type EvidenceMap = Readonly<Record<string, Evidence>>
type ThresholdMap = Readonly<Record<string, Threshold>>
type Results<E extends EvidenceMap> = {
  readonly [K in keyof E]: E[K] extends Evidence<infer R> ? R : never
}
type Values<T extends ThresholdMap> = { readonly [K in keyof T]: T[K]['value'] }

export interface Rule<E extends EvidenceMap = EvidenceMap, T extends ThresholdMap = ThresholdMap> {
  readonly id: string
  readonly severity: Severity
  /** `trial`: the rule relies on inferred facts, not on documented ones. */
  readonly status: 'stable' | 'trial'
  /** A statement that is true when flagged. */
  readonly title: string
  readonly why: string
  readonly looksAt: string
  readonly thresholds: T
  readonly falsePositives: readonly string[]
  readonly remedy: readonly RemedyStep[]
  readonly references: readonly Reference[]
  readonly evidence: E
  /** Receives only the evidence that the rule declares. */
  evaluate(evidence: Results<E>, thresholds: Values<T>): RuleResult
}

export function defineRule<E extends EvidenceMap, T extends ThresholdMap>(rule: Rule<E, T>): Rule {
  return rule as unknown as Rule
}
