import type { Evidence } from './evidence.ts'
import type { SourceRef } from './source-ref.ts'
import type { Threshold } from './threshold.ts'

export type Severity = 'error' | 'warning' | 'info'

/**
 * One thing that is wrong: what it is about, what was found (subject, number with unit, limit) and
 * where it was read.
 */
export interface Finding {
  readonly subject: string
  readonly message: string
  readonly sources: readonly SourceRef[]
  /** What to do about this one, where it differs from the rule's own remedy. */
  readonly remedy?: string
}

/** Evidence that a rule would need, and how to get it. */
export interface MissingEvidence {
  /** A noun with its article: `the client build`. */
  readonly evidence: string
  readonly how: string
  /** Exact commands, one a line, to copy. For PowerShell. */
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

/** `omitted` counts findings that are true but not listed, to keep reports bounded. */
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
/** Only for what was looked at and found in order: `sources` names where. */
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
  /** Exact commands, one a line, to copy. For PowerShell. */
  readonly commands?: readonly string[]
  /** How to see that the step worked. */
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
  /** `trial`: rests on facts that are inferred, not documented. */
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
  /** Sees only the evidence it declares. */
  evaluate(evidence: Results<E>, thresholds: Values<T>): RuleResult
}

export function defineRule<E extends EvidenceMap, T extends ThresholdMap>(rule: Rule<E, T>): Rule {
  return rule as unknown as Rule
}
