import { mkdirSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { QueuePlace } from '../batch/queue/queue-connection.ts'
import { parseShard, type Shard } from '../batch/shard.ts'
import { defined } from '../model/defined.ts'
import { durationText, parseDuration } from '../model/duration.ts'
import { UsageError } from '../model/usage-error.ts'
import { choice, one, read } from '../settings/given.ts'
import type { FailOn } from '../settings/judging-settings.ts'
import type { Options } from '../settings/options.ts'
import {
  keyOfOneRun,
  type RedactionSettings,
  redactionSettings,
} from '../settings/redaction-settings.ts'
import { queuePlace } from './queue-place.ts'

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
  readonly queue?: QueuePlace
  readonly redaction?: RedactionSettings & { readonly key: Uint8Array }
}

const MOST_JOBS = 64
const USUAL_MEMORY = '512M'
/** A worker needs this much before it has read anything. */
const LEAST_MEBIBYTES = 32

export function batchSettings(options: Options, version: string): BatchSettings {
  const queue = queuePlace(options, version)
  const redaction = batchRedaction(options)
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
      mebibytes,
      `a size of ${LEAST_MEBIBYTES}M or more, such as ${USUAL_MEMORY} or 2G`,
    ) ?? (mebibytes(USUAL_MEMORY) as number)
  return {
    failOn: choice(options, 'fail-on', ['error', 'warning', 'never'], 'error'),
    ...defined({ output, cache, shard: shard === undefined ? undefined : parseShard(shard) }),
    resume,
    timeout,
    memory,
    jobs:
      read(options, 'jobs', jobsOf, `a number from 1 to ${MOST_JOBS}`) ??
      Math.min(availableParallelism(), MOST_JOBS),
    limits: {
      memory: `${memory} MiB`,
      timeout: timeout < 1000 ? `${timeout} ms` : durationText(timeout),
    },
    quiet: options.quiet === true,
    ...defined({ queue }),
    ...defined({
      redaction:
        redaction === undefined ? undefined : { ...redaction, key: redaction.key ?? keyOfOneRun() },
    }),
  }
}

/** Runs that are to fit together need one key; a run alone makes its own. */
function batchRedaction(options: Options): RedactionSettings | undefined {
  const redaction = redactionSettings(options)
  const why = ['resume', 'shard'].find((name) => options[name] !== undefined)
  if (redaction && redaction.key === undefined && why !== undefined)
    throw new UsageError(
      `--redact with --${why} needs --redact-key <file>: without it each run has tokens of its own.`,
    )
  return redaction
}

/** Refuses an output or cache among the bundles: it would be taken for one. */
export function refuseAmongBundles(
  name: 'output' | 'cache' | 'redact-map',
  path: string | undefined,
  operands: readonly string[],
): void {
  if (path === undefined) return
  const target = real(path)
  for (const operand of operands) {
    if (operand === '-' || statSync(operand, { throwIfNoEntry: false })?.isDirectory() !== true)
      continue
    const way = relative(real(operand), target)
    if (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..')
      throw new UsageError(
        `--${name} ${path} lies among the bundles of ${operand} and would be taken for one. Choose a place outside of it.`,
      )
  }
}

export function makeCache(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new UsageError(
      `Cannot make the folder ${folder}: ${(error as Error).message}. Choose another place with --cache.`,
    )
  }
}

/** Through links, also of what is not there yet. */
function real(path: string): string {
  const whole = resolve(path)
  try {
    return realpathSync.native(whole)
  } catch {
    const above = dirname(whole)
    return above === whole ? whole : join(real(above), relative(above, whole))
  }
}

const jobsOf = (text: string): number | undefined =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_JOBS
    ? Number(text)
    : undefined

const positive = (parse: (text: string) => number | undefined) => (text: string) =>
  parse(text) || undefined

/** `512M`, `2G`, `1024 MiB` */
function mebibytes(text: string): number | undefined {
  const match = /^(\d{1,6}) ?([MG])(?:i?B)?$/i.exec(text)
  const size = Number(match?.[1]) * (match?.[2]?.toUpperCase() === 'G' ? 1024 : 1)
  return match && size >= LEAST_MEBIBYTES ? size : undefined
}
