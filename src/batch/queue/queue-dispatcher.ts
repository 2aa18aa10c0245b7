import type { Dispatcher } from '../../model/batch-line.ts'
import { loadBullMq } from './load-bullmq.ts'
import { connectQueue, type QueueAddress, queueNameOf } from './queue-connection.ts'
import { QueueRun } from './queue-run.ts'

export interface QueueTimes {
  /** Delay before the first retry of a bundle, milliseconds. Doubles with each retry. */
  readonly retryDelayMs: number
  /** How often bundles without an event are checked, milliseconds. */
  readonly checkIntervalMs: number
}

export interface QueueDispatcherOptions extends Partial<QueueTimes> {
  readonly address: QueueAddress
  /** Receives messages for the user. */
  readonly log: (text: string) => void
}

/**
 * A worker may end by chance; a bundle that fails thrice fails again.
 * Limit: attempts to analyze a bundle of a queue.
 * Beyond: it fails, with the last reason.
 */
const MAX_ATTEMPTS = 3
/**
 * Failed jobs are kept this long, so that their reason can be looked up.
 * Limit: time that a failed job is kept in Redis.
 * Beyond: its reason is in the results alone.
 */
const FAILED_JOB_TTL_SECONDS = 7 * 24 * 60 * 60

/**
 * Creates a dispatcher for workers on other machines, which share a queue in Redis. All state is in
 * the queue and in the results. So a producer that is killed and restarted loses nothing, and two
 * producers with the same bundles both get all results.
 */
export const queueDispatcher = ({
  address,
  log,
  retryDelayMs = 1000,
  checkIntervalMs = 10_000,
}: QueueDispatcherOptions): Dispatcher => ({
  async run(bundles, order, onLine) {
    const { bullmq } = await loadBullMq()
    const redis = await connectQueue(address, log)
    const name = queueNameOf(address)
    const queue = new bullmq.Queue(name, {
      connection: redis,
      prefix: address.name,
      defaultJobOptions: {
        attempts: MAX_ATTEMPTS,
        backoff: { type: 'exponential', delay: retryDelayMs },
        stackTraceLimit: 0,
        removeOnComplete: true,
        removeOnFail: { age: FAILED_JOB_TTL_SECONDS },
      },
    })
    // Reads events from here on. The default, from the first read, would miss those in between.
    const [last] = await redis.xrevrange(`${address.name}:${name}:events`, '+', '-', 'COUNT', 1)
    const events = new bullmq.QueueEvents(name, {
      connection: redis,
      prefix: address.name,
      lastEventId: last?.[0] ?? '0-0',
    })
    // The connection itself reports that Redis is not reachable, once for all.
    queue.on('error', () => {})
    events.on('error', () => {})
    const run = new QueueRun({ queue, redis, address, order, onLine, log })
    events.on('completed', ({ jobId }) => run.completed(jobId))
    events.on('failed', ({ jobId, failedReason }) => run.failed(jobId, failedReason))
    events.on('duplicated', ({ jobId }) => run.check([jobId]))
    const checkTimer = setInterval(() => run.check(run.overdue(checkIntervalMs)), checkIntervalMs)
    try {
      await events.waitUntilReady()
      await run.run(bundles)
    } finally {
      clearInterval(checkTimer)
      await Promise.allSettled([events.close(), queue.close()])
      redis.disconnect()
    }
  },
})
