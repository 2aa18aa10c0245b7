import type { SourceRef } from './source-ref.ts'

/** Stages in the delivery of an offline message. */
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
 * How a step was linked to earlier steps: by a shared key, by the same spooled item, or only by
 * time.
 */
export type JoinKind = 'call-id' | 'conversation-id' | 'item' | 'time'

/** What happened to a message at one moment. */
export interface JourneyStep {
  readonly stage: JourneyStage
  /** Milliseconds UTC. */
  readonly at: number
  /** Description of the step. */
  readonly text: string
  /** True when the step is linked only by time. */
  readonly inferred: boolean
  /** Absent for the first step. */
  readonly by?: JoinKind
  /**
   * Size of the time window used for linking, in milliseconds. Measured to the previous step, or
   * from an EWS answer to the removal of the item. Always present when `inferred`.
   */
  readonly within?: number
  readonly source: SourceRef
}

/** One offline message with the steps that the evidence shows, in order. */
export interface Journey {
  /**
   * Call-ID of the message; the first if the conversation has several. The spooled item if no
   * message is known.
   */
  readonly key: string
  readonly user?: string
  readonly recipient?: string
  /** Conversation id (`Ms-Conversation-ID`), if the client's packets have one. */
  readonly conversation?: string
  readonly steps: readonly JourneyStep[]
}

/** A journey in a report, with ISO 8601 times in UTC. */
export type JourneyReport = Omit<Journey, 'steps'> & {
  readonly steps: readonly (Omit<JourneyStep, 'at'> & { readonly at: string })[]
}
