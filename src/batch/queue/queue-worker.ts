import type { BatchLine } from '../../model/batch-line.ts'
import { UsageError } from '../../model/usage-error.ts'
import { isTemporaryError, TemporaryFailure } from '../temporary-failure.ts'
import { type AnalyzePath, analyzeQueuedBundle } from './analyze-queued-bundle.ts'
import { type FetchOptions, PermanentFetchError } from './fetch-bundle.ts'
import { loadBullMq } from './load-bullmq.ts'
import { connectQueue, type QueueAddress, queueNameOf } from './queue-connection.ts'
import { parseQueuedBundle, TEMPORARY_PREFIX } from './queued-bundle.ts'
import { ResultStore } from './result-store.ts'
import { retryRejected } from './retry-rejected.ts'

export interface QueueWorkerOptions {
  readonly address: QueueAddress
  /** Number of bundles to analyze in parallel. */
  readonly jobs: number
  readonly analyze: AnalyzePath
  readonly fetchOptions: FetchOptions
  /** Another worker takes over a bundle whose worker is silent for this long, milliseconds. */
  readonly takeOverAfterMs: number
  /** Receives messages for the user. */
  readonly log: (text: string) => void
}

export interface RunningWorker {
  /** Number of bundles that were analyzed, and that failed. */
  readonly counts: { readonly judged: number; readonly failed: number }
  /** Finishes the current bundles, takes no more, and disconnects. */
  drain(): Promise<void>
}

/**
 * A bundle fails if it has ended more workers than this.
 * Limit: workers that a bundle may end.
 * Beyond: it fails.
 */
const MAX_CRASHED_WORKERS = 2

/**
 * Starts to analyze bundles of a queue. The result is stored before the job counts as completed: so
 * it cannot be lost, but a bundle may be analyzed twice.
 */
export async function startQueueWorker({
  address,
  jobs,
  analyze,
  fetchOptions,
  takeOverAfterMs,
  log,
}: QueueWorkerOptions): Promise<RunningWorker> {
  const { bullmq } = await loadBullMq()
  const redis = await connectQueue(address, log)
  const results = new ResultStore(redis, address)
  const counts = { judged: 0, failed: 0 }
  const worker = new bullmq.Worker(
    queueNameOf(address),
    async ({ id = '', data }) => {
      const queued = parseQueuedBundle(data)
      if (queued === undefined)
        throw new bullmq.UnrecoverableError('the data of the job is not a bundle')
      // The result exists if a worker ended before it completed the job, or after two producers
      // added the same bundle.
      if ((await results.has([id])).size > 0) return
      try {
        const line = await analyzeQueuedBundle(queued, analyze, fetchOptions)
        if (line.status === 'failed') throw failureOf(line.text)
        await retryRejected(
          () => results.put(id, line, queued.ruleSet),
          (message) => log(`Redis rejects a result, which is tried again: ${message}`),
        )
      } catch (error) {
        const { message } = error as Error
        const isPermanent = error instanceof PermanentFetchError || error instanceof UsageError
        if (isPermanent) throw new bullmq.UnrecoverableError(message)
        throw isTemporaryError(error) ? new Error(TEMPORARY_PREFIX + message) : error
      }
    },
    {
      connection: redis,
      prefix: address.name,
      concurrency: jobs,
      // BullMQ renews the lock of a job twice in this time, and checks for lost ones as often.
      lockDuration: takeOverAfterMs,
      stalledInterval: Math.max(100, takeOverAfterMs / 2),
      maxStalledCount: MAX_CRASHED_WORKERS,
    },
  )
  worker.on('completed', () => {
    counts.judged += 1
  })
  worker.on('failed', (job, { message }) => {
    counts.failed += 1
    const willRetry = job !== undefined && job.finishedOn === undefined
    const bundle = String(job?.data?.bundle ?? 'A bundle')
    const reason = message.replace(TEMPORARY_PREFIX, '')
    log(`${bundle} ${willRetry ? 'failed and will be retried' : 'failed'}: ${reason}`)
  })
  // The connection itself reports that Redis is not reachable, once for all.
  worker.on('error', () => {})
  await worker.waitUntilReady()
  return {
    counts,
    async drain() {
      await worker.close()
      await redis.quit().catch(() => redis.disconnect())
    },
  }
}

/** The failure that a line states, as an error. */
function failureOf(text: Uint8Array): Error {
  const line = JSON.parse(new TextDecoder().decode(text)) as Pick<BatchLine, 'reason' | 'temporary'>
  const reason = line.reason ?? 'the analysis failed'
  return line.temporary ? new TemporaryFailure(reason) : new Error(reason)
}
