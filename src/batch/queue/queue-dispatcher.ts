import type { Dispatcher } from '../../model/batch-line.ts'
import { loadBullMq } from './load-bullmq.ts'
import { connectQueue, type QueuePlace, queueOf } from './queue-connection.ts'
import { QueueRun } from './queue-run.ts'

export interface QueueTimes {
  /** Milliseconds before a bundle is tried again, twice as long each time. */
  readonly backOff: number
  /** Milliseconds after which what was not heard of is looked after. */
  readonly lookEvery: number
}

export interface QueueOptions extends Partial<QueueTimes> {
  readonly place: QueuePlace
  /** Hears what goes on, in words. */
  readonly say: (text: string) => void
}

const TRIES = 3
/** Who wants to know why a bundle was parked has so long, in seconds. */
const PARKED = 7 * 24 * 60 * 60

/**
 * Has bundles judged by workers elsewhere, through a queue in Redis. What is known is in the queue
 * and in the results that were heard: a producer that is killed and started again loses nothing,
 * and two that ask for the same both hear of all.
 */
export const queueDispatcher = ({
  place,
  say,
  backOff = 1000,
  lookEvery = 10_000,
}: QueueOptions): Dispatcher => ({
  async run(bundles, order, hear) {
    const { bullmq } = await loadBullMq()
    const redis = await connectQueue(place, say)
    const name = queueOf(place)
    const queue = new bullmq.Queue(name, {
      connection: redis,
      prefix: place.name,
      defaultJobOptions: {
        attempts: TRIES,
        backoff: { type: 'exponential', delay: backOff },
        stackTraceLimit: 0,
        removeOnComplete: true,
        removeOnFail: { age: PARKED },
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
    const run = new QueueRun({ queue, redis, place, order, hear, say })
    events.on('completed', ({ jobId }) => run.completed(jobId))
    events.on('failed', ({ jobId, failedReason }) => run.failed(jobId, failedReason))
    events.on('duplicated', ({ jobId }) => run.look([jobId]))
    const looking = setInterval(() => run.look(run.overdue(lookEvery)), lookEvery)
    try {
      await events.waitUntilReady()
      await run.all(bundles)
    } finally {
      clearInterval(looking)
      await Promise.allSettled([events.close(), queue.close()])
      redis.disconnect()
    }
  },
})
