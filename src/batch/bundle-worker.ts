import { Worker } from 'node:worker_threads'
import type { BatchOrder, SerializedBatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import type { BundleWorkerData, BundleWorkerMessage } from './bundle-worker-data.ts'
import { toWrittenLine } from './to-written-line.ts'

/** How bundles are judged in threads of this process. */
export interface BundleWorkerOptions {
  /** The worker's program. */
  readonly program: URL
  /** Mebibytes of heap that one worker may use. */
  readonly memoryMiB: number
  /** Milliseconds that one bundle may take. */
  readonly timeoutMs: number
  /** In words, for the lines of bundles that exceed it. */
  readonly limitTexts: { readonly memory: string; readonly timeout: string }
  readonly cache?: string
}

interface Pending {
  readonly bundle: string
  /** It broke a worker that had judged others before. */
  suspected: boolean
  readonly resolve: (line: SerializedBatchLine) => void
  readonly reject: (error: Error) => void
}

/**
 * One worker at a time, and the bundles that it was sent. A worker that ends costs the bundle that
 * it was at: another takes its place and gets the rest. Where it had judged others before, the
 * bundle has a second try in the new one, because what it broke on may have been left by them: so
 * what becomes of a bundle does not depend on its neighbours.
 */
export class BundleWorker {
  private readonly options: BundleWorkerOptions
  private readonly order: BatchOrder
  private worker: Worker | undefined
  private readonly pending: Pending[] = []
  private ready = false
  private analyzedCount = 0
  private bundleStartedAt = 0
  private timedOut = false

  constructor(order: BatchOrder, options: BundleWorkerOptions) {
    this.order = order
    this.options = options
  }

  analyze(bundle: string): Promise<SerializedBatchLine> {
    return new Promise((resolve, reject) => {
      if (this.pending.length === 0) this.bundleStartedAt = performance.now()
      this.pending.push({ bundle, suspected: false, resolve, reject })
      this.worker ??= this.start()
      this.worker.postMessage(bundle)
    })
  }

  /**
   * Ends a worker that has been at one bundle for too long. `late` milliseconds were lost here, and
   * are not its own.
   */
  checkTimeout(now: number, late: number): void {
    this.bundleStartedAt += late
    if (
      !this.ready ||
      this.pending.length === 0 ||
      now - this.bundleStartedAt < this.options.timeoutMs
    )
      return
    this.timedOut = true
    void this.worker?.terminate()
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = undefined
    await worker?.terminate()
  }

  private start(): Worker {
    const { program, memoryMiB: memory, cache } = this.options
    const workerData: BundleWorkerData = { order: this.order, ...defined({ cache }) }
    const worker = new Worker(program, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    })
    let reason: string | undefined
    this.ready = false
    this.analyzedCount = 0
    worker.on('message', (answer: BundleWorkerMessage) => {
      if (this.worker === worker) this.handleMessage(answer)
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      reason =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? this.outOfMemoryReason
          : `reading it crashed: ${error.message}`
    })
    worker.on('exit', (code) => {
      if (this.worker === worker) this.handleExit(reason ?? `its worker ended with code ${code}`)
    })
    return worker
  }

  private get outOfMemoryReason(): string {
    return `it needs more memory than ${this.options.limitTexts.memory} (--memory)`
  }

  private handleMessage(answer: BundleWorkerMessage): void {
    this.bundleStartedAt = performance.now()
    if (answer === 'ready') {
      this.ready = true
      return
    }
    this.analyzedCount += 1
    this.pending.shift()?.resolve(answer)
  }

  private handleExit(reason: string): void {
    const { ready, timedOut: overdue, analyzedCount: judged, pending } = this
    this.worker = undefined
    this.timedOut = false
    if (!ready) {
      for (const { reject } of pending.splice(0))
        reject(new Error(`a worker could not start: ${reason}`))
      return
    }
    const [guilty] = pending
    if (guilty && !overdue && judged > 0 && !guilty.suspected) guilty.suspected = true
    else if (guilty) {
      pending.shift()
      guilty.resolve(
        this.failedLine(
          guilty.bundle,
          overdue ? `it took longer than ${this.options.limitTexts.timeout} (--timeout)` : reason,
        ),
      )
    }
    if (pending.length === 0) return
    this.worker = this.start()
    for (const { bundle } of pending) this.worker.postMessage(bundle)
  }

  private failedLine(bundle: string, reason: string): SerializedBatchLine {
    return toWrittenLine({
      schemaVersion: 1,
      bundle,
      ruleSet: this.order.ruleSet,
      status: 'failed',
      reason,
    })
  }
}
