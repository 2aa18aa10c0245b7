import type { ExitCode } from '../analysis/exit-code.ts'
import { parseBatchOrder } from '../batch/batch-order.ts'
import { parseUrlPrefix } from '../batch/queue/allowed-url.ts'
import { BundleWorkerPool } from '../batch/queue/bundle-worker-pool.ts'
import { displayAddress } from '../batch/queue/queue-connection.ts'
import { startQueueWorker } from '../batch/queue/queue-worker.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import type { BatchOrder } from '../model/batch-line.ts'
import { formatCount, formatNumber, minutes, parseDuration, seconds } from '../model/duration.ts'
import { toPrintable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { many, read } from '../settings/given.ts'
import { parseBatchSettings } from './batch-settings.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const MIN_TAKE_OVER_MS = seconds(1)
const DEFAULT_MAX_BYTES = 1e9

/**
 * `spoolscope worker`: judges bundles of a queue until it is told to end; those that it has then
 * are judged to their end.
 */
export async function worker(
  { operands, options }: CommandLine,
  { stderr, version, batchWorker, now }: CommandContext,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new UsageError(
      'worker takes no bundles: they come from the queue, which spoolscope batch --queue fills.',
    )
  const {
    jobs,
    memory,
    timeout,
    limits,
    quiet,
    queue: place,
  } = parseBatchSettings(options, version)
  if (place === undefined)
    throw new UsageError('worker needs the Redis that holds the queue: --queue redis://….')
  const fetching = {
    prefixes: many(options, 'allow-url').map(parseUrlPrefix),
    maxBytes:
      read(options, 'most-bytes', parseByteSize, 'a size, such as 500M or 2G') ?? DEFAULT_MAX_BYTES,
    timeoutMs:
      read(options, 'fetch-within', parseDuration, 'a duration, such as 90s or 10m') ?? minutes(5),
  }
  const takeOverAfter =
    read(
      options,
      'take-over-after',
      parseTakeOver,
      'a duration of a second or more, such as 30s',
    ) ?? seconds(30)
  const desks = new BundleWorkerPool({
    program: batchWorker,
    memoryMiB: memory,
    timeoutMs: timeout,
    limitTexts: limits,
  })
  const say = (text: string) => {
    if (!quiet) stderr.write(`${toPrintable(text)}\n`)
  }
  const judge = (path: string, order: BatchOrder) => {
    // The same version may still have been built from something else.
    if (parseBatchOrder(order.options, version, now).ruleSet !== order.ruleSet)
      throw new UsageError(
        'its worker has other rules than the batch: run the same build of spoolscope everywhere',
      )
    return desks.analyze(path, order)
  }
  try {
    const running = await startQueueWorker({
      address: place,
      jobs,
      fetchOptions: fetching,
      takeOverAfterMs: takeOverAfter,
      log: say,
      analyze: judge,
    })
    say(
      `Judging ${formatCount(jobs, 'bundle')} at a time from the queue ${place.name} at ${displayAddress(place)}, for version ${version}`,
    )
    const signal = await waitForSignal()
    say(`${signal}: finishing the bundles at hand, taking no more`)
    await running.drain()
    const { judged, failed } = running.counts
    say(
      `${formatCount(judged, 'bundle')} judged${failed > 0 ? `, ${formatNumber(failed)} tries failed` : ''}`,
    )
  } finally {
    await desks.close()
  }
  return 0
}

/** The first signal that asks to end; the second one ends the process at once. */
const waitForSignal = (): Promise<string> =>
  new Promise((resolve) => {
    const hear = (signal: string) => {
      for (const one of SIGNALS) process.removeListener(one, hear)
      resolve(signal)
    }
    for (const one of SIGNALS) process.on(one, hear)
  })

const parseTakeOver = (text: string): number | undefined => {
  const duration = parseDuration(text)
  return duration !== undefined && duration >= MIN_TAKE_OVER_MS ? duration : undefined
}

/** `500M`, `2 GB` */
function parseByteSize(text: string): number | undefined {
  const match = /^(\d{1,6}) ?([kMGT])?B?$/i.exec(text)
  const factors: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 }
  const bytes = Number(match?.[1]) * (factors[match?.[2]?.toLowerCase() ?? ''] ?? 1)
  return match && bytes > 0 ? bytes : undefined
}
