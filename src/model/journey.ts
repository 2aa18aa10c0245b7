import type { SourceRef } from './source-ref.ts'

/** Where an offline message can be seen on its way. */
export type JourneyStage =
  | 'sent'
  | 'recipient-offline'
  | 'spooled'
  | 'picked-up'
  | 'ews-answered'
  | 'gone'
  | 'stuck'
  | 'reached'

/**
 * What joins a step to those before it: a key that both carry, the spooled item that both are
 * about, or nothing but their times.
 */
export type JoinKind = 'call-id' | 'conversation-id' | 'item' | 'time'

export interface JourneyStep {
  readonly stage: JourneyStage
  /** Milliseconds UTC. */
  readonly at: number
  /** What was seen, in words. */
  readonly text: string
  /** Joined to the others by nothing but its time. */
  readonly inferred: boolean
  /** Absent of the first step. */
  readonly by?: JoinKind
  /**
   * Milliseconds: only what was seen this near was joined, mostly to the step before; the answer
   * that let an item go, to its leaving. Always there when `inferred`.
   */
  readonly within?: number
  readonly source: SourceRef
}

/** One offline message as far as the evidence goes, its steps in order. */
export interface Journey {
  /**
   * What joins its steps: the Call-ID, the first one where a conversation has several, or the
   * spooled item where no message is known.
   */
  readonly key: string
  readonly user?: string
  readonly recipient?: string
  /** Id of the conversation (`Ms-Conversation-ID`), where the client's packets carry one. */
  readonly conversation?: string
  readonly steps: readonly JourneyStep[]
}

/** As a report carries it: times are ISO in UTC. */
export type JourneyReport = Omit<Journey, 'steps'> & {
  readonly steps: readonly (Omit<JourneyStep, 'at'> & { readonly at: string })[]
}
