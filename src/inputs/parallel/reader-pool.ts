import { deserialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Marker } from '../../model/marker.ts'
import type { Observation } from '../../model/observation.ts'
import type { DecodingFiles } from '../../model/parser.ts'
import type { InputSummary } from '../../model/tally.ts'
import type { ReadOptions } from '../input-parser.ts'
import { createReadLock, readAhead } from '../read-ahead.ts'
import type { ReadingProfile } from '../reading-profiler.ts'
import type { RecognisedInput } from '../recognise.ts'
import type { Ack, ReadMessage, ReadTask, ReadWorkerData } from './worker-messages.ts'

export interface ParallelReading {
  /** The program of the worker threads. */
  readonly worker: URL
  /** Maximum number of threads, the main thread included. */
  readonly jobs: number
  /** Smallest size in bytes of an input that may be read by a worker. */
  readonly minBytes?: number
}

/** Limit for the serialized observations of all inputs that wait to be merged. */
const ALL_UNACKED_BYTES = 6 << 20
const MIN_UNACKED_BYTES = 64 << 10
/** Limit for the observations of an input read in the main thread that wait to be merged. */
const MAX_OBSERVATIONS_AHEAD = 1000
/**
 * Heap limit of a worker for new objects. What it reads is sent at once; a larger heap would only
 * fill more memory.
 */
const MAX_YOUNG_GENERATION_MB = 6

interface PoolOptions {
  readonly markers: readonly Marker[]
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  readonly onProfile?: ((profile: ReadingProfile) => void) | undefined
}

export interface ReadJob {
  readonly input: RecognisedInput
  readonly options: Pick<ReadOptions, 'clock' | 'notes' | 'onProgress'>
  /** Reads the input in this thread. */
  readLocally(): AsyncIterable<Observation[]>
}

/** The observations of one input that a worker reads. */
class WorkerStream {
  readonly job: ReadJob
  private isFinished = false
  private readonly received: Uint8Array[] = []
  private observationCount = 0
  private onReceived = () => {}
  private crash: { readonly reason: string; readonly isGuilty: boolean } | undefined

  constructor(job: ReadJob) {
    this.job = job
  }

  add({ serialized, end }: ReadMessage): void {
    if (serialized) this.received.push(serialized)
    this.isFinished ||= end === true
    this.onReceived()
  }

  /** The worker ended. `isGuilty`: it was reading this input then. */
  addCrash(reason: string, isGuilty: boolean): void {
    if (this.isFinished) return
    this.crash = { reason, isGuilty }
    this.isFinished = true
    this.onReceived()
  }

  /**
   * Yields what the worker reads. After a crash the input that it was reading counts as unreadable;
   * any other is read on in this thread, by `readLocally`.
   */
  async *batches(
    acknowledge: (bytes: number) => void,
    readLocally: () => AsyncIterable<Observation[]>,
  ): AsyncGenerator<Observation[]> {
    for (;;) {
      const serialized = this.received.shift()
      if (serialized) {
        const batch = deserialize(serialized) as Observation[]
        acknowledge(serialized.length)
        this.observationCount += batch.length
        yield batch
      } else if (this.isFinished) break
      else
        await new Promise<void>((resolve) => {
          this.onReceived = resolve
        })
    }
    if (this.crash?.isGuilty) yield [unreadableInput(this.job.input, this.crash.reason)]
    else if (this.crash) yield* skipFirst(this.observationCount, readLocally())
  }
}

/** Yields the same batches without the first `count` observations. */
async function* skipFirst(
  count: number,
  batches: AsyncIterable<Observation[]>,
): AsyncGenerator<Observation[]> {
  let left = count
  for await (const batch of batches) {
    const rest = batch.slice(left)
    left = Math.max(0, left - batch.length)
    if (rest.length > 0) yield rest
  }
}

function unreadableInput({ found, parser }: RecognisedInput, reason: string): Observation {
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
 * Reads several inputs in this thread and in worker threads, each input in one of them. The
 * observations of each input keep their order.
 */
export class ReaderPool {
  private readonly workers: Worker[] = []
  private readonly options: PoolOptions
  /** The inputs of a thread share the memory of its scanner, so they are read one at a time. */
  private readonly lock = createReadLock()

  constructor(options: PoolOptions) {
    this.options = options
  }

  read(
    jobs: readonly ReadJob[],
    { worker: program, jobs: maxThreads }: ParallelReading,
  ): ReadonlyMap<ReadJob, AsyncIterable<Observation[]>> {
    const maxUnackedBytes = Math.max(MIN_UNACKED_BYTES, Math.floor(ALL_UNACKED_BYTES / jobs.length))
    const streams = new Map<ReadJob, AsyncIterable<Observation[]>>()
    // This thread reads the largest share: it can start at once, workers need time to start.
    const [localShare = [], ...workerShares] = distribute(jobs, maxThreads)
    for (const job of localShare)
      streams.set(job, readAhead(this.readLocally(job), MAX_OBSERVATIONS_AHEAD))
    for (const [index, share] of workerShares.entries()) {
      const shareStreams = share.map((job) => new WorkerStream(job))
      const worker = this.startWorker(program, index + 1, shareStreams, {
        maxUnackedBytes,
        openInputs: jobs.length,
      })
      for (const [id, stream] of shareStreams.entries()) {
        const acknowledge = (consumedBytes: number) =>
          worker.postMessage({ id, consumedBytes } satisfies Ack)
        const { job } = stream
        streams.set(
          job,
          stream.batches(acknowledge, () => this.readLocally(job)),
        )
      }
    }
    return streams
  }

  /** Reads an input in this thread while others are read here as well. */
  readLocally(job: ReadJob): AsyncIterable<Observation[]> {
    return this.lock(job.readLocally())
  }

  private startWorker(
    program: URL,
    workerNumber: number,
    streams: readonly WorkerStream[],
    limits: Pick<ReadWorkerData, 'maxUnackedBytes' | 'openInputs'>,
  ): Worker {
    const currentTask = new Int32Array(new SharedArrayBuffer(4)).fill(-1)
    const { markers, codePage, decoding, onProfile } = this.options
    const workerData: ReadWorkerData = {
      tasks: streams.map(({ job }, id) => createTask(job, id)),
      markers,
      codePage,
      decoding,
      profiled: onProfile !== undefined,
      ...limits,
      currentTask,
    }
    const worker = new Worker(program, {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_GENERATION_MB },
    })
    const onCrash = (reason: string) => {
      const guilty = Atomics.load(currentTask, 0)
      for (const [id, stream] of streams.entries())
        stream.addCrash(`reading it failed: ${reason}`, id === guilty)
    }
    worker.on('message', (message: ReadMessage) => {
      const stream = streams[message.id]
      if (message.bytes > 0) stream?.job.options.onProgress(message.bytes)
      if (message.profile) onProfile?.({ ...message.profile, worker: workerNumber })
      stream?.add(message)
    })
    worker.on('error', (error) => onCrash(error.message))
    // After a normal end all streams are finished, and this changes nothing.
    worker.on('exit', (code) => onCrash(`its worker ended with code ${code}`))
    this.workers.push(worker)
    return worker
  }

  /** Stops the workers that still run. */
  close(): void {
    for (const worker of this.workers) void worker.terminate()
  }
}

function createTask({ input, options: { clock, notes } }: ReadJob, id: number): ReadTask {
  const { found, encoding, bomBytes, crLineEnds, parser } = input
  const format = parser?.format ?? 'unknown'
  return { id, found, encoding, bomBytes, crLineEnds, clock, notes, format }
}

/**
 * Distributes the inputs over at most `maxThreads` threads so that all have about as many bytes to
 * read. The largest share comes first; each share keeps the given order.
 */
function distribute(jobs: readonly ReadJob[], maxThreads: number): ReadJob[][] {
  const loads = Array.from({ length: Math.min(maxThreads, jobs.length) }, () => ({
    bytes: 0,
    share: [] as ReadJob[],
  }))
  const bytesOf = ({ input }: ReadJob) => input.found.bytes
  for (const job of [...jobs].sort((left, right) => bytesOf(right) - bytesOf(left))) {
    const smallest = loads.reduce((best, load) => (load.bytes < best.bytes ? load : best))
    smallest.bytes += bytesOf(job)
    smallest.share.push(job)
  }
  const largestFirst = loads.sort((left, right) => right.bytes - left.bytes)
  return largestFirst.map(({ share }) =>
    share.sort((left, right) => jobs.indexOf(left) - jobs.indexOf(right)),
  )
}
