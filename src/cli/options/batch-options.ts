import { DEFAULT_KEY_PREFIX, displayAddress } from '../../batch/queue/queue-connection.ts'
import { defined } from '../../model/defined.ts'
import { minutes, parseDuration, seconds } from '../../model/duration.ts'
import { analysisOptions, batchTimeOptions } from './analysis-options.ts'
import {
  type ConfigShape,
  inGroup,
  listOption,
  switchOption,
  valueOption,
} from './define-option.ts'
import { generalOptions, jobsOption, outputOption } from './general-options.ts'
import { archiveOptions, fileOptions } from './input-options.ts'
import { redactionOptions } from './redaction-options.ts'
import { anyText, atLeast, parseByteSize, parseMebibytes } from './value-parsers.ts'

/**
 * A worker needs this much before it has read anything.
 * Limit: fewest MiB of `--memory`.
 * Beyond: less is a usage error.
 */
const MIN_MEMORY_MIB = 32

/**
 * A hanging bundle must not stop the batch.
 * Limit: time for one bundle (`--timeout`).
 * Beyond: it fails; the others go on.
 */
const DEFAULT_TIMEOUT_MS = minutes(10)
/**
 * Enough for the largest real cases, and for a worker on each core.
 * Limit: MiB of heap for one bundle (`--memory`).
 * Beyond: it fails; the others go on.
 */
const DEFAULT_MEMORY_MIB = 512
/**
 * A server may send any number of bytes.
 * Limit: bytes of a fetched bundle (`--most-bytes`).
 * Beyond: it fails.
 */
const DEFAULT_FETCHED_BYTES = 1e9
/**
 * A server may be slow without end.
 * Limit: time to fetch a bundle (`--fetch-within`).
 * Beyond: it fails for a temporary reason.
 */
const DEFAULT_FETCH_MS = minutes(5)
/**
 * A worker may have been killed, or cut off from Redis.
 * Limit: time that a worker may be silent (`--take-over-after`).
 * Beyond: another worker takes the bundle.
 */
const DEFAULT_TAKE_OVER_MS = seconds(30)

/** An option for a time limit in milliseconds. */
const timeLimitOption = (
  help: string,
  defaultMs: number,
  defaultText: string,
  config?: ConfigShape,
) =>
  valueOption({
    placeholder: 'duration',
    help,
    parse: atLeast(1, parseDuration),
    expects: 'a duration, such as 90s or 10m',
    default: defaultMs,
    defaultText,
    affectsVerdicts: false,
    ...defined({ config }),
  })

/** The queue of bundles in Redis, for `batch` and `worker`. */
const queueOptions = inGroup('Queue', {
  queue: valueOption({
    placeholder: 'redis://…',
    help: 'Redis that holds the queue of bundles (rediss:// for TLS), for spoolscope worker',
    parse(url) {
      displayAddress({ url }) // throws a UsageError when it is not the address of a Redis
      return url
    },
    affectsVerdicts: false,
  }),
  'queue-name': valueOption({
    placeholder: 'name',
    help: 'Name of the queue, where one Redis holds several',
    parse: (text) => (/^[\w.-]{1,100}$/.test(text) ? text : undefined),
    expects: 'letters, digits, dots and dashes',
    default: DEFAULT_KEY_PREFIX,
    defaultText: DEFAULT_KEY_PREFIX,
    affectsVerdicts: false,
  }),
})

/** Limits for one bundle, and how many are analyzed at once. */
const workerPoolOptions = inGroup('Workers', {
  jobs: jobsOption('Number of bundles to analyze in parallel'),
  timeout: timeLimitOption('Time limit per bundle', DEFAULT_TIMEOUT_MS, '10m', 'value'),
  /** Mebibytes. */
  memory: valueOption({
    placeholder: 'size',
    help: 'Memory limit per bundle',
    parse: atLeast(MIN_MEMORY_MIB, parseMebibytes),
    expects: `a size of ${MIN_MEMORY_MIB}M or more, such as 512M or 2G`,
    default: DEFAULT_MEMORY_MIB,
    defaultText: '512M',
    affectsVerdicts: false,
    config: 'value',
  }),
})

const resultsOptions = inGroup('Output', {
  output: outputOption,
  resume: switchOption({
    help: 'Continue the results file of an earlier run; bundles in it are skipped',
    affectsVerdicts: false,
  }),
  cache: valueOption({
    placeholder: 'folder',
    completes: 'path',
    help: 'Store results in this folder, and reuse them for unchanged bundles',
    parse: anyText,
    affectsVerdicts: false,
  }),
  shard: valueOption({
    placeholder: 'i/n',
    help: 'Analyze only this share of the bundles, 1/n to n/n; chosen by path, always the same',
    parse: async (text) => (await import('../../batch/shard.ts')).parseShard(text),
    affectsVerdicts: false,
  }),
})

export const batchOptions = {
  ...resultsOptions,
  ...workerPoolOptions,
  ...queueOptions,
  ...batchTimeOptions,
  ...analysisOptions,
  ...fileOptions,
  ...archiveOptions,
  ...redactionOptions,
  ...generalOptions,
} as const

const fetchOptions = inGroup('Queue', {
  'allow-url': listOption({
    placeholder: 'https://…',
    help: 'Allow bundles below this address to be fetched; repeat for several',
    parse: async (text) => [
      (await import('../../batch/queue/allowed-url.ts')).parseUrlPrefix(text),
    ],
    affectsVerdicts: false,
  }),
  /** Bytes. */
  'most-bytes': valueOption({
    placeholder: 'size',
    help: 'Maximum size of a fetched bundle',
    parse: parseByteSize,
    expects: 'a size, such as 500M or 2G',
    default: DEFAULT_FETCHED_BYTES,
    defaultText: '1G',
    affectsVerdicts: false,
  }),
  'fetch-within': timeLimitOption('Time limit for fetching a bundle', DEFAULT_FETCH_MS, '5m'),
  /** Milliseconds. */
  'take-over-after': valueOption({
    placeholder: 'duration',
    help: 'Give a bundle to another worker when its worker is silent for this long',
    parse: atLeast(seconds(1), parseDuration),
    expects: 'a duration of a second or more, such as 30s',
    default: DEFAULT_TAKE_OVER_MS,
    defaultText: '30s',
    affectsVerdicts: false,
  }),
})

export const workerOptions = {
  ...queueOptions,
  ...fetchOptions,
  ...workerPoolOptions,
  ...generalOptions,
} as const
