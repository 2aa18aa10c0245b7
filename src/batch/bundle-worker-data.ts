import type { BatchOrder, SerializedBatchLine } from '../model/batch-line.ts'

/** What a worker that judges bundles is started with. */
export interface BundleWorkerData {
  readonly order: BatchOrder
  /** Folder of results from before. */
  readonly cache?: string
}

/**
 * What it says: that it has started; then a line for each bundle that it was sent, in their order.
 */
export type BundleWorkerMessage = 'ready' | SerializedBatchLine
