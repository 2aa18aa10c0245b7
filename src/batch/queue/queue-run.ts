import type { Job, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { BatchLine, BatchOrder, WrittenLine } from '../../model/batch-line.ts'
import { UsageError } from '../../model/usage-error.ts'
import { type QueuePlace, shownPlace } from './queue-connection.ts'
import { idOf, type QueuedBundle, queuedBundle } from './queued-bundle.ts'
import { ResultShelf } from './result-shelf.ts'

interface RunOptions {
  readonly queue: Queue
  readonly redis: Redis
  readonly place: QueuePlace
  readonly order: BatchOrder
  readonly hear: (line: BatchLine | WrittenLine) => void
  readonly say: (text: string) => void
}

/** A bundle that has not been heard of. */
interface Waiting {
  readonly id: string
  readonly queued: QueuedBundle
  /**
   * When it was put into Redis, by a steady clock, milliseconds; absent while it is on its way
   * there.
   */
  since?: number
  /** What an earlier run had parked was asked for anew. */
  renewed: boolean
}

/**
 * Out at the same time: enough for many workers, and neither Redis nor this process has to hold
 * all.
 */
const MOST_OUT = 2000
const AT_ONCE = 100
/** How BullMQ says that the workers of a bundle ended while they had it. */
const STALLED = 'job stalled more than allowable limit'

/**
 * Bundles on their way through the queue. All that events tell is looked up: they may come twice,
 * late, or never.
 */
export class QueueRun {
  private readonly options: RunOptions
  private readonly shelf: ResultShelf
  private readonly startedAt = Date.now()
  private readonly waiting = new Map<string, Waiting>()
  private readonly unsent = new Set<Waiting>()
  private sending = false
  private lonely = false
  private wake = () => {}
  private error: Error | undefined

  constructor(options: RunOptions) {
    this.options = options
    this.shelf = new ResultShelf(options.redis, options.place)
  }

  /** Puts all in, and waits until all have been heard of. */
  async all(bundles: AsyncIterable<string>): Promise<void> {
    for await (const bundle of bundles) {
      const queued = queuedBundle(bundle, this.options.order)
      const id = idOf(queued)
      if (this.waiting.has(id)) continue
      const one = { id, queued, renewed: false }
      this.waiting.set(id, one)
      this.send(one)
      await this.until(() => this.waiting.size < MOST_OUT)
    }
    await this.until(() => this.waiting.size === 0)
  }

  /** Ids that nothing was heard of for so many milliseconds. */
  overdue(milliseconds: number): string[] {
    const before = performance.now() - milliseconds
    const late = [...this.waiting.values()]
      .filter(({ since }) => since !== undefined && since <= before)
      .map(({ id }) => id)
    if (late.length > 0) this.attempt(this.missWorkers())
    return late
  }

  completed(id: string): void {
    if (this.waiting.has(id)) this.attempt(this.takeOrAskAgain(id))
  }

  failed(id: string, reason: string): void {
    const one = this.waiting.get(id)
    if (one) this.end(one, failedLine(one.queued, reason))
  }

  /** Looks what has become of bundles, whatever events told. */
  look(ids: readonly string[]): void {
    for (const id of ids) if (this.waiting.has(id)) this.attempt(this.lookAfter(id))
  }

  private async lookAfter(id: string): Promise<void> {
    const one = this.waiting.get(id)
    if (one === undefined) return
    if (one.since !== undefined) one.since = performance.now()
    const job: Job | undefined = await this.options.queue.getJob(id)
    if (job === undefined) return this.takeOrAskAgain(id)
    if (!(await job.isFailed())) return
    // Parked before this run began: asked for again, it may be judged by now. Once, for clocks
    // differ.
    if (!one.renewed && (job.finishedOn ?? 0) < this.startedAt) {
      one.renewed = true
      await job.remove()
      this.send(one)
    } else this.failed(id, job.failedReason)
  }

  private async takeOrAskAgain(id: string): Promise<void> {
    const one = this.waiting.get(id)
    if (one === undefined) return
    const line = await this.shelf.take(id, one.queued.bundle)
    if (line !== undefined) this.end(one, line)
    else this.send(one) // its result is gone, or Redis lost all: judged again
  }

  private end({ id }: Waiting, line: BatchLine | WrittenLine): void {
    if (!this.waiting.delete(id)) return
    this.attempt(async () => this.options.hear(line))
    this.wake()
  }

  private send(one: Waiting): void {
    if (!this.waiting.has(one.id) || this.unsent.has(one)) return
    delete one.since
    this.unsent.add(one)
    if (!this.sending) this.attempt(this.sendAll())
  }

  /** While some are on their way to Redis the next gather, and go together. */
  private async sendAll(): Promise<void> {
    this.sending = true
    try {
      while (this.unsent.size > 0) {
        const some = [...this.unsent].slice(0, AT_ONCE)
        const there = await this.shelf.has(some.map(({ id }) => id))
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
          one.since = performance.now()
        }
        for (const id of there) await this.takeOrAskAgain(id)
      }
    } finally {
      this.sending = false
    }
  }

  private async missWorkers(): Promise<void> {
    const lonely = (await this.options.queue.getWorkersCount()) === 0
    if (lonely && !this.lonely)
      this.options.say(
        'Nobody judges the bundles in the queue: start spoolscope worker --queue …, of the same version',
      )
    this.lonely = lonely
  }

  /** What goes wrong with Redis, but for its being away, ends the run. */
  private attempt(work: Promise<void> | (() => Promise<void>)): void {
    const running = typeof work === 'function' ? work() : work
    running.catch((error: Error) => {
      const { place } = this.options
      this.error ??=
        error.name === 'ReplyError'
          ? new UsageError(`Redis at ${shownPlace(place)} refuses: ${error.message}`)
          : error
      this.wake()
    })
  }

  private async until(holds: () => boolean): Promise<void> {
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
    reason === STALLED
      ? 'it ended each worker that had it: it crashes them, or the workers were killed'
      : reason,
})
