import type { Dispatcher } from '../model/batch-line.ts'
import { BundleWorker, type BundleWorkerOptions, watchTimeouts } from './bundle-worker.ts'

/**
 * Redacts the lines of another dispatcher in worker threads of this process: the key never leaves
 * it. A line whose redaction exceeds the limits of a thread becomes a `failed` line.
 */
export const redactingDispatcher = (
  dispatcher: Dispatcher,
  jobs: number,
  options: BundleWorkerOptions,
): Dispatcher => ({
  async run(bundles, order, onLine) {
    const workers = Array.from({ length: jobs }, () => new BundleWorker(order, options))
    const stopTimeouts = watchTimeouts(workers)
    let count = 0
    try {
      await dispatcher.run(bundles, order, async (line) => {
        count += 1
        const worker = workers[count % workers.length]
        if (worker) await onLine(await worker.redact(line))
      })
    } finally {
      stopTimeouts()
      await Promise.all(workers.map((worker) => worker.close()))
    }
  },
})
