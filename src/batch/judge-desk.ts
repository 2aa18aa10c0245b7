import { Worker } from 'node:worker_threads'
import type { BatchOrder, WrittenLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import type { Answer, JudgeData } from './worker-data.ts'
import { writtenLine } from './written-line.ts'

/** How bundles are judged in threads of this process. */
export interface DeskOptions {
  /** The worker's program. */
  readonly program: URL
  /** Mebibytes of heap that one worker may use. */
  readonly memory: number
  /** Milliseconds that one bundle may take. */
  readonly timeout: number
  /** In words, for the lines of bundles that exceed it. */
  readonly limits: { readonly memory: string; readonly timeout: string }
  readonly cache?: string
}

interface Pending {
  readonly bundle: string
  /** It broke a worker that had judged others before. */
  suspected: boolean
  readonly resolve: (line: WrittenLine) => void
  readonly reject: (error: Error) => void
}

/**
 * One worker at a time, and the bundles that it was sent. A worker that ends costs the bundle that
 * it was at: another takes its place and gets the rest. Where it had judged others before, the
 * bundle has a second try in the new one, because what it broke on may have been left by them: so
 * what becomes of a bundle does not depend on its neighbours.
 */
export class JudgeDesk {
  private readonly options: DeskOptions
  private readonly order: BatchOrder
  private worker: Worker | undefined
  private readonly pending: Pending[] = []
  private ready = false
  private judged = 0
  private since = 0
  private overdue = false

  constructor(order: BatchOrder, options: DeskOptions) {
    this.order = order
    this.options = options
  }

  judge(bundle: string): Promise<WrittenLine> {
    return new Promise((resolve, reject) => {
      if (this.pending.length === 0) this.since = performance.now()
      this.pending.push({ bundle, suspected: false, resolve, reject })
      this.worker ??= this.start()
      this.worker.postMessage(bundle)
    })
  }

  /**
   * Ends a worker that has been at one bundle for too long. `late` milliseconds were lost here, and
   * are not its own.
   */
  look(now: number, late: number): void {
    this.since += late
    if (!this.ready || this.pending.length === 0 || now - this.since < this.options.timeout) return
    this.overdue = true
    void this.worker?.terminate()
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = undefined
    await worker?.terminate()
  }

  private start(): Worker {
    const { program, memory, cache } = this.options
    const workerData: JudgeData = { order: this.order, ...defined({ cache }) }
    const worker = new Worker(program, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    })
    let reason: string | undefined
    this.ready = false
    this.judged = 0
    worker.on('message', (answer: Answer) => {
      if (this.worker === worker) this.hear(answer)
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      reason =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? this.tooMuch
          : `reading it crashed: ${error.message}`
    })
    worker.on('exit', (code) => {
      if (this.worker === worker) this.ended(reason ?? `its worker ended with code ${code}`)
    })
    return worker
  }

  private get tooMuch(): string {
    return `it needs more memory than ${this.options.limits.memory} (--memory)`
  }

  private hear(answer: Answer): void {
    this.since = performance.now()
    if (answer === 'ready') {
      this.ready = true
      return
    }
    this.judged += 1
    this.pending.shift()?.resolve(answer)
  }

  private ended(reason: string): void {
    const { ready, overdue, judged, pending } = this
    this.worker = undefined
    this.overdue = false
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
        this.failed(
          guilty.bundle,
          overdue ? `it took longer than ${this.options.limits.timeout} (--timeout)` : reason,
        ),
      )
    }
    if (pending.length === 0) return
    this.worker = this.start()
    for (const { bundle } of pending) this.worker.postMessage(bundle)
  }

  private failed(bundle: string, reason: string): WrittenLine {
    return writtenLine({
      schemaVersion: 1,
      bundle,
      ruleSet: this.order.ruleSet,
      status: 'failed',
      reason,
    })
  }
}
