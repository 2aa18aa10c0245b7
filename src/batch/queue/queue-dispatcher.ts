import type { Dispatcher } from '../../model/batch-line.ts'
import { loadBullMq } from './load-bullmq.ts'
import { connectQueue, type QueueAddress, queueNameOf } from './queue-connection.ts'
import { QueueRun } from './queue-run.ts'

export interface QueueTimes {
  /** Milliseconds before a bundle is tried again, twice as long each time. */
  readonly retryDelayMs: number
  /** Milliseconds after which what was not heard of is looked after. */
  readonly checkIntervalMs: number
}

export interface QueueDispatcherOptions extends Partial<QueueTimes> {
  readonly address: QueueAddress
  /** Hears what goes on, in words. */
  readonly log: (text: string) => void
}

const MAX_ATTEMPTS = 3
/** Who wants to know why a bundle was parked has so long, in seconds. */
const FAILED_JOB_TTL_SECONDS = 7 * 24 * 60 * 60

/**
 * Has bundles judged by workers elsewhere, through a queue in Redis. What is known is in the queue
 * and in the results that were heard: a producer that is killed and started again loses nothing,
 * and two that ask for the same both hear of all.
 */
export const queueDispatcher = ({
  address: place,
  log: say,
  retryDelayMs: backOff = 1000,
  checkIntervalMs: lookEvery = 10_000,
}: QueueDispatcherOptions): Dispatcher => ({
  async run(bundles, order, hear) {
    const { bullmq } = await loadBullMq()
    const redis = await connectQueue(place, say)
    const name = queueNameOf(place)
    const queue = new bullmq.Queue(name, {
      connection: redis,
      prefix: place.name,
      defaultJobOptions: {
        attempts: MAX_ATTEMPTS,
        backoff: { type: 'exponential', delay: backOff },
        stackTraceLimit: 0,
        removeOnComplete: true,
        removeOnFail: { age: FAILED_JOB_TTL_SECONDS },
      },
    })
    // From here on, not from when it first asks: nothing that happens in between is missed.
    const [last] = await redis.xrevrange(`${place.name}:${name}:events`, '+', '-', 'COUNT', 1)
    const events = new bullmq.QueueEvents(name, {
      connection: redis,
      prefix: place.name,
      lastEventId: last?.[0] ?? '0-0',
    })
    // That Redis is away is said once, by the connection.
    queue.on('error', () => {})
    events.on('error', () => {})
    const run = new QueueRun({ queue, redis, address: place, order, onLine: hear, log: say })
    events.on('completed', ({ jobId }) => run.completed(jobId))
    events.on('failed', ({ jobId, failedReason }) => run.failed(jobId, failedReason))
    events.on('duplicated', ({ jobId }) => run.check([jobId]))
    const looking = setInterval(() => run.check(run.overdue(lookEvery)), lookEvery)
    try {
      await events.waitUntilReady()
      await run.run(bundles)
    } finally {
      clearInterval(looking)
      await Promise.allSettled([events.close(), queue.close()])
      redis.disconnect()
    }
  },
})
