import { UsageError } from '../../model/usage-error.ts'
import { type AnalyzePath, analyzeQueuedBundle } from './analyze-queued-bundle.ts'
import { type FetchOptions, PermanentFetchError } from './fetch-bundle.ts'
import { loadBullMq } from './load-bullmq.ts'
import { connectQueue, type QueueAddress, queueNameOf } from './queue-connection.ts'
import { parseQueuedBundle } from './queued-bundle.ts'
import { ResultStore } from './result-store.ts'

export interface QueueWorkerOptions {
  readonly address: QueueAddress
  /** Bundles at the same time. */
  readonly jobs: number
  readonly analyze: AnalyzePath
  readonly fetchOptions: FetchOptions
  /** Milliseconds: a bundle whose worker is silent for so long is given to another. */
  readonly takeOverAfterMs: number
  /** Hears what goes on, in words. */
  readonly log: (text: string) => void
}

export interface RunningWorker {
  /** Bundles that it has judged, and that it could not. */
  readonly counts: { readonly judged: number; readonly failed: number }
  /** Takes no more bundles, ends those that it has, and goes. */
  drain(): Promise<void>
}

/** A bundle may end so many workers; then it is parked. */
const MAX_CRASHED_WORKERS = 2

/**
 * Judges bundles of a queue. The result is put down before the bundle counts as done: so it is
 * never lost, and may be made twice.
 */
export async function startQueueWorker({
  address: place,
  jobs,
  analyze: judge,
  fetchOptions: fetching,
  takeOverAfterMs: takeOverAfter,
  log: say,
}: QueueWorkerOptions): Promise<RunningWorker> {
  const { bullmq } = await loadBullMq()
  const redis = await connectQueue(place, say)
  const shelf = new ResultStore(redis, place)
  const counts = { judged: 0, failed: 0 }
  const worker = new bullmq.Worker(
    queueNameOf(place),
    async ({ id = '', data }) => {
      const queued = parseQueuedBundle(data)
      if (queued === undefined)
        throw new bullmq.UnrecoverableError('the queue holds something that is no bundle')
      // Judged by a worker that ended before it could say so, or asked for by two producers.
      if ((await shelf.has([id])).size > 0) return
      const line = await analyzeQueuedBundle(queued, judge, fetching).catch((error: Error) => {
        const final = error instanceof PermanentFetchError || error instanceof UsageError
        throw final ? new bullmq.UnrecoverableError(error.message) : error
      })
      if (line.status === 'failed') throw new Error(failureReasonOf(line.text))
      await shelf.put(id, line, queued.ruleSet)
    },
    {
      connection: redis,
      prefix: place.name,
      concurrency: jobs,
      // Renewed twice in this time; looked for as often.
      lockDuration: takeOverAfter,
      stalledInterval: Math.max(100, takeOverAfter / 2),
      maxStalledCount: MAX_CRASHED_WORKERS,
    },
  )
  worker.on('completed', () => {
    counts.judged += 1
  })
  worker.on('failed', (job, { message }) => {
    counts.failed += 1
    const again =
      job !== undefined && job.finishedOn === undefined ? 'will be tried again' : 'is parked'
    say(`${String(job?.data?.bundle ?? 'A bundle')} ${again}: ${message}`)
  })
  worker.on('error', () => {}) // that Redis is away is said once, by the connection
  await worker.waitUntilReady()
  return {
    counts,
    async drain() {
      await worker.close()
      await redis.quit().catch(() => redis.disconnect())
    },
  }
}

const failureReasonOf = (text: Uint8Array): string => {
  const { reason } = JSON.parse(new TextDecoder().decode(text)) as { readonly reason?: string }
  return reason ?? 'judging it failed'
}
