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
 * The life of a worker: bundles in, one after the other, lines out. Everything else is loaded and
 * compiled once.
 */
export function serveBundles(judge: AnalyzeBundle = analyzeBundle): void {
  const { order, cache } = workerData as BundleWorkerData
  const results = cache === undefined ? undefined : new ResultCache(cache)
  let before = Promise.resolve()
  const say = (answer: BundleWorkerMessage) =>
    parentPort?.postMessage(answer, answer === 'ready' ? [] : [answer.text.buffer as ArrayBuffer])
  parentPort?.on('message', (bundle: string) => {
    before = before.then(async () => say(toWrittenLine(await judge(bundle, order, results))))
  })
  say('ready')
}
