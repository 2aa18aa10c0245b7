import type { BatchLine, BatchOrder, SerializedBatchLine } from '../model/batch-line.ts'
import type { LineRedaction } from './redact-line.ts'

/** Start data of a worker thread that analyzes bundles. */
export interface BundleWorkerData {
  readonly order: BatchOrder
  /** Folder of the result cache. */
  readonly cache?: string
  /** How to redact lines. The cache holds lines that are not redacted. */
  readonly redaction?: LineRedaction
}

/** A bundle to analyze, or a line of another machine, which only has to be redacted. */
export type BundleTask = string | BatchLine | Uint8Array

/** Ends the thread. */
export const END_THREAD = null

/**
 * A message from the worker: `ready` after its start, then one line for each bundle that it
 * received, in the same order.
 */
export type BundleWorkerMessage = 'ready' | SerializedBatchLine
