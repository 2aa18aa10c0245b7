import { parentPort, workerData } from 'node:worker_threads'
import type { BatchLine, BatchOrder } from '../model/batch-line.ts'
import { judgeBundle } from './judge-bundle.ts'
import { ResultCache } from './result-cache.ts'
import type { Answer, JudgeData } from './worker-data.ts'
import { writtenLine } from './written-line.ts'

export type Judge = (bundle: string, order: BatchOrder, cache?: ResultCache) => Promise<BatchLine>

/**
 * The life of a worker: bundles in, one after the other, lines out. Everything else is loaded and
 * compiled once.
 */
export function serveBundles(judge: Judge = judgeBundle): void {
  const { order, cache } = workerData as JudgeData
  const results = cache === undefined ? undefined : new ResultCache(cache)
  let before = Promise.resolve()
  const say = (answer: Answer) =>
    parentPort?.postMessage(answer, answer === 'ready' ? [] : [answer.text.buffer as ArrayBuffer])
  parentPort?.on('message', (bundle: string) => {
    before = before.then(async () => say(writtenLine(await judge(bundle, order, results))))
  })
  say('ready')
}
