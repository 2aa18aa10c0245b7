import { defined } from '../model/defined.ts'
import type { Marker } from '../model/marker.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles, ParseContext } from '../model/parser.ts'
import { nameHints } from '../parsers/shared/name-hints.ts'
import { collectDecoding } from './collect-decoding.ts'
import { createTextDecoder } from './encoding.ts'
import type { FoundInput } from './find-files.ts'
import { type ClockOptions, chooseClock } from './local-clock.ts'
import { mergeByTime } from './merge-by-time.ts'
import { type ReadOptions, readInput } from './read-input.ts'
import type { ParallelReading, ReaderPool, ReadJob } from './reader-pool.ts'
import { type ReadingProfile, ReadingProfiler } from './reading-profiler.ts'
import { type RecognisedInput, recognise } from './recognise.ts'
import { readSpoolFolder } from './spool-folder.ts'

export interface ReadCaseOptions extends ClockOptions {
  readonly wanted: ParseContext['wanted']
  /** Of text that is not UTF-8, a name that TextDecoder knows. */
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  readonly stdin: NodeJS.ReadableStream
  readonly onObservation: (seen: Observation) => void
  readonly onProgress?: (bytes: number, path: string) => void
  /** What `wanted` was made of: for workers and explanations. */
  readonly markers?: readonly Marker[]
  /**
   * Several large inputs are read at the same time; one after the other when absent. The same is
   * heard either way.
   */
  readonly parallel?: ParallelReading
  /** Hears of each input, when it has been read, how that went. */
  readonly onProfile?: (explained: ReadingProfile) => void
}

/**
 * Small inputs stay in memory once they are recognised, so many bytes of each and of all: opening
 * them again takes longer than reading them.
 */
const LARGEST_KEPT = 256 << 10
const ALL_KEPT = 4 << 20
/** Inputs of fewer bytes are read before a worker has started. */
const WORTH_A_WORKER = 8 << 20
/**
 * So many times that, beside the largest input, is worth starting workers for: one takes as long as
 * reading that much, or longer.
 */
const WORTH_WORKERS = 8

/** Reads all inputs of a case once, their observations merged by time. */
export async function readCase(
  found: readonly FoundInput[],
  asked: ReadCaseOptions,
): Promise<void> {
  const decode = createTextDecoder(asked.codePage)
  const recognised = new Map<FoundInput, RecognisedInput>()
  let room = ALL_KEPT
  for (const one of found) {
    if (one.kind === 'spool-folder') continue
    const input = await recognise(
      one,
      decode,
      asked.stdin,
      one.content ? 0 : Math.min(room, LARGEST_KEPT),
    )
    recognised.set(one, input)
    if (one.kind !== 'stream') room -= input.alreadyRead?.bytes.length ?? 0
  }
  for (const { path } of found) for (const hint of nameHints(path)) asked.onObservation(hint)
  const all = [...recognised.values()]
  const reading = { ...asked, decoding: await collectDecoding(all, asked.decoding, decode) }
  const readers = all.map((input) => readerOf(input, all, reading, decode))
  const shared = sharedOf(readers, reading.parallel)
  const pool = reading.parallel && shared.size > 0 ? await startPool(reading) : undefined
  try {
    const incoming = new Map(
      pool && reading.parallel ? pool.read([...shared], reading.parallel) : [],
    )
    const streams = readers.map(
      (reader) => [reader.input.found, incoming.get(reader) ?? reader.readLocally()] as const,
    )
    const streamOf = new Map<FoundInput, AsyncIterable<Observation[]>>(streams)
    await mergeByTime(
      found.map((one) => streamOf.get(one) ?? toAsync(readSpoolFolder(one))),
      reading.onObservation,
    )
  } finally {
    pool?.close()
  }
}

function readerOf(
  input: RecognisedInput,
  all: readonly RecognisedInput[],
  reading: ReadCaseOptions,
  decode: ReadOptions['decode'],
): ReadJob {
  const { wanted, decoding, markers = [], onProfile: explain } = reading
  const { clock, notes: clockNotes } = chooseClock(input, all, reading)
  const notes = [...(input.found.notes ?? []), ...clockNotes]
  const progress = (bytes: number) => reading.onProgress?.(bytes, input.found.path)
  const options = { wanted, decode, clock, decoding, notes, progress, inputs: all.length }
  const explained = () =>
    explain ? { explain: { by: new ReadingProfiler(wanted, decode, markers), hear: explain } } : {}
  return { input, options, readLocally: () => readInput(input, { ...options, ...explained() }) }
}

/** Which inputs workers are to read: the large ones, where there are several. */
function sharedOf(
  readers: readonly ReadJob[],
  parallel: ParallelReading | undefined,
): ReadonlySet<ReadJob> {
  const { jobs, minBytes: worthIt = WORTH_A_WORKER } = parallel ?? { jobs: 1 }
  const large = readers.filter(
    ({ input: { found, parser } }) => parser && found.kind !== 'stream' && found.bytes >= worthIt,
  )
  const sizes = large.map(({ input: { found } }) => found.bytes)
  const beside = sizes.reduce((sum, bytes) => sum + bytes, 0) - Math.max(0, ...sizes)
  return new Set(jobs > 1 && large.length > 1 && beside >= WORTH_WORKERS * worthIt ? large : [])
}

async function startPool({
  markers = [],
  codePage,
  decoding,
  onProfile: explain,
}: ReadCaseOptions): Promise<ReaderPool> {
  const { ReaderPool: Pool } = await import('./reader-pool.ts')
  return new Pool({
    markers,
    codePage,
    decoding,
    ...defined({ explain: explain ? explain : undefined }),
  })
}

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}
