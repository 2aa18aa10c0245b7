import type { SourceRef } from '../model/source-ref.ts'

/** A message that was answered `480`: its recipient was offline. Moments in milliseconds UTC. */
export interface OfflineMessage {
  readonly callId: string
  readonly conversation?: string
  readonly user?: string
  readonly recipient?: string
  readonly sentAt?: number
  readonly sentSource?: SourceRef
  readonly offlineAt: number
  readonly source: SourceRef
}

/** A request in the conversation of an offline message, sent after it and not answered `480`. */
export interface ResentMessage {
  readonly callId: string
  readonly conversation: string
  readonly user?: string
  readonly recipient?: string
  readonly at: number
  readonly source: SourceRef
  /** The final answer, where it is a MESSAGE. */
  readonly answer?: { readonly at: number; readonly status: number; readonly source: SourceRef }
}

/** A request that writes a message through EWS, or its answer, in the client's trace. */
export interface EwsRecord {
  readonly at: number
  /** `NoError`, `ErrorServerBusy`, `HTTP 503`; absent of the request. */
  readonly code?: string
  readonly user?: string
  readonly source: SourceRef
}

/** An item that is or was in a History Spooler. */
export interface SpooledItemHistory {
  readonly key: string
  readonly user?: string
  readonly name: string
  readonly since: number
  /** When it was no longer there; absent while it is. */
  readonly goneAt?: number
  /** It may have left at any time before `goneAt`: nobody looked between. */
  readonly mayHaveGoneEarlier?: true
  /** The moment to judge it at, where it is not that of the case. */
  readonly seenAt?: number
  readonly source: SourceRef
}

/** All that journeys are made of. */
export interface OfflineTrail {
  readonly messages: readonly OfflineMessage[]
  readonly again?: readonly ResentMessage[]
  readonly exchanges: readonly EwsRecord[]
  readonly items: readonly SpooledItemHistory[]
  /** Users of this client who are known from elsewhere. */
  readonly users?: readonly string[]
}
