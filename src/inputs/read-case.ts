import type { Marker } from '../model/marker.ts'
import { greatestOf } from '../model/numbers/extremes.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles, ParseContext } from '../model/parser.ts'
import { nameHints } from '../parsers/shared/name-hints.ts'
import { codePageNotes } from './code-pages.ts'
import { collectDecoding } from './collect-decoding.ts'
import { loadTextDecoder } from './encoding.ts'
import type { FoundInput } from './find-files.ts'
import type { ReadOptions } from './input-parser.ts'
import { chooseClock, type LocalClockOptions } from './local-clock.ts'
import { mergeByTime } from './merge-by-time.ts'
import type { ParallelReading, ReaderPool, ReadJob } from './parallel/reader-pool.ts'
import { readInput } from './read-input.ts'
import { type ReadingProfile, ReadingProfiler } from './reading-profiler.ts'
import { type RecognisedInput, recognise } from './recognise.ts'
import { readSpoolFolder } from './spool-folder.ts'

export interface ReadCaseOptions extends LocalClockOptions {
  readonly wanted: ParseContext['wanted']
  /** Encoding of text that is not Unicode, by a name that `parseCodePageName` returns. */
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  /** Absent where standard input is not among the inputs: opening it takes Node a millisecond. */
  readonly stdin?: NodeJS.ReadableStream | undefined
  readonly onObservation: (observation: Observation) => void
  /** Called with the number of bytes that were read of an input. */
  readonly onProgress?: (bytes: number, path: string) => void
  /** The markers that `wanted` was made from. Workers and profiles need them. */
  readonly markers?: readonly Marker[]
  /**
   * Reads several large inputs at the same time. The observations and their order are the same
   * with and without it.
   */
  readonly parallel?: ParallelReading
  /** Called when an input was read. */
  readonly onProfile?: (profile: ReadingProfile) => void
}

/** Inputs up to this size stay in memory once they are recognized, so they are opened only once. */
const MAX_KEPT_BYTES = 256 << 10
/** Limit for all inputs that stay in memory. */
const MAX_KEPT_TOTAL_BYTES = 4 << 20
/** A smaller input is read before a worker has started. */
const MIN_WORKER_BYTES = 8 << 20
/**
 * Workers are started only if the inputs beside the largest one have this many times the minimum:
 * starting a worker takes about as long as reading that much.
 */
const MIN_WORKER_INPUTS = 8

/** Reads all inputs of a case once and merges their observations by time. */
export async function readCase(
  found: readonly FoundInput[],
  options: ReadCaseOptions,
): Promise<void> {
  const decode = await loadTextDecoder(options.codePage)
  const recognisedInputs = await recogniseAll(found, options, decode)
  for (const { path } of found) for (const hint of nameHints(path)) options.onObservation(hint)
  const inputs = [...recognisedInputs.values()]
  const decoding = await collectDecoding(inputs, options.decoding, decode)
  const jobs = inputs.map((input) => createJob(input, inputs, { ...options, decoding }, decode))
  const { parallel } = options
  const sharedJobs = parallel ? chooseSharedJobs(jobs, parallel) : []
  const pool = sharedJobs.length > 0 ? await createPool({ ...options, decoding }) : undefined
  try {
    const poolStreams = pool && parallel ? pool.read(sharedJobs, parallel) : undefined
    const readLocally = (job: ReadJob) => pool?.readLocally(job) ?? job.readLocally()
    const streams = new Map<FoundInput, AsyncIterable<Observation[]>>(
      jobs.map((job) => [job.input.found, poolStreams?.get(job) ?? readLocally(job)]),
    )
    await mergeByTime(
      found.map((input) => streams.get(input) ?? toAsync(readSpoolFolder(input))),
      options.onObservation,
    )
  } finally {
    pool?.close()
  }
}

/**
 * Reads the inputs one after the other, each when its turn comes. Yields their observations in
 * batches; the last one of each input is its summary.
 */
export async function* readInTurn(
  found: readonly FoundInput[],
  options: Omit<ReadCaseOptions, 'onObservation' | 'parallel'>,
): AsyncGenerator<readonly Observation[]> {
  const decode = await loadTextDecoder(options.codePage)
  const recognisedInputs = await recogniseAll(found, options, decode)
  const inputs = [...recognisedInputs.values()]
  const decoding = await collectDecoding(inputs, options.decoding, decode)
  for (const input of found) {
    yield [...nameHints(input.path)]
    const recognised = recognisedInputs.get(input)
    if (recognised === undefined) yield* readSpoolFolder(input)
    else yield* createJob(recognised, inputs, { ...options, decoding }, decode, 1).readLocally()
  }
}

/** Recognizes all inputs except spool folders, which need no parser. */
async function recogniseAll(
  found: readonly FoundInput[],
  { stdin }: Pick<ReadCaseOptions, 'stdin'>,
  decode: ReadOptions['decode'],
): Promise<ReadonlyMap<FoundInput, RecognisedInput>> {
  const recognisedInputs = new Map<FoundInput, RecognisedInput>()
  let bytesLeft = MAX_KEPT_TOTAL_BYTES
  for (const input of found) {
    if (input.kind === 'spool-folder') continue
    const maxKept = input.content ? 0 : Math.min(bytesLeft, MAX_KEPT_BYTES)
    const result = await recognise(input, decode, stdin, maxKept)
    recognisedInputs.set(input, result)
    if (input.kind !== 'stream') bytesLeft -= result.alreadyRead?.bytes.length ?? 0
  }
  return recognisedInputs
}

function createJob(
  input: RecognisedInput,
  inputs: readonly RecognisedInput[],
  options: Omit<ReadCaseOptions, 'onObservation'>,
  decode: ReadOptions['decode'],
  openInputs = inputs.length,
): ReadJob {
  const { wanted, decoding, markers = [], onProfile } = options
  const { clock, notes: clockNotes } = chooseClock(input, inputs, options)
  const readOptions = {
    wanted,
    decode,
    clock,
    decoding,
    notes: [...(input.found.notes ?? []), ...codePageNotes(input, options.codePage), ...clockNotes],
    openInputs,
    onProgress: (bytes: number) => options.onProgress?.(bytes, input.found.path),
  }
  const readLocally = () => {
    if (!onProfile) return readInput(input, readOptions)
    const profiler = new ReadingProfiler(wanted, decode, markers)
    return readInput(input, { ...readOptions, profiling: { profiler, onProfile } })
  }
  return { input, options: readOptions, readLocally }
}

/** Chooses the inputs that threads share: the large ones, where there are enough of them. */
function chooseSharedJobs(
  jobs: readonly ReadJob[],
  { jobs: maxThreads, minBytes = MIN_WORKER_BYTES }: ParallelReading,
): readonly ReadJob[] {
  const large = jobs.filter(
    ({ input: { found, parser, converted } }) =>
      parser && !converted && found.kind !== 'stream' && found.bytes >= minBytes,
  )
  const sizes = large.map(({ input: { found } }) => found.bytes)
  const besideLargest = sizes.reduce((sum, bytes) => sum + bytes, 0) - (greatestOf(sizes) ?? 0)
  const isWorthIt = besideLargest >= MIN_WORKER_INPUTS * minBytes
  return maxThreads > 1 && large.length > 1 && isWorthIt ? large : []
}

/** Loads the pool only when it is needed: most cases are read without workers. */
async function createPool({
  markers = [],
  codePage,
  decoding,
  onProfile,
}: ReadCaseOptions): Promise<ReaderPool> {
  const { ReaderPool: Pool } = await import('./parallel/reader-pool.ts')
  return new Pool({ markers, codePage, decoding, onProfile })
}

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}
