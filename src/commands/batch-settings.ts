import { mkdirSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { QueueAddress } from '../batch/queue/queue-connection.ts'
import { parseShard, type Shard } from '../batch/shard.ts'
import { defined } from '../model/defined.ts'
import { formatDuration, parseDuration } from '../model/duration.ts'
import { UsageError } from '../model/usage-error.ts'
import type { FailOn } from '../settings/analysis-settings.ts'
import { choice, one, read } from '../settings/given.ts'
import type { Options } from '../settings/options.ts'
import {
  createRunKey,
  parseRedactionSettings,
  type RedactionSettings,
} from '../settings/redaction-settings.ts'
import { parseQueueTarget } from './queue-target.ts'

/** What `batch` is to do, beside how a bundle is judged. */
export interface BatchSettings {
  readonly failOn: FailOn
  readonly output?: string
  readonly resume: boolean
  readonly cache?: string
  readonly shard?: Shard
  readonly jobs: number
  /** Milliseconds for one bundle. */
  readonly timeout: number
  /** Mebibytes for one worker. */
  readonly memory: number
  readonly limits: { readonly memory: string; readonly timeout: string }
  readonly quiet: boolean
  /** Where the bundles are judged; here when absent. */
  readonly queue?: QueueAddress
  readonly redaction?: RedactionSettings & { readonly key: Uint8Array }
}

const MAX_JOBS = 64
const DEFAULT_MEMORY = '512M'
/** A worker needs this much before it has read anything. */
const MIN_MEMORY_MIB = 32

export function parseBatchSettings(options: Options, version: string): BatchSettings {
  const queue = parseQueueTarget(options, version)
  const redaction = parseBatchRedaction(options)
  const output = one(options, 'output')
  const cache = one(options, 'cache')
  const shard = one(options, 'shard')
  const resume = options.resume === true
  if (resume && output === undefined)
    throw new UsageError('--resume needs the file to go on with: --output results.ndjson.')
  const timeout =
    read(options, 'timeout', positive(parseDuration), 'a duration, such as 90s or 10m') ?? 600_000
  const memory =
    read(
      options,
      'memory',
      parseMebibytes,
      `a size of ${MIN_MEMORY_MIB}M or more, such as ${DEFAULT_MEMORY} or 2G`,
    ) ?? (parseMebibytes(DEFAULT_MEMORY) as number)
  return {
    failOn: choice(options, 'fail-on', ['error', 'warning', 'never'], 'error'),
    ...defined({ output, cache, shard: shard === undefined ? undefined : parseShard(shard) }),
    resume,
    timeout,
    memory,
    jobs:
      read(options, 'jobs', parseJobs, `a number from 1 to ${MAX_JOBS}`) ??
      Math.min(availableParallelism(), MAX_JOBS),
    limits: {
      memory: `${memory} MiB`,
      timeout: timeout < 1000 ? `${timeout} ms` : formatDuration(timeout),
    },
    quiet: options.quiet === true,
    ...defined({ queue }),
    ...defined({
      redaction:
        redaction === undefined
          ? undefined
          : { ...redaction, key: redaction.key ?? createRunKey() },
    }),
  }
}

/** Runs that are to fit together need one key; a run alone makes its own. */
function parseBatchRedaction(options: Options): RedactionSettings | undefined {
  const redaction = parseRedactionSettings(options)
  const why = ['resume', 'shard'].find((name) => options[name] !== undefined)
  if (redaction && redaction.key === undefined && why !== undefined)
    throw new UsageError(
      `--redact with --${why} needs --redact-key <file>: without it each run has tokens of its own.`,
    )
  return redaction
}

/** Refuses an output or cache among the bundles: it would be taken for one. */
export function rejectPathAmongBundles(
  name: 'output' | 'cache' | 'redact-map',
  path: string | undefined,
  operands: readonly string[],
): void {
  if (path === undefined) return
  const target = realPathOf(path)
  for (const operand of operands) {
    if (operand === '-' || statSync(operand, { throwIfNoEntry: false })?.isDirectory() !== true)
      continue
    const way = relative(realPathOf(operand), target)
    if (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..')
      throw new UsageError(
        `--${name} ${path} lies among the bundles of ${operand} and would be taken for one. Choose a place outside of it.`,
      )
  }
}

export function createCacheFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new UsageError(
      `Cannot make the folder ${folder}: ${(error as Error).message}. Choose another place with --cache.`,
    )
  }
}

/** Through links, also of what is not there yet. */
function realPathOf(path: string): string {
  const whole = resolve(path)
  try {
    return realpathSync.native(whole)
  } catch {
    const above = dirname(whole)
    return above === whole ? whole : join(realPathOf(above), relative(above, whole))
  }
}

const parseJobs = (text: string): number | undefined =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_JOBS ? Number(text) : undefined

const positive = (parse: (text: string) => number | undefined) => (text: string) =>
  parse(text) || undefined

/** `512M`, `2G`, `1024 MiB` */
function parseMebibytes(text: string): number | undefined {
  const match = /^(\d{1,6}) ?([MG])(?:i?B)?$/i.exec(text)
  const size = Number(match?.[1]) * (match?.[2]?.toUpperCase() === 'G' ? 1024 : 1)
  return match && size >= MIN_MEMORY_MIB ? size : undefined
}
