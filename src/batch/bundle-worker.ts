import { Worker } from 'node:worker_threads'
import type { BatchLine, BatchOrder, SerializedBatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { truncateText } from '../model/text/printable.ts'
import {
  type BundleTask,
  type BundleWorkerData,
  type BundleWorkerMessage,
  END_THREAD,
} from './bundle-worker-data.ts'
import { type LineRedaction, toRedactedLine } from './redact-line.ts'
import { toWrittenLine } from './to-written-line.ts'

/** Program and limits of worker threads that analyze bundles. */
export interface BundleWorkerOptions {
  /** Entry point of the worker thread. */
  readonly program: URL
  /** Heap limit of one worker, mebibytes. */
  readonly memoryMiB: number
  /** Time limit for one bundle, milliseconds. */
  readonly timeoutMs: number
  /** The limits in words, for the reason of a bundle that exceeds them. */
  readonly limitTexts: { readonly memory: string; readonly timeout: string }
  /** Folder of the result cache. */
  readonly cache?: string
  /** How to redact lines. */
  readonly redaction?: LineRedaction
}

interface PendingBundle {
  readonly bundle: string
  readonly task: BundleTask
  /** Whether a worker that had analyzed other bundles before already crashed on this one. */
  isRetried: boolean
  readonly resolve: (line: SerializedBatchLine) => void
  readonly reject: (error: Error) => void
}

const TIMEOUT_CHECK_INTERVAL_MS = 50
/** Writing the code that was compiled takes far less. */
const ENDING_PATIENCE_MS = 5000
/**
 * The message of a crash may quote evidence.
 * Limit: characters of the reason of a crash.
 * Beyond: the reason is cut.
 */
const MAX_REASON_CHARS = 1000

/**
 * Analyzes bundles in a worker thread, one after the other. If the thread ends, the current bundle
 * fails and a new thread takes over the others. A crash may be the fault of an earlier bundle: if
 * the thread had analyzed any, the current bundle is retried once in the new thread. So the result
 * of a bundle does not depend on its neighbors.
 */
export class BundleWorker {
  private readonly options: BundleWorkerOptions
  private readonly order: BatchOrder
  private worker: Worker | undefined
  private readonly pending: PendingBundle[] = []
  private isReady = false
  /** Number of bundles that the current thread has analyzed. */
  private analyzedCount = 0
  /** By the clock of `performance.now()`. */
  private bundleStartedAt = 0
  private timedOut = false

  constructor(order: BatchOrder, options: BundleWorkerOptions) {
    this.order = order
    this.options = options
  }

  /** Rejects only if the worker thread cannot start. */
  analyze(bundle: string): Promise<SerializedBatchLine> {
    return this.add(bundle, bundle)
  }

  /** Redacts a line of another machine. Rejects only if the worker thread cannot start. */
  redact(line: BatchLine | SerializedBatchLine): Promise<SerializedBatchLine> {
    return this.add(line.bundle, 'text' in line ? line.text : line)
  }

  private add(bundle: string, task: BundleTask): Promise<SerializedBatchLine> {
    return new Promise((resolve, reject) => {
      if (this.pending.length === 0) this.bundleStartedAt = performance.now()
      this.pending.push({ bundle, task, isRetried: false, resolve, reject })
      this.worker ??= this.start()
      this.worker.postMessage(task)
    })
  }

  /**
   * Terminates the thread if its bundle has exceeded the time limit. `lateMs`: how long this
   * thread was blocked, which does not count.
   */
  checkTimeout(now: number, lateMs: number): void {
    this.bundleStartedAt += lateMs
    const isOverdue = now - this.bundleStartedAt > this.options.timeoutMs
    if (!this.isReady || this.pending.length === 0 || !isOverdue) return
    this.timedOut = true
    void this.worker?.terminate()
  }

  /** Ends the thread. One that has nothing to do ends by itself, so that it keeps its code. */
  async close(): Promise<void> {
    const { worker } = this
    this.worker = undefined
    if (worker === undefined) return
    if (!this.isReady || this.pending.length > 0) {
      await worker.terminate()
      return
    }
    const patience = setTimeout(() => worker.terminate(), ENDING_PATIENCE_MS)
    await new Promise((resolve) => {
      worker.once('exit', resolve)
      worker.postMessage(END_THREAD)
    })
    clearTimeout(patience)
  }

  private start(): Worker {
    const { program, memoryMiB, cache, redaction } = this.options
    const workerData: BundleWorkerData = { order: this.order, ...defined({ cache, redaction }) }
    const worker = new Worker(program, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMiB },
    })
    let reason: string | undefined
    this.isReady = false
    this.analyzedCount = 0
    worker.on('message', (message: BundleWorkerMessage) => {
      if (this.worker === worker) this.handleMessage(message)
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      reason =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `it needs more memory than ${this.options.limitTexts.memory} (--memory)`
          : `reading it crashed: ${error.message}`
    })
    worker.on('exit', (code) => {
      if (this.worker === worker) this.handleExit(reason ?? `its worker ended with code ${code}`)
    })
    return worker
  }

  private handleMessage(message: BundleWorkerMessage): void {
    this.bundleStartedAt = performance.now()
    if (message === 'ready') {
      this.isReady = true
      return
    }
    this.analyzedCount += 1
    this.pending.shift()?.resolve(message)
  }

  private handleExit(exitReason: string): void {
    const { isReady, timedOut, analyzedCount, pending } = this
    this.worker = undefined
    this.timedOut = false
    if (!isReady) {
      for (const { reject } of pending.splice(0))
        reject(new Error(`a worker could not start: ${exitReason}`))
      return
    }
    const [current] = pending
    if (current && !timedOut && analyzedCount > 0 && !current.isRetried) current.isRetried = true
    else if (current) {
      pending.shift()
      const reason = timedOut
        ? `it took longer than ${this.options.limitTexts.timeout} (--timeout)`
        : exitReason
      current.resolve(this.failedLine(current.bundle, reason))
    }
    if (pending.length === 0) return
    this.worker = this.start()
    for (const { task } of pending) this.worker.postMessage(task)
  }

  /** Redacted in this thread: a bundle's name and a short reason take no time. */
  private failedLine(bundle: string, text: string): SerializedBatchLine {
    const { ruleSet } = this.order
    const { redaction } = this.options
    const reason = truncateText(text, MAX_REASON_CHARS)
    const line: BatchLine = { schemaVersion: 1, bundle, ruleSet, status: 'failed', reason }
    return redaction ? toRedactedLine(line, redaction) : toWrittenLine(line)
  }
}

/**
 * Checks the time limits of workers at an interval. Returns the function that stops the checks. A
 * check that runs late shows that this thread was blocked, and messages of workers had to wait.
 */
export function watchTimeouts(workers: Iterable<BundleWorker>): () => void {
  let lastCheckAt = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const lateMs = Math.max(0, now - lastCheckAt - 2 * TIMEOUT_CHECK_INTERVAL_MS)
    lastCheckAt = now
    for (const worker of workers) worker.checkTimeout(now, lateMs)
  }, TIMEOUT_CHECK_INTERVAL_MS)
  return () => clearInterval(timer)
}
