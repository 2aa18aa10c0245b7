import type { ExitCode } from '../analysis/exit-code.ts'
import { createBatchOrder } from '../batch/batch-order.ts'
import { BundleWorkerPool } from '../batch/queue/bundle-worker-pool.ts'
import { displayAddress } from '../batch/queue/queue-connection.ts'
import { startQueueWorker } from '../batch/queue/queue-worker.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { SignalGuard } from '../cli/signal-guard.ts'
import type { BatchOrder } from '../model/batch-line.ts'
import { formatCount, formatNumber } from '../model/duration.ts'
import { UsageError } from '../model/usage-error.ts'
import { terminal } from '../terminal/terminal-text.ts'
import { bundleJobs, bundleLimits, queueAddress } from './batch-settings.ts'

/**
 * `spoolscope worker`: analyzes bundles of a queue until a signal asks it to end; then it finishes
 * the bundles that it has.
 */
export async function worker(
  line: CommandLine<'worker'>,
  { stderr, version, batchWorker }: CommandContext,
): Promise<ExitCode> {
  const { operands, options } = line
  if (operands.length > 0)
    throw new UsageError(
      'worker takes no bundles: they come from the queue, which spoolscope batch --queue fills.',
    )
  const address = queueAddress(line, version)
  if (address === undefined)
    throw new UsageError('worker needs the Redis that holds the queue: --queue redis://….')
  const jobs = bundleJobs(line)
  const pool = new BundleWorkerPool({ program: batchWorker, ...bundleLimits(line) })
  const log = (text: string) => {
    if (!options.quiet) stderr.write(terminal`${text}\n`)
  }
  const analyze = (path: string, order: BatchOrder) => {
    // The same version may have been built from other sources.
    if (createBatchOrder(order.options, version).ruleSet !== order.ruleSet)
      throw new UsageError(
        'its worker has other rules than the batch: run the same build of spoolscope everywhere',
      )
    return pool.analyze(path, order)
  }
  try {
    const running = await startQueueWorker({
      address,
      jobs,
      fetchOptions: {
        prefixes: options['allow-url'],
        maxBytes: options['most-bytes'],
        timeoutMs: options['fetch-within'],
      },
      takeOverAfterMs: options['take-over-after'],
      log,
      analyze,
    })
    log(
      `Analyzing ${formatCount(jobs, 'bundle')} at a time from the queue ${address.name} ` +
        `at ${displayAddress(address)}, for version ${version}`,
    )
    const signal = await new SignalGuard().waitForSignal()
    log(`${signal}: finishing the bundles in progress, taking no more`)
    await running.drain()
    const { judged, failed } = running.counts
    const failures = failed > 0 ? `, ${formatNumber(failed)} attempts failed` : ''
    log(`${formatCount(judged, 'bundle')} analyzed${failures}`)
  } finally {
    await pool.close()
  }
  return 0
}
