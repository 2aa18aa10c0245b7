export { writeOutputFile as writeFile } from '../output/output-file.ts'

import { serialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { type DecodeText, loadTextDecoder } from '../inputs/encoding.ts'
import type {
  Ack,
  ReadMessage,
  ReadTask,
  ReadWorkerData,
} from '../inputs/parallel/worker-messages.ts'
import { readInput } from '../inputs/read-input.ts'
import { type ReadingProfile, ReadingProfiler } from '../inputs/reading-profiler.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import { parsers } from '../parsers/index.ts'
import { createWantedRecords } from '../scan/matcher.ts'

/** Fewer observations are held back until there are more to send. */
const MIN_BATCH_OBSERVATIONS = 64
/** Progress is sent at least this often. */
const PROGRESS_BYTES = 1 << 23

const { tasks, openInputs, markers, codePage, decoding, profiled, maxUnackedBytes, currentTask } =
  workerData as ReadWorkerData
const wanted = createWantedRecords(markers)
let onAck = () => {}

/** One input that is being read, and the bytes that were sent but not acknowledged yet. */
class RunningTask {
  readonly id: number
  unackedBytes = 0
  private readonly batches: AsyncGenerator<Observation[]>
  private batch: Observation[] = []
  private bytes = 0
  private profile: ReadingProfile | undefined

  constructor(
    { id, found, format, encoding, bomBytes, crLineEnds, clock, notes }: ReadTask,
    decode: DecodeText,
  ) {
    this.id = id
    const parser = parsers.find((candidate) => candidate.format === format)
    const profiler = profiled ? new ReadingProfiler(wanted, decode, markers) : undefined
    const onProfile = (profile: ReadingProfile) => {
      this.profile = profile
    }
    this.batches = readInput(
      { found, encoding, bomBytes, crLineEnds, status: 'read', ...defined({ parser }) },
      {
        wanted,
        decode,
        clock,
        decoding,
        notes,
        openInputs,
        ...defined({ profiling: profiler && { profiler, onProfile } }),
        onProgress: (bytes) => {
          this.bytes += bytes
          if (this.bytes >= PROGRESS_BYTES) this.send({})
        },
      },
    )
  }

  /** Reads the next batch. Returns false at the end of the input. */
  async step(): Promise<boolean> {
    Atomics.store(currentTask, 0, this.id)
    const { done, value } = await this.batches.next()
    if (done) {
      this.sendBatch()
      this.send({ end: true, ...defined({ profile: this.profile }) })
      return false
    }
    if (this.batch.length === 0) this.batch = value
    else for (const observation of value) this.batch.push(observation)
    // The first batch is sent at once: merging starts when every input has a first batch.
    if (this.unackedBytes === 0 || this.batch.length >= MIN_BATCH_OBSERVATIONS) this.sendBatch()
    return true
  }

  private sendBatch(): void {
    if (this.batch.length === 0) return
    const serialized = serialize(this.batch)
    this.batch = []
    this.unackedBytes += serialized.length
    this.send({ serialized })
  }

  private send(content: Omit<ReadMessage, 'id' | 'bytes'>): void {
    const message: ReadMessage = { id: this.id, bytes: this.bytes, ...content }
    this.bytes = 0
    const { serialized } = content
    parentPort?.postMessage(message, serialized ? [serialized.buffer as ArrayBuffer] : [])
  }
}

/** Reads one batch of each input in turn, except of inputs with too much that is not acknowledged. */
async function readTasks(): Promise<void> {
  const decode = await loadTextDecoder(codePage)
  const allTasks = tasks.map((task) => new RunningTask(task, decode))
  parentPort?.on('message', ({ id, consumedBytes }: Ack) => {
    const task = allTasks.find((candidate) => candidate.id === id)
    if (task) task.unackedBytes -= consumedBytes
    onAck()
  })
  let openTasks = allTasks
  while (openTasks.length > 0) {
    const ready = openTasks.filter(({ unackedBytes }) => unackedBytes < maxUnackedBytes)
    if (ready.length === 0) {
      await new Promise<void>((resolve) => {
        onAck = resolve
      })
      continue
    }
    for (const task of ready) {
      if (!(await task.step())) openTasks = openTasks.filter((other) => other !== task)
    }
    // Acknowledgments arrive only between turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
  }
  parentPort?.close()
}

// A failure is one of the thread, which the reader pool reports.
void readTasks()
