import { mkdirSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { BundleWorkerOptions } from '../batch/bundle-worker.ts'
import type { QueueAddress } from '../batch/queue/queue-connection.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { MAX_JOBS } from '../cli/options/general-options.ts'
import { formatDuration, seconds } from '../model/duration.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import {
  createRunKey,
  type RedactionSettings,
  reportRedaction,
} from './redaction/redaction-settings.ts'

type BatchOrWorkerLine = CommandLine<'batch'> | CommandLine<'worker'>

export const bundleJobs = ({ options }: BatchOrWorkerLine): number =>
  options.jobs ?? Math.min(availableParallelism(), MAX_JOBS)

/** Limits of the threads that analyze bundles, with their texts for lines that exceed them. */
export function bundleLimits({
  options: { memory, timeout },
}: BatchOrWorkerLine): Pick<BundleWorkerOptions, 'memoryMiB' | 'timeoutMs' | 'limitTexts'> {
  return {
    memoryMiB: memory,
    timeoutMs: timeout,
    limitTexts: {
      memory: `${memory} MiB`,
      timeout: timeout < seconds(1) ? `${timeout} ms` : formatDuration(timeout),
    },
  }
}

/** The queue of `--queue`; undefined without it. Throws a UsageError for a name without a queue. */
export function queueAddress(
  { options, given }: BatchOrWorkerLine,
  version: string,
): QueueAddress | undefined {
  const url = options.queue
  if (url !== undefined) return { url, name: options['queue-name'], version }
  if (given.has('queue-name'))
    throw new UsageError('--queue-name needs the Redis that holds the queue: --queue redis://….')
  return undefined
}

/** Runs whose results belong together need the same key; a run alone makes its own. */
export function batchRedaction(
  line: CommandLine<'batch'>,
): (RedactionSettings & { readonly key: Uint8Array }) | undefined {
  const redaction = reportRedaction(line)
  if (redaction === undefined) return undefined
  const joined = ['resume', 'shard'].find((name) => line.given.has(name))
  if (redaction.key === undefined && joined !== undefined)
    throw new UsageError(
      `--redact with --${joined} needs --redact-key <file>: ` +
        'without it, each run makes other tokens for the same names.',
    )
  return { ...redaction, key: redaction.key ?? createRunKey() }
}

/** Throws a UsageError for an output among the bundles, which would be taken for a bundle. */
export function rejectPathAmongBundles(
  option: 'output' | 'cache' | 'redact-map',
  path: string | undefined,
  operands: readonly string[],
): void {
  if (path === undefined || path === STANDARD_OUTPUT) return
  const target = realPathOf(path)
  for (const operand of operands) {
    const isFolder = statSync(operand, { throwIfNoEntry: false })?.isDirectory() === true
    if (operand === '-' || !isFolder) continue
    const inside = relative(realPathOf(operand), target)
    if (!isAbsolute(inside) && inside.split(/[\\/]/)[0] !== '..')
      throw new UsageError(
        `--${option} ${path} is among the bundles of ${operand} and would be taken for one. ` +
          'Choose a place outside of it.',
      )
  }
}

/** Throws a UsageError when the folder cannot be created. */
export function createCacheFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new UsageError(
      `Cannot make the folder ${folder}: ${(error as Error).message}. ` +
        'Choose another place with --cache.',
    )
  }
}

/** The path without links, also when its end does not exist yet. */
function realPathOf(path: string): string {
  const absolute = resolve(path)
  try {
    return realpathSync.native(absolute)
  } catch {
    const parent = dirname(absolute)
    return parent === absolute ? absolute : join(realPathOf(parent), relative(parent, absolute))
  }
}
