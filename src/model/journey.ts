import type { SourceRef } from './source-ref.ts'

/** Where an offline message can be seen on its way. */
export type JourneyStage = 'sent' | 'recipient-offline' | 'spooled' | 'picked-up' | 'ews-answered' | 'gone' | 'stuck'

export interface JourneyStep {
  readonly stage: JourneyStage
  /** Milliseconds UTC. */
  readonly at: number
  /** What was seen, in words. */
  readonly text: string
  /** Joined to the step before by nothing but its time. */
  readonly inferred: boolean
  readonly source: SourceRef
}

/** One offline message as far as the evidence goes, its steps in order. */
export interface Journey {
  /** What joins its steps: the Call-ID, or the spooled item where no message is known. */
  readonly key: string
  readonly user?: string
  readonly recipient?: string
  readonly steps: readonly JourneyStep[]
}

/** As a report carries it: times are ISO in UTC. */
export type JourneyReport = Omit<Journey, 'steps'> & {
  readonly steps: readonly (Omit<JourneyStep, 'at'> & { readonly at: string })[]
}
