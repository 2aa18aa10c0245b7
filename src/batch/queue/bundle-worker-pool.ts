import type { BatchOrder, SerializedBatchLine } from '../../model/batch-line.ts'
import { BundleWorker, type BundleWorkerOptions, watchTimeouts } from '../bundle-worker.ts'

interface IdleWorker {
  readonly ruleSet: string
  readonly worker: BundleWorker
}

/**
 * Worker threads for bundles of different orders, each with one bundle at a time. The pool grows to
 * the number of bundles that the caller has analyzed at the same time.
 */
export class BundleWorkerPool {
  private readonly options: BundleWorkerOptions
  private readonly idleWorkers: IdleWorker[] = []
  private readonly allWorkers = new Set<BundleWorker>()
  private readonly stopTimeouts = watchTimeouts(this.allWorkers)

  constructor(options: BundleWorkerOptions) {
    this.options = options
  }

  readonly analyze = async (path: string, order: BatchOrder): Promise<SerializedBatchLine> => {
    const worker = await this.workerFor(order)
    try {
      return await worker.analyze(path)
    } finally {
      this.idleWorkers.push({ ruleSet: order.ruleSet, worker })
    }
  }

  async close(): Promise<void> {
    this.stopTimeouts()
    await Promise.all([...this.allWorkers].map((worker) => worker.close()))
  }

  /** Reuses an idle worker of the same order, else replaces another idle one, else adds one. */
  private async workerFor(order: BatchOrder): Promise<BundleWorker> {
    const match = this.idleWorkers.findIndex(({ ruleSet }) => ruleSet === order.ruleSet)
    const [idle] = this.idleWorkers.splice(Math.max(match, 0), 1)
    if (idle && match >= 0) return idle.worker
    if (idle) {
      this.allWorkers.delete(idle.worker)
      await idle.worker.close()
    }
    const worker = new BundleWorker(order, this.options)
    this.allWorkers.add(worker)
    return worker
  }
}
