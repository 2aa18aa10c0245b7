import type { Job, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { BatchLine, BatchOrder, SerializedBatchLine } from '../../model/batch-line.ts'
import { UsageError } from '../../model/usage-error.ts'
import { displayAddress, type QueueAddress } from './queue-connection.ts'
import { jobIdOf, type QueuedBundle, TEMPORARY_PREFIX, toQueuedBundle } from './queued-bundle.ts'
import { ResultStore } from './result-store.ts'
import { retryRejected } from './retry-rejected.ts'

interface QueueRunOptions {
  readonly queue: Queue
  readonly redis: Redis
  readonly address: QueueAddress
  readonly order: BatchOrder
  readonly onLine: (line: BatchLine | SerializedBatchLine) => void | Promise<void>
  /** Receives messages for the user. */
  readonly log: (text: string) => void
}

/** A bundle without a result. */
interface PendingBundle {
  /** Id of its job. */
  readonly id: string
  readonly queued: QueuedBundle
  /**
   * When it was added to the queue or checked last, by the clock of `performance.now()`. Absent
   * while it is being added.
   */
  queuedAt?: number
  /** Whether a failed job of an earlier run was already replaced. */
  isRetried: boolean
}

/**
 * Enough for many workers, but not too much for the memory of Redis and of this process.
 * Limit: bundles in the queue.
 * Beyond: a producer waits before it adds another.
 */
const MAX_PENDING_BUNDLES = 2000
const SEND_BATCH_SIZE = 100
/** The reason that BullMQ gives if the workers ended while they had the bundle. */
const STALLED_JOB_REASON = 'job stalled more than allowable limit'
const ALL_WORKERS_ENDED =
  'each worker ended while it analyzed the bundle: it crashes them, or they were killed'

/**
 * One run of a producer: adds bundles to the queue and collects their results. Events are only
 * hints, because they may be duplicated, late or lost: the store of results is checked each time.
 */
export class QueueRun {
  private readonly options: QueueRunOptions
  private readonly results: ResultStore
  private readonly startedAt = Date.now()
  private readonly pending = new Map<string, PendingBundle>()
  private readonly unsent = new Set<PendingBundle>()
  private isSending = false
  /** Number of results that `onLine` has not finished. */
  private unwritten = 0
  /** Whether the user was told that no worker is connected. */
  private noWorkers = false
  private wake = () => {}
  private error: Error | undefined

  constructor(options: QueueRunOptions) {
    this.options = options
    this.results = new ResultStore(options.redis, options.address)
  }

  /** Adds all bundles to the queue, and resolves after the last result. */
  async run(bundles: AsyncIterable<string>): Promise<void> {
    for await (const bundle of bundles) {
      const queued = toQueuedBundle(bundle, this.options.order)
      const id = jobIdOf(queued)
      if (this.pending.has(id)) continue
      const added = { id, queued, isRetried: false }
      this.pending.set(id, added)
      this.send(added)
      await this.waitUntil(() => this.pending.size + this.unwritten < MAX_PENDING_BUNDLES)
    }
    await this.waitUntil(() => this.pending.size + this.unwritten === 0)
  }

  /** Returns the ids without a check or event for this many milliseconds. */
  overdue(milliseconds: number): string[] {
    const limit = performance.now() - milliseconds
    const ids = [...this.pending.values()]
      .filter(({ queuedAt }) => queuedAt !== undefined && queuedAt <= limit)
      .map(({ id }) => id)
    if (ids.length > 0) this.captureError(this.warnNoWorkers())
    return ids
  }

  completed(id: string): void {
    if (this.pending.has(id)) this.captureError(this.takeOrResend(id))
  }

  failed(id: string, reason: string): void {
    const pending = this.pending.get(id)
    if (pending) this.finish(pending, failedLine(pending.queued, reason))
  }

  /** Checks the state of jobs in Redis, in case an event was lost. */
  check(ids: readonly string[]): void {
    for (const id of ids) if (this.pending.has(id)) this.captureError(this.checkBundle(id))
  }

  private async checkBundle(id: string): Promise<void> {
    const pending = this.pending.get(id)
    if (pending === undefined) return
    if (pending.queuedAt !== undefined) pending.queuedAt = performance.now()
    const job: Job | undefined = await this.options.queue.getJob(id)
    if (job === undefined) return this.takeOrResend(id)
    if (!(await job.isFailed())) return
    // A job that failed in an earlier run is replaced: the bundle may succeed by now. Only once,
    // because the clocks of machines differ.
    if (!pending.isRetried && (job.finishedOn ?? 0) < this.startedAt) {
      pending.isRetried = true
      await job.remove()
      this.send(pending)
    } else this.failed(id, job.failedReason)
  }

  private async takeOrResend(id: string): Promise<void> {
    const pending = this.pending.get(id)
    if (pending === undefined) return
    const line = await this.results.take(id, pending.queued)
    if (line !== undefined) this.finish(pending, line)
    // The result has expired, or Redis has lost its data.
    else this.send(pending)
  }

  private finish({ id }: PendingBundle, line: BatchLine | SerializedBatchLine): void {
    if (!this.pending.delete(id)) return
    this.unwritten += 1
    this.captureError(async () => {
      await this.options.onLine(line)
      this.unwritten -= 1
      this.wake()
    })
  }

  private send(pending: PendingBundle): void {
    if (!this.pending.has(pending.id) || this.unsent.has(pending)) return
    delete pending.queuedAt
    this.unsent.add(pending)
    if (!this.isSending) this.captureError(this.sendAll())
  }

  /** Sends bundles in batches. While one is on its way, the next collects. */
  private async sendAll(): Promise<void> {
    this.isSending = true
    try {
      while (this.unsent.size > 0) {
        const batch = [...this.unsent].slice(0, SEND_BATCH_SIZE)
        const finishedIds = await this.results.has(batch.map(({ id }) => id))
        const unfinished = batch.filter(({ id }) => !finishedIds.has(id))
        if (unfinished.length > 0) await this.add(unfinished)
        for (const pending of batch) {
          this.unsent.delete(pending)
          pending.queuedAt = performance.now()
        }
        for (const id of finishedIds) await this.takeOrResend(id)
      }
    } finally {
      this.isSending = false
    }
  }

  /** Adds bundles to the queue. One that is in it already is not added again. */
  private async add(bundles: readonly PendingBundle[]): Promise<void> {
    const { queue, log } = this.options
    const jobs = bundles.map(({ id, queued }) => ({
      name: 'bundle',
      data: queued,
      opts: { jobId: id },
    }))
    await retryRejected(
      () => queue.addBulk(jobs),
      (message) => log(`Redis rejects bundles, which are sent again: ${message}`),
    )
  }

  private async warnNoWorkers(): Promise<void> {
    const noWorkers = (await this.options.queue.getWorkersCount()) === 0
    if (noWorkers && !this.noWorkers)
      this.options.log(
        'No worker is connected to the queue: ' +
          'start spoolscope worker --queue … with the same version',
      )
    this.noWorkers = noWorkers
  }

  /**
   * Ends the run if the work throws. A lost connection does not throw: commands wait until Redis is
   * back.
   */
  private captureError(work: Promise<void> | (() => Promise<void>)): void {
    const running = typeof work === 'function' ? work() : work
    running.catch((error: Error) => {
      const hostAndPort = displayAddress(this.options.address)
      this.error ??=
        error.name === 'ReplyError'
          ? new UsageError(`Redis at ${hostAndPort} rejects a command: ${error.message}`)
          : error
      this.wake()
    })
  }

  private async waitUntil(condition: () => boolean): Promise<void> {
    while (this.error === undefined && !condition())
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    if (this.error) throw this.error
  }
}

const failedLine = ({ bundle, ruleSet }: QueuedBundle, reason: string): BatchLine => {
  const line = { schemaVersion: 1, bundle, ruleSet, status: 'failed' } as const
  if (reason === STALLED_JOB_REASON) return { ...line, reason: ALL_WORKERS_ENDED }
  return reason.startsWith(TEMPORARY_PREFIX)
    ? { ...line, reason: reason.slice(TEMPORARY_PREFIX.length), temporary: true }
    : { ...line, reason }
}
