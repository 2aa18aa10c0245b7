import { minutes, parseDuration, seconds } from '../../model/duration.ts'
import { analysisOptions, fixedAsOfOption, incidentOption } from './analysis-options.ts'
import { archiveOptions } from './archive-options.ts'
import { listOption, switchOption, valueOption } from './define-option.ts'
import { generalOptions, jobsOption, outputOption } from './general-options.ts'
import { redactionOptions } from './redaction-options.ts'
import { anyText, atLeast, parseByteSize, parseMebibytes } from './value-parsers.ts'

/** A worker needs this much before it has read anything. */
const MIN_MEMORY_MIB = 32

const durationOption = (help: string, min: number, value: number, text: string) =>
  valueOption({
    placeholder: 'duration',
    help,
    parse: atLeast(min, parseDuration),
    expects: min === seconds(1) ? 'a duration of a second or more, such as 30s' : DURATION,
    default: value,
    defaultText: text,
    affectsVerdicts: false,
  })
const DURATION = 'a duration, such as 90s or 10m'

/** The queue of bundles in Redis, for `batch` and `worker`. */
const queueOptions = {
  queue: valueOption({
    placeholder: 'redis://…',
    help: 'Redis that holds the queue of bundles (rediss:// for TLS), for spoolscope worker',
    async parse(url) {
      const { displayAddress } = await import('../../batch/queue/queue-connection.ts')
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
    default: 'spoolscope',
    defaultText: 'spoolscope',
    affectsVerdicts: false,
  }),
} as const

/** Limits for one bundle, and how many are analyzed at once. */
const workerPoolOptions = {
  jobs: jobsOption('Number of bundles to analyze in parallel'),
  /** Milliseconds. */
  timeout: durationOption('Time limit per bundle', 1, minutes(10), '10m'),
  /** Mebibytes. */
  memory: valueOption({
    placeholder: 'size',
    help: 'Memory limit per bundle',
    parse: atLeast(MIN_MEMORY_MIB, parseMebibytes),
    expects: `a size of ${MIN_MEMORY_MIB}M or more, such as 512M or 2G`,
    default: 512,
    defaultText: '512M',
    affectsVerdicts: false,
  }),
} as const

export const batchOptions = {
  output: outputOption,
  resume: switchOption({
    help: 'Continue the results file of an earlier run; bundles in it are skipped',
    affectsVerdicts: false,
  }),
  cache: valueOption({
    placeholder: 'folder',
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
  ...workerPoolOptions,
  ...queueOptions,
  'as-of': fixedAsOfOption,
  incident: incidentOption,
  ...analysisOptions,
  ...archiveOptions,
  ...redactionOptions,
  ...generalOptions,
} as const

export const workerOptions = {
  ...queueOptions,
  ...workerPoolOptions,
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
    default: 1e9,
    defaultText: '1G',
    affectsVerdicts: false,
  }),
  'fetch-within': durationOption('Time limit for fetching a bundle', 1, minutes(5), '5m'),
  'take-over-after': durationOption(
    'Give a bundle to another worker when its worker is silent for this long',
    seconds(1),
    seconds(30),
    '30s',
  ),
  ...generalOptions,
} as const
