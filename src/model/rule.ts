import { defined } from './defined.ts'
import type { ActionRole, Certainty } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import type { SourceRef } from './source-ref.ts'
import type { Threshold } from './threshold.ts'

/** The worst first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const
/** How much a flagged verdict matters. */
export type Severity = (typeof SEVERITIES)[number]

/** Facts about a finding that only the diagnosis uses. They are not part of a report. */
export interface FindingContext {
  /** The user whom it concerns. Absent for the machine, the server, or an unknown user. */
  readonly user?: string
  /** The users whom it concerns, where it concerns several. It explains nothing of others. */
  readonly users?: readonly string[]
  /** From when to when it is known to be so, milliseconds UTC. Absent when the evidence has no time. */
  readonly since?: number
  readonly until?: number
  /** Number of messages that it stands for. Absent when it is not counted in messages. */
  readonly messages?: number
  /** The highest certainty with which this finding can be a cause. */
  readonly maxCertainty?: Certainty
  /** Selects the steps of the remedy that have the same variant, besides those that have none. */
  readonly variant?: string
  /** The remedy where the mailbox is in Exchange Online, if it differs. */
  readonly onlineRemedy?: string
  /** Values for the placeholders of commands, by the name between `<` and `>`. */
  readonly parameters?: Readonly<Record<string, string>>
}

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
  readonly context?: FindingContext
}

/** Evidence that a rule needs but that is missing, and how to get it. */
export interface MissingEvidence {
  /** A noun with its article, such as `the client build`. */
  readonly evidence: string
  readonly how: string
  /** PowerShell commands to copy, one per line. */
  readonly commands?: readonly string[]
  /** Who can get it. The person at the machine unless stated. */
  readonly from?: ActionRole
}

/** What a rule concludes, made by `flagged`, `clear` or `notChecked`. */
export type RuleResult =
  | {
      readonly status: 'flagged'
      readonly message: string
      readonly findings: readonly Finding[]
      readonly omitted?: number
    }
  | {
      readonly status: 'clear'
      readonly message: string
      readonly sources: readonly SourceRef[]
      /**
       * The latest moment that the evidence covers, milliseconds UTC: nothing is known about later
       * ones. Absent when it has no such end.
       */
      readonly until?: number
    }
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
/**
 * Use only when the evidence was examined and is fine. `sources` lists where; `until` is the latest
 * moment that the evidence covers, milliseconds UTC.
 */
export const clear = (
  message: string,
  sources: readonly SourceRef[],
  until?: number,
): RuleResult => ({
  status: 'clear',
  message,
  sources,
  ...defined({ until }),
})
/** Use when evidence is missing: it is never healthy. `missing` says what, and how to get it. */
export const notChecked = (
  message: string,
  ...missing: readonly MissingEvidence[]
): RuleResult => ({
  status: 'not-checked',
  message,
  missing,
})

/** What a check lacks that an option or a configuration turned off. */
export const TURNED_OFF: MissingEvidence = {
  evidence: 'a run with these checks turned on',
  how:
    'Leave out --skip-rule and --rule. If a configuration turns them off, spoolscope config says ' +
    'which, and --no-config ignores it.',
}

/**
 * Order of the steps of a plan: save what a later step may destroy, look, change, let the change
 * reach the client, and tell people.
 */
export const STEP_PHASES = ['preserve', 'examine', 'change', 'apply', 'inform'] as const
/** When a step of a plan is done. */
export type StepPhase = (typeof STEP_PHASES)[number]

/** A step of the remedy of a rule, with what a plan for several rules needs to know. */
export interface PlannableStep extends RemedyStep {
  readonly role: ActionRole
  readonly phase: StepPhase
  /**
   * `spooled`: only while something is spooled, or the spool was not collected. `on-premises`,
   * `exchange-online`: only while the mailbox is not known to be elsewhere.
   */
  readonly condition?: 'spooled' | 'on-premises' | 'exchange-online'
  /** Only for findings of this variant. */
  readonly variant?: string
  /** The condition in words, such as `If a policy turned it off`. A plan has decided it. */
  readonly onlyIf?: string
  /** True for a step that only refers to other verdicts. A plan contains their own steps. */
  readonly isReference?: true
  /** True for a step that refers to the remedies of the findings. A plan contains those instead. */
  readonly isPerFinding?: true
}

/** Something to do against a problem. */
export interface RemedyStep {
  readonly do: string
  /** PowerShell commands to copy, one per line. */
  readonly commands?: readonly string[]
  /** How to verify that the step worked. */
  readonly verify: string
}

/** The step as a remedy that is read without a plan. */
export const formatRemedyStep = ({
  do: action,
  onlyIf,
  commands,
  verify,
}: PlannableStep): RemedyStep => ({
  do: onlyIf === undefined ? action : `${onlyIf}: ${action}`,
  ...defined({ commands }),
  verify,
})

/** A document about a problem. */
export interface Reference {
  readonly title: string
  readonly url: string
}

/**
 * Role of a flagged verdict in a diagnosis. `symptom`: what the user notices. `cause`: why it fails.
 * `limit`: why less is known. `note`: anything else.
 */
export type RuleDiagnosis =
  | SymptomDiagnosis
  | CauseDiagnosis
  | LimitDiagnosis
  | { readonly role: 'note' }

/** The user notices it, and it has to be explained. */
export interface SymptomDiagnosis {
  readonly role: 'symptom'
  /** Evidence that may show the cause when no cause explains the symptom. */
  readonly ifUnexplained?: MissingEvidence
}

/** Less is known because of it. */
export interface LimitDiagnosis {
  readonly role: 'limit'
  /** True when a missing record proves nothing while this is flagged. */
  readonly hidesRecords?: true
}

/** It is why something fails. */
export interface CauseDiagnosis {
  readonly role: 'cause'
  /** `prevents`: the feature cannot work. `fails`: single messages fail. */
  readonly effect: 'prevents' | 'fails'
  /**
   * To whom a finding applies that names no user: to everybody on the machine or on the server, or
   * to one user who is not known.
   */
  readonly appliesTo: 'machine' | 'server' | 'user'
  /**
   * The symptoms that it can explain, by rule or as `message-not-attempted`, with the highest
   * certainty.
   */
  readonly explains: Readonly<Record<string, Certainty>>
  /**
   * How it is matched with a message. `condition`: it applies to all messages of the user from its
   * time on. `ews-answer`: by the answers of EWS in the journey of the message; the subject of a
   * finding is then the code.
   */
  readonly matches: 'condition' | 'ews-answer'
  /** Rules of causes that can be behind this one. */
  readonly causedBy?: readonly string[]
  /** Rules whose remedy cannot work or does not matter because of this cause. */
  readonly supersedes?: readonly string[]
}

/** The evidence of a rule, by the names that its `evaluate` uses. */
export type EvidenceMap = Readonly<Record<string, Evidence>>
/** The limits of a rule, by name. */
export type ThresholdMap = Readonly<Record<string, Threshold>>
/** What `evaluate` receives: the result of each evidence. */
export type EvidenceResults<E extends EvidenceMap> = {
  readonly [K in keyof E]: E[K] extends Evidence<infer R> ? R : never
}
/** What `evaluate` receives: the value in force of each limit, in its unit. */
export type ThresholdValues<T extends ThresholdMap> = { readonly [K in keyof T]: T[K]['value'] }

/**
 * A rule that looks for one problem. Its limits are its `thresholds`, what it is about is in `why`
 * and `looksAt`. Make rules of your own with `defineRule`.
 */
export interface Rule<E extends EvidenceMap = EvidenceMap, T extends ThresholdMap = ThresholdMap> {
  readonly id: string
  readonly severity: Severity
  /** `trial`: the rule relies on inferred facts, not on documented ones. */
  readonly status: 'stable' | 'trial'
  /** A statement that is true when flagged. */
  readonly title: string
  /** Names what was checked and the state that it is in when clear: `IM auto-archiving: on`. */
  readonly clearTitle: string
  readonly why: string
  readonly looksAt: string
  readonly thresholds: T
  readonly falsePositives: readonly string[]
  readonly remedy: readonly PlannableStep[]
  readonly diagnosis: RuleDiagnosis
  readonly references: readonly Reference[]
  readonly evidence: E
  /** Receives only the evidence that the rule declares. */
  evaluate(evidence: EvidenceResults<E>, thresholds: ThresholdValues<T>): RuleResult
}

export function defineRule<E extends EvidenceMap, T extends ThresholdMap>(rule: Rule<E, T>): Rule {
  return rule as unknown as Rule
}
