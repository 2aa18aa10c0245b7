import { parentPort, workerData } from 'node:worker_threads'
import type { BatchLine, BatchOrder } from '../model/batch-line.ts'
import { analyzeBundle } from './analyze-bundle.ts'
import type { BundleWorkerData, BundleWorkerMessage } from './bundle-worker-data.ts'
import { ResultCache } from './result-cache.ts'
import { toWrittenLine } from './to-written-line.ts'

export type AnalyzeBundle = (
  bundle: string,
  order: BatchOrder,
  cache?: ResultCache,
) => Promise<BatchLine>

/**
 * Runs a worker thread: receives bundles, analyzes them one after the other and posts their lines.
 * Rules are compiled once for all bundles.
 */
export function serveBundles(analyze: AnalyzeBundle = analyzeBundle): void {
  const { order, cache } = workerData as BundleWorkerData
  const results = cache === undefined ? undefined : new ResultCache(cache)
  let previous = Promise.resolve()
  const post = (message: BundleWorkerMessage) =>
    parentPort?.postMessage(
      message,
      message === 'ready' ? [] : [message.text.buffer as ArrayBuffer],
    )
  parentPort?.on('message', (bundle: string) => {
    previous = previous.then(async () => post(toWrittenLine(await analyze(bundle, order, results))))
  })
  post('ready')
}
