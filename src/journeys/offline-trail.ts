import type { SourceRef } from '../model/source-ref.ts'

/** A message that was answered `480`: its recipient was offline. */
export interface OfflineMessage {
  readonly callId: string
  /** `Ms-Conversation-ID` of the dialog. */
  readonly conversation?: string
  readonly user?: string
  readonly recipient?: string
  /** Milliseconds UTC; undefined when the logs lack the request. */
  readonly sentAt?: number
  readonly sentSource?: SourceRef
  /** Time of the `480`, milliseconds UTC. */
  readonly offlineAt: number
  readonly source: SourceRef
}

/** A request in the conversation of an offline message that was not answered `480`. */
export interface ResentMessage {
  readonly callId: string
  readonly conversation: string
  readonly user?: string
  readonly recipient?: string
  /** Milliseconds UTC. */
  readonly at: number
  readonly source: SourceRef
  /** The final answer, only for a MESSAGE. */
  readonly answer?: { readonly at: number; readonly status: number; readonly source: SourceRef }
}

/** A request that writes a message through EWS, or its answer, in the client's trace. */
export interface EwsRecord {
  /** Milliseconds UTC. */
  readonly at: number
  /** `NoError`, `ErrorServerBusy` or `HTTP 503`; undefined for a request. */
  readonly code?: string
  readonly user?: string
  readonly source: SourceRef
}

/** An item that is in a History Spooler now, or was in one before. */
export interface SpooledItemHistory {
  /** Path of the item. */
  readonly key: string
  readonly user?: string
  readonly name: string
  /** When it began to wait, milliseconds UTC. */
  readonly since: number
  /** When it was first missing, milliseconds UTC; undefined while it is there. */
  readonly goneAt?: number
  /** Set when only two snapshots show that it left, so it may have left before `goneAt`. */
  readonly mayHaveGoneEarlier?: true
  /**
   * The moment as of which the item is analyzed, milliseconds UTC; undefined when it is that of the
   * case.
   */
  readonly analyzedAt?: number
  readonly source: SourceRef
}

/** The input from which journeys are joined. */
export interface OfflineTrail {
  readonly messages: readonly OfflineMessage[]
  readonly resent?: readonly ResentMessage[]
  readonly ewsRecords: readonly EwsRecord[]
  readonly items: readonly SpooledItemHistory[]
  /** Users of this client who are known from other evidence. */
  readonly users?: readonly string[]
}
