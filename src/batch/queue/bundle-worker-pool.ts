import type { BatchOrder, SerializedBatchLine } from '../../model/batch-line.ts'
import { BundleWorker, type BundleWorkerOptions } from '../bundle-worker.ts'

const TIMEOUT_CHECK_INTERVAL_MS = 50

/** Threads that judge bundles of any order, one each at a time. */
export class BundleWorkerPool {
  private readonly options: BundleWorkerOptions
  private readonly idleWorkers: { readonly ruleSet: string; readonly desk: BundleWorker }[] = []
  private readonly allWorkers = new Set<BundleWorker>()
  private readonly timeoutCheck: NodeJS.Timeout
  private lastCheckAt = performance.now()

  constructor(options: BundleWorkerOptions) {
    this.options = options
    this.timeoutCheck = setInterval(() => {
      const now = performance.now()
      const late = Math.max(0, now - this.lastCheckAt - 2 * TIMEOUT_CHECK_INTERVAL_MS)
      this.lastCheckAt = now
      for (const desk of this.allWorkers) desk.checkTimeout(now, late)
    }, TIMEOUT_CHECK_INTERVAL_MS)
  }

  readonly analyze = async (path: string, order: BatchOrder): Promise<SerializedBatchLine> => {
    const desk = await this.workerFor(order)
    try {
      return await desk.analyze(path)
    } finally {
      this.idleWorkers.push({ ruleSet: order.ruleSet, desk })
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timeoutCheck)
    await Promise.all([...this.allWorkers].map((desk) => desk.close()))
  }

  /** One that is warm for this order, else a new one in the place of one that is not. */
  private async workerFor(order: BatchOrder): Promise<BundleWorker> {
    const warm = this.idleWorkers.findIndex(({ ruleSet }) => ruleSet === order.ruleSet)
    const [found] = this.idleWorkers.splice(Math.max(warm, 0), 1)
    if (found && warm >= 0) return found.desk
    if (found) {
      this.allWorkers.delete(found.desk)
      await found.desk.close()
    }
    const desk = new BundleWorker(order, this.options)
    this.allWorkers.add(desk)
    return desk
  }
}
