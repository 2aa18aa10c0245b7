import { UsageError } from '../../model/usage-error.ts'
import { type FetchOptions, NotToBeHad } from './fetch-bundle.ts'
import { type JudgePath, judgeQueued } from './judge-queued.ts'
import { loadBullMq } from './load-bullmq.ts'
import { connectQueue, type QueuePlace, queueOf } from './queue-connection.ts'
import { queuedBundleOf } from './queued-bundle.ts'
import { ResultShelf } from './result-shelf.ts'

export interface WorkerOptions {
  readonly place: QueuePlace
  /** Bundles at the same time. */
  readonly jobs: number
  readonly judge: JudgePath
  readonly fetching: FetchOptions
  /** Milliseconds: a bundle whose worker is silent for so long is given to another. */
  readonly takeOverAfter: number
  /** Hears what goes on, in words. */
  readonly say: (text: string) => void
}

export interface RunningWorker {
  /** Bundles that it has judged, and that it could not. */
  readonly counts: { readonly judged: number; readonly failed: number }
  /** Takes no more bundles, ends those that it has, and goes. */
  drain(): Promise<void>
}

/** A bundle may end so many workers; then it is parked. */
const MOST_ENDED = 2

/**
 * Judges bundles of a queue. The result is put down before the bundle counts as done: so it is
 * never lost, and may be made twice.
 */
export async function startQueueWorker({
  place,
  jobs,
  judge,
  fetching,
  takeOverAfter,
  say,
}: WorkerOptions): Promise<RunningWorker> {
  const { bullmq } = await loadBullMq()
  const redis = await connectQueue(place, say)
  const shelf = new ResultShelf(redis, place)
  const counts = { judged: 0, failed: 0 }
  const worker = new bullmq.Worker(
    queueOf(place),
    async ({ id = '', data }) => {
      const queued = queuedBundleOf(data)
      if (queued === undefined)
        throw new bullmq.UnrecoverableError('the queue holds something that is no bundle')
      // Judged by a worker that ended before it could say so, or asked for by two producers.
      if ((await shelf.has([id])).size > 0) return
      const line = await judgeQueued(queued, judge, fetching).catch((error: Error) => {
        const final = error instanceof NotToBeHad || error instanceof UsageError
        throw final ? new bullmq.UnrecoverableError(error.message) : error
      })
      if (line.status === 'failed') throw new Error(reasonOf(line.text))
      await shelf.put(id, line, queued.ruleSet)
    },
    {
      connection: redis,
      prefix: place.name,
      concurrency: jobs,
      // Renewed twice in this time; looked for as often.
      lockDuration: takeOverAfter,
      stalledInterval: Math.max(100, takeOverAfter / 2),
      maxStalledCount: MOST_ENDED,
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

const reasonOf = (text: Uint8Array): string => {
  const { reason } = JSON.parse(new TextDecoder().decode(text)) as { readonly reason?: string }
  return reason ?? 'judging it failed'
}
