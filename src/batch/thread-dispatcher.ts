import type { BatchOrder, Dispatcher, SerializedBatchLine } from '../model/batch-line.ts'
import { BundleWorker, type BundleWorkerOptions } from './bundle-worker.ts'

/** Bundles that each worker is given at once: while one is judged the next is there already. */
const BUNDLES_PER_WORKER = 2
const TIMEOUT_CHECK_INTERVAL_MS = 50

/** Judges bundles in threads of this process. */
export class ThreadDispatcher implements Dispatcher {
  private readonly jobs: number
  private readonly options: BundleWorkerOptions

  constructor(jobs: number, options: BundleWorkerOptions) {
    this.jobs = jobs
    this.options = options
  }

  async run(
    bundles: AsyncIterable<string>,
    order: BatchOrder,
    hear: (line: SerializedBatchLine) => void,
  ): Promise<void> {
    const desks = Array.from({ length: this.jobs }, () => new BundleWorker(order, this.options))
    const incoming = bundles[Symbol.asyncIterator]()
    const serve = async (desk: BundleWorker) => {
      for (let next = await incoming.next(); !next.done; next = await incoming.next())
        hear(await desk.analyze(next.value))
    }
    let last = performance.now()
    const looking = setInterval(() => {
      const now = performance.now()
      const late = Math.max(0, now - last - 2 * TIMEOUT_CHECK_INTERVAL_MS)
      last = now
      for (const desk of desks) desk.checkTimeout(now, late)
    }, TIMEOUT_CHECK_INTERVAL_MS)
    try {
      // One bundle to each before any has a second: few bundles are judged side by side too.
      await Promise.all(
        Array.from({ length: BUNDLES_PER_WORKER * this.jobs }, (_, index) =>
          serve(desks[index % this.jobs] as BundleWorker),
        ),
      )
    } finally {
      clearInterval(looking)
      await Promise.all(desks.map((desk) => desk.close()))
    }
  }
}
