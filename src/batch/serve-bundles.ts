import { parentPort, workerData } from 'node:worker_threads'
import type { BatchLine, BatchOrder } from '../model/batch-line.ts'
import { analyzeBundle } from './analyze-bundle.ts'
import {
  type BundleTask,
  type BundleWorkerData,
  type BundleWorkerMessage,
  END_THREAD,
} from './bundle-worker-data.ts'
import { parseLine } from './read-result-lines.ts'
import { toRedactedLine } from './redact-line.ts'
import { ResultCache } from './result-cache.ts'
import { toWrittenLine } from './to-written-line.ts'

export type AnalyzeBundle = (
  bundle: string,
  order: BatchOrder,
  cache?: ResultCache,
) => Promise<BatchLine>

/**
 * Runs a worker thread: receives bundles, analyzes them one after the other and posts their lines,
 * redacted if the batch is. So the limits of the thread cover the redaction too.
 * Rules are compiled once for all bundles.
 */
export function serveBundles(analyze: AnalyzeBundle = analyzeBundle): void {
  const { order, cache, redaction } = workerData as BundleWorkerData
  const results = cache === undefined ? undefined : new ResultCache(cache)
  let previous = Promise.resolve()
  const post = (message: BundleWorkerMessage) =>
    parentPort?.postMessage(
      message,
      message === 'ready' ? [] : [message.text.buffer as ArrayBuffer],
    )
  const lineOf = async (task: BundleTask): Promise<BatchLine> => {
    if (typeof task === 'string') return analyze(task, order, results)
    const line = task instanceof Uint8Array ? parseLine(Buffer.from(task)) : task
    if (line === undefined) throw new Error('the result of its worker is damaged')
    return line
  }
  parentPort?.on('message', (task: BundleTask | typeof END_THREAD) => {
    if (task === END_THREAD) process.exit(0)
    previous = previous.then(async () => {
      const line = await lineOf(task)
      post(redaction ? toRedactedLine(line, redaction) : toWrittenLine(line))
    })
  })
  post('ready')
}
