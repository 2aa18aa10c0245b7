import { deserialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Marker } from '../model/marker.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles } from '../model/parser.ts'
import type { InputSummary } from '../model/tally.ts'
import { readAhead } from './read-ahead.ts'
import type { ReadOptions } from './read-input.ts'
import type { ReadingProfile } from './reading-profiler.ts'
import type { RecognisedInput } from './recognise.ts'
import type { Ack, ReadMessage, ReadTask, ReadWorkerData } from './worker-messages.ts'

/** Reading in worker threads. */
export interface ParallelReading {
  /** The worker’s program. */
  readonly worker: URL
  /** How many at most. */
  readonly jobs: number
  /** Bytes from which on an input is given to a worker. */
  readonly minBytes?: number
}

/** Packed observations that wait to be heard, of all inputs together. */
const ALL_AHEAD = 6 << 20
const LEAST_AHEAD = 64 << 10
/** Observations of each input read here that wait to be heard. */
const MOST_AHEAD = 1000
/**
 * Of each worker's heap: what it reads is sent at once, and a larger one only fills more memory.
 */
const YOUNG_MEGABYTES = 6

interface PoolOptions {
  readonly markers: readonly Marker[]
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  readonly explain?: (explained: ReadingProfile) => void
}

export interface ReadJob {
  readonly input: RecognisedInput
  readonly options: Pick<ReadOptions, 'clock' | 'notes' | 'progress'>
  /** Reads it here: taken when a worker ended at another input before this one was read. */
  readLocally(): AsyncIterable<Observation[]>
}

/** One input that a worker reads, as it comes. */
class WorkerStream {
  readonly reader: ReadJob
  finished = false
  private readonly packed: Uint8Array[] = []
  private heard = 0
  private wake = () => {}
  private crash: { readonly reason: string; readonly guilty: boolean } | undefined

  constructor(reader: ReadJob) {
    this.reader = reader
  }

  add({ serialized: packed, end }: ReadMessage): void {
    if (packed) this.packed.push(packed)
    this.finished ||= end === true
    this.wake()
  }

  crashed(reason: string, guilty: boolean): void {
    if (this.finished) return
    this.crash = { reason, guilty }
    this.finished = true
    this.wake()
  }

  async *batches(taken: (bytes: number) => void): AsyncGenerator<Observation[]> {
    for (;;) {
      const packed = this.packed.shift()
      if (packed) {
        const batch = deserialize(packed) as Observation[]
        taken(packed.length)
        this.heard += batch.length
        yield batch
      } else if (this.finished) break
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve
        })
    }
    if (this.crash?.guilty) yield [unreadable(this.reader.input, this.crash.reason)]
    else if (this.crash) yield* without(this.heard, this.reader.readLocally())
  }
}

/** The same again without what was heard of it already. */
async function* without(
  heard: number,
  batches: AsyncIterable<Observation[]>,
): AsyncGenerator<Observation[]> {
  let left = heard
  for await (const batch of batches) {
    const rest = batch.slice(left)
    left = Math.max(0, left - batch.length)
    if (rest.length > 0) yield rest
  }
}

function unreadable({ found, parser }: RecognisedInput, reason: string): Observation {
  const { path, bytes } = found
  const input: InputSummary = {
    path,
    format: parser?.format ?? 'unknown',
    bytes,
    records: 0,
    undecoded: 0,
    unreadable: 0,
    status: 'unreadable',
    gaps: [],
    disorder: 0,
    log: parser?.isLog ?? false,
    notes: [reason],
    damage: [],
  }
  return { kind: 'input', source: { path }, input }
}

/**
 * Reads several inputs here and in worker threads, each input in one of them, and gives the
 * observations of each in their order.
 */
export class ReaderPool {
  private readonly workers: Worker[] = []
  private readonly options: PoolOptions

  constructor(options: PoolOptions) {
    this.options = options
  }

  read(
    readers: readonly ReadJob[],
    { worker, jobs }: ParallelReading,
  ): ReadonlyMap<ReadJob, AsyncIterable<Observation[]>> {
    const ahead = Math.max(LEAST_AHEAD, Math.floor(ALL_AHEAD / readers.length))
    const streams = new Map<ReadJob, AsyncIterable<Observation[]>>()
    // The largest share is read here: a worker takes time to start, and its core would be idle
    // meanwhile.
    const [own = [], ...others] = shares(readers, jobs)
    for (const reader of own) streams.set(reader, readAhead(reader.readLocally(), MOST_AHEAD))
    for (const [index, share] of others.entries()) {
      const incoming = share.map((reader) => new WorkerStream(reader))
      const started = this.start(worker, index + 1, incoming, { ahead, inputs: readers.length })
      for (const [id, one] of incoming.entries()) {
        const taken = (bytes: number) =>
          started.postMessage({ id, consumedBytes: bytes } satisfies Ack)
        streams.set(one.reader, one.batches(taken))
      }
    }
    return streams
  }

  private start(
    program: URL,
    number: number,
    incoming: readonly WorkerStream[],
    room: Pick<ReadWorkerData, 'ahead' | 'inputs'>,
  ): Worker {
    const at = new Int32Array(new SharedArrayBuffer(4)).fill(-1)
    const { markers, codePage, decoding, explain } = this.options
    const errands = incoming.map(({ reader }, id) => errandOf(reader, id))
    const workerData: ReadWorkerData = {
      tasks: errands,
      markers,
      codePage,
      decoding,
      profiled: explain !== undefined,
      ...room,
      currentTask: at,
    }
    const worker = new Worker(program, {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    })
    const ended = (reason: string) => {
      const guilty = Atomics.load(at, 0)
      for (const [id, one] of incoming.entries())
        one.crashed(`reading it failed: ${reason}`, id === guilty)
    }
    worker.on('message', (delivery: ReadMessage) => {
      const one = incoming[delivery.id]
      if (delivery.bytes > 0) one?.reader.options.progress(delivery.bytes)
      if (delivery.profile) explain?.({ ...delivery.profile, worker: number })
      one?.add(delivery)
    })
    worker.on('error', (error) => ended(error.message))
    worker.on('exit', (code) => ended(`its worker ended with code ${code}`))
    this.workers.push(worker)
    return worker
  }

  /** Ends what still runs. */
  close(): void {
    for (const worker of this.workers) void worker.terminate()
  }
}

function errandOf(
  { input: { found, encoding, bom, cr, parser }, options: { clock, notes } }: ReadJob,
  id: number,
): ReadTask {
  return { id, found, encoding, bom, cr, clock, notes, format: parser?.format ?? 'unknown' }
}

/**
 * Deals the inputs out to at most `jobs` threads so that all have about as many bytes to read, the
 * largest share first; each in the order given.
 */
function shares(readers: readonly ReadJob[], jobs: number): ReadJob[][] {
  const loads = Array.from({ length: Math.min(jobs, readers.length) }, () => ({
    bytes: 0,
    share: [] as ReadJob[],
  }))
  const bytesOf = ({ input }: ReadJob) => input.found.bytes
  for (const reader of [...readers].sort((left, right) => bytesOf(right) - bytesOf(left))) {
    const least = loads.reduce((best, load) => (load.bytes < best.bytes ? load : best))
    least.bytes += bytesOf(reader)
    least.share.push(reader)
  }
  const heaviest = loads.sort((left, right) => right.bytes - left.bytes)
  return heaviest.map(({ share }) =>
    share.sort((left, right) => readers.indexOf(left) - readers.indexOf(right)),
  )
}
