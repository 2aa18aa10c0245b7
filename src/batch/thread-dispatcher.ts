import type { BatchOrder, Dispatcher, SerializedBatchLine } from '../model/batch-line.ts'
import { BundleWorker, type BundleWorkerOptions, watchTimeouts } from './bundle-worker.ts'

/** While a worker analyzes one bundle, the next is already in its queue. */
const BUNDLES_PER_WORKER = 2

/** Analyzes bundles in worker threads of this process. */
export class ThreadDispatcher implements Dispatcher {
  private readonly jobs: number
  private readonly options: BundleWorkerOptions

  /** `jobs`: number of worker threads. */
  constructor(jobs: number, options: BundleWorkerOptions) {
    this.jobs = jobs
    this.options = options
  }

  async run(
    bundles: AsyncIterable<string>,
    order: BatchOrder,
    onLine: (line: SerializedBatchLine) => void,
  ): Promise<void> {
    const workers = Array.from({ length: this.jobs }, () => new BundleWorker(order, this.options))
    const remaining = bundles[Symbol.asyncIterator]()
    const feed = async (worker: BundleWorker) => {
      for (let next = await remaining.next(); !next.done; next = await remaining.next())
        onLine(await worker.analyze(next.value))
    }
    const stopTimeouts = watchTimeouts(workers)
    try {
      // Each worker gets a first bundle before any gets a second: few bundles run in parallel too.
      const rounds = Array.from({ length: BUNDLES_PER_WORKER }, () => workers)
      await Promise.all(rounds.flat().map(feed))
    } finally {
      stopTimeouts()
      await Promise.all(workers.map((worker) => worker.close()))
    }
  }
}
