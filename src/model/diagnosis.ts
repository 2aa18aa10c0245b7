import type { SourceRef } from './source-ref.ts'

/** The most certain first. */
export const CERTAINTIES = ['proven', 'likely', 'possible'] as const

/**
 * `proven`: a documented prerequisite is missing, shown by evidence of this user, or the journey of
 * the message contains the failure by a key. `likely`: joined by time inside a stated window.
 * `possible`: could explain it, but another user, another time, or an inferred fact is involved.
 */
export type Certainty = (typeof CERTAINTIES)[number]

/** Compares by certainty, the most certain first. */
export const compareCertainty = (left: Certainty, right: Certainty): number =>
  CERTAINTIES.indexOf(left) - CERTAINTIES.indexOf(right)

/** Returns the highest certainty; undefined for an empty list. */
export const highestCertainty = (certainties: readonly Certainty[]): Certainty | undefined =>
  CERTAINTIES.find((certainty) => certainties.includes(certainty))

/** Who can do something: `user` is whoever sits at the machine, `support` runs the case. */
export type ActionRole = 'user' | 'skype-administrator' | 'exchange-administrator' | 'support'

/**
 * A symptom that no rule looks for: a message whose recipient was offline, which the client neither
 * spooled nor passed to EWS (INFERRED). It is found in the journeys.
 */
export const NOT_ATTEMPTED = 'message-not-attempted'
/** Title of `NOT_ATTEMPTED`, written like the titles of rules. */
export const NOT_ATTEMPTED_TITLE = 'A message to someone who is offline was not spooled'

export const DIAGNOSIS_OUTCOMES = [
  'cause-found',
  'cause-possible',
  'unexplained',
  'nothing-wrong',
  'not-enough-evidence',
] as const

/** What a diagnosis came to. */
export type DiagnosisOutcome = (typeof DIAGNOSIS_OUTCOMES)[number]

/** A reason, and where it was found. */
export interface Reason {
  readonly text: string
  readonly sources: readonly SourceRef[]
}

/** A cause of what the user notices, with what it explains. */
export interface DiagnosedCause {
  /** Rule that found the cause. */
  readonly rule: string
  readonly title: string
  /** Absent for a cause of the machine or of the server. */
  readonly user?: string
  readonly certainty: Certainty
  /** ISO 8601, UTC. Absent when the evidence does not show since when. */
  readonly since?: string
  readonly because: readonly Reason[]
  readonly explains: {
    readonly symptoms: readonly string[]
    /** Number of messages that it explains, of all messages that failed. */
    readonly messages: number
    readonly of: number
    /**
     * How certainly it explains them, at best. Less than its own certainty when they may have
     * another cause. Absent when it explains nothing.
     */
    readonly certainty?: Certainty
  }
  /** Rules of causes that can be behind this one. */
  readonly causedBy: readonly string[]
  /** Flagged rules whose remedy cannot work or does not matter because of this cause. */
  readonly supersedes: readonly string[]
}

/** A symptom that no cause explains. */
export interface UnexplainedSymptom {
  readonly rule: string
  readonly user?: string
  /** Number of messages; 0 for a symptom that is not counted in messages. */
  readonly messages: number
}

/** A cause that is none, and the reason. */
export interface RuledOutCause {
  readonly rule: string
  readonly because: string
  readonly sources: readonly SourceRef[]
}

/** A cause that could not be checked. */
export interface UndecidedCause {
  readonly rule: string
  /** The missing evidence, by name. */
  readonly missing: readonly string[]
}

/** A step of the plan. */
export interface PlannedAction {
  readonly role: ActionRole
  readonly do: string
  /** Commands to copy, one per line. */
  readonly commands: readonly string[]
  /** How to verify that it worked. */
  readonly verify: string
  /** Rules whose verdicts ask for it. */
  readonly for: readonly string[]
  /** Present when the step is for one user of several. */
  readonly user?: string
}

/** Evidence that would decide what is open. */
export interface EvidenceToCollect {
  readonly evidence: string
  readonly how: string
  readonly commands: readonly string[]
  /** Rules that it would decide. */
  readonly decides: readonly string[]
}

/** Why Offline IM fails, how certain that is, and what to do. */
export interface Diagnosis {
  readonly outcome: DiagnosisOutcome
  /** One to three sentences. */
  readonly answer: string
  /** The most important first. */
  readonly causes: readonly DiagnosedCause[]
  readonly unexplained: readonly UnexplainedSymptom[]
  readonly ruledOut: readonly RuledOutCause[]
  readonly undecided: readonly UndecidedCause[]
  /** In the order in which they have to be done. */
  readonly actions: readonly PlannedAction[]
  /** The most useful first. Empty when nothing would change the answer. */
  readonly collectNext: readonly EvidenceToCollect[]
}

/** Returns the symptoms of a case, each once: those that its causes explain, then the others. */
export function diagnosedSymptoms({
  causes,
  unexplained,
}: Pick<Diagnosis, 'causes' | 'unexplained'>): readonly {
  readonly rule: string
  /** Whether no cause explains it, at least for one user. */
  readonly isUnexplained: boolean
}[] {
  const unexplainedRules = new Set(unexplained.map(({ rule }) => rule))
  const explained = causes.flatMap(({ explains }) => explains.symptoms)
  return [...new Set([...explained, ...unexplainedRules])].map((rule) => ({
    rule,
    isUnexplained: unexplainedRules.has(rule),
  }))
}
