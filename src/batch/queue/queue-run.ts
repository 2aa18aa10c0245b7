import type { Job, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { BatchLine, BatchOrder, SerializedBatchLine } from '../../model/batch-line.ts'
import { UsageError } from '../../model/usage-error.ts'
import { displayAddress, type QueueAddress } from './queue-connection.ts'
import { jobIdOf, type QueuedBundle, toQueuedBundle } from './queued-bundle.ts'
import { ResultStore } from './result-store.ts'

interface QueueRunOptions {
  readonly queue: Queue
  readonly redis: Redis
  readonly address: QueueAddress
  readonly order: BatchOrder
  readonly onLine: (line: BatchLine | SerializedBatchLine) => void
  readonly log: (text: string) => void
}

/** A bundle that has not been heard of. */
interface PendingBundle {
  readonly id: string
  readonly queued: QueuedBundle
  /**
   * When it was put into Redis, by a steady clock, milliseconds; absent while it is on its way
   * there.
   */
  queuedAt?: number
  /** What an earlier run had parked was asked for anew. */
  isRetried: boolean
}

/**
 * Out at the same time: enough for many workers, and neither Redis nor this process has to hold
 * all.
 */
const MAX_PENDING_BUNDLES = 2000
const SEND_BATCH_SIZE = 100
/** How BullMQ says that the workers of a bundle ended while they had it. */
const STALLED_JOB_REASON = 'job stalled more than allowable limit'

/**
 * Bundles on their way through the queue. All that events tell is looked up: they may come twice,
 * late, or never.
 */
export class QueueRun {
  private readonly options: QueueRunOptions
  private readonly results: ResultStore
  private readonly startedAt = Date.now()
  private readonly pending = new Map<string, PendingBundle>()
  private readonly unsent = new Set<PendingBundle>()
  private sending = false
  private noWorkers = false
  private wake = () => {}
  private error: Error | undefined

  constructor(options: QueueRunOptions) {
    this.options = options
    this.results = new ResultStore(options.redis, options.address)
  }

  /** Puts all in, and waits until all have been heard of. */
  async run(bundles: AsyncIterable<string>): Promise<void> {
    for await (const bundle of bundles) {
      const queued = toQueuedBundle(bundle, this.options.order)
      const id = jobIdOf(queued)
      if (this.pending.has(id)) continue
      const one = { id, queued, isRetried: false }
      this.pending.set(id, one)
      this.send(one)
      await this.waitUntil(() => this.pending.size < MAX_PENDING_BUNDLES)
    }
    await this.waitUntil(() => this.pending.size === 0)
  }

  /** Ids that nothing was heard of for so many milliseconds. */
  overdue(milliseconds: number): string[] {
    const before = performance.now() - milliseconds
    const late = [...this.pending.values()]
      .filter(({ queuedAt: since }) => since !== undefined && since <= before)
      .map(({ id }) => id)
    if (late.length > 0) this.captureError(this.warnNoWorkers())
    return late
  }

  completed(id: string): void {
    if (this.pending.has(id)) this.captureError(this.takeOrResend(id))
  }

  failed(id: string, reason: string): void {
    const one = this.pending.get(id)
    if (one) this.finish(one, failedLine(one.queued, reason))
  }

  /** Looks what has become of bundles, whatever events told. */
  check(ids: readonly string[]): void {
    for (const id of ids) if (this.pending.has(id)) this.captureError(this.checkBundle(id))
  }

  private async checkBundle(id: string): Promise<void> {
    const one = this.pending.get(id)
    if (one === undefined) return
    if (one.queuedAt !== undefined) one.queuedAt = performance.now()
    const job: Job | undefined = await this.options.queue.getJob(id)
    if (job === undefined) return this.takeOrResend(id)
    if (!(await job.isFailed())) return
    // Parked before this run began: asked for again, it may be judged by now. Once, for clocks
    // differ.
    if (!one.isRetried && (job.finishedOn ?? 0) < this.startedAt) {
      one.isRetried = true
      await job.remove()
      this.send(one)
    } else this.failed(id, job.failedReason)
  }

  private async takeOrResend(id: string): Promise<void> {
    const one = this.pending.get(id)
    if (one === undefined) return
    const line = await this.results.take(id, one.queued.bundle)
    if (line !== undefined) this.finish(one, line)
    else this.send(one) // its result is gone, or Redis lost all: judged again
  }

  private finish({ id }: PendingBundle, line: BatchLine | SerializedBatchLine): void {
    if (!this.pending.delete(id)) return
    this.captureError(async () => this.options.onLine(line))
    this.wake()
  }

  private send(one: PendingBundle): void {
    if (!this.pending.has(one.id) || this.unsent.has(one)) return
    delete one.queuedAt
    this.unsent.add(one)
    if (!this.sending) this.captureError(this.sendAll())
  }

  /** While some are on their way to Redis the next gather, and go together. */
  private async sendAll(): Promise<void> {
    this.sending = true
    try {
      while (this.unsent.size > 0) {
        const some = [...this.unsent].slice(0, SEND_BATCH_SIZE)
        const there = await this.results.has(some.map(({ id }) => id))
        const missing = some.filter(({ id }) => !there.has(id))
        if (missing.length > 0)
          await this.options.queue.addBulk(
            missing.map(({ id, queued }) => ({
              name: 'bundle',
              data: queued,
              opts: { jobId: id },
            })),
          )
        for (const one of some) {
          this.unsent.delete(one)
          one.queuedAt = performance.now()
        }
        for (const id of there) await this.takeOrResend(id)
      }
    } finally {
      this.sending = false
    }
  }

  private async warnNoWorkers(): Promise<void> {
    const lonely = (await this.options.queue.getWorkersCount()) === 0
    if (lonely && !this.noWorkers)
      this.options.log(
        'Nobody judges the bundles in the queue: start spoolscope worker --queue …, of the same version',
      )
    this.noWorkers = lonely
  }

  /** What goes wrong with Redis, but for its being away, ends the run. */
  private captureError(work: Promise<void> | (() => Promise<void>)): void {
    const running = typeof work === 'function' ? work() : work
    running.catch((error: Error) => {
      const { address: place } = this.options
      this.error ??=
        error.name === 'ReplyError'
          ? new UsageError(`Redis at ${displayAddress(place)} refuses: ${error.message}`)
          : error
      this.wake()
    })
  }

  private async waitUntil(holds: () => boolean): Promise<void> {
    while (this.error === undefined && !holds())
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    if (this.error) throw this.error
  }
}

const failedLine = ({ bundle, ruleSet }: QueuedBundle, reason: string): BatchLine => ({
  schemaVersion: 1,
  bundle,
  ruleSet,
  status: 'failed',
  reason:
    reason === STALLED_JOB_REASON
      ? 'it ended each worker that had it: it crashes them, or the workers were killed'
      : reason,
})
