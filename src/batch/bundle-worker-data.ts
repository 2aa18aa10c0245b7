import type { BatchOrder, SerializedBatchLine } from '../model/batch-line.ts'

/** Start data of a worker thread that analyzes bundles. */
export interface BundleWorkerData {
  readonly order: BatchOrder
  /** Folder of the result cache. */
  readonly cache?: string
}

/**
 * A message from the worker: `ready` after its start, then one line for each bundle that it
 * received, in the same order.
 */
export type BundleWorkerMessage = 'ready' | SerializedBatchLine
