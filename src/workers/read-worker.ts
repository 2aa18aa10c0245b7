import { serialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { createTextDecoder } from '../inputs/encoding.ts'
import { readInput } from '../inputs/read-input.ts'
import { type ReadingProfile, ReadingProfiler } from '../inputs/reading-profiler.ts'
import type { Ack, ReadMessage, ReadTask, ReadWorkerData } from '../inputs/worker-messages.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import { parsers } from '../parsers/index.ts'
import { createWantedRecords } from '../scan/matcher.ts'

/** So few observations wait for more before they are sent. */
const SMALL_BATCH = 64

const {
  tasks: errands,
  inputs,
  markers,
  codePage,
  decoding,
  profiled: explain,
  ahead,
  currentTask: at,
} = workerData as ReadWorkerData
const wanted = createWantedRecords(markers)
const decode = createTextDecoder(codePage)
let wake = () => {}

/** One input on its way: what it has read, and how much of it is not used up yet. */
class Running {
  readonly id: number
  onItsWay = 0
  private readonly batches: AsyncGenerator<Observation[]>
  private batch: Observation[] = []
  private bytes = 0
  private explained: ReadingProfile | undefined

  constructor({ id, found, format, encoding, bom, cr, clock, notes }: ReadTask) {
    this.id = id
    const parser = parsers.find((one) => one.format === format)
    const hear = (explained: ReadingProfile) => {
      this.explained = explained
    }
    this.batches = readInput(
      {
        found,
        encoding,
        bom,
        cr,
        status: 'read',
        ...defined({ parser: parser ? parser : undefined }),
      },
      {
        wanted,
        decode,
        clock,
        decoding,
        notes,
        inputs,
        ...defined({
          explain: explain ? { by: new ReadingProfiler(wanted, decode, markers), hear } : undefined,
        }),
        progress: (bytes) => {
          this.bytes += bytes
          if (this.bytes >= 1 << 23) this.send({})
        },
      },
    )
  }

  /** Reads on to the next batch; false at the end. */
  async step(): Promise<boolean> {
    Atomics.store(at, 0, this.id)
    const { done, value } = await this.batches.next()
    if (done) {
      this.sendBatch()
      this.send({
        end: true,
        ...defined({ profile: this.explained }),
      })
      return false
    }
    if (this.batch.length === 0) this.batch = value
    else for (const seen of value) this.batch.push(seen)
    // The first is waited for: nothing of the case is heard before every input has said where it
    // begins.
    if (this.onItsWay === 0 || this.batch.length >= SMALL_BATCH) this.sendBatch()
    return true
  }

  private sendBatch(): void {
    if (this.batch.length === 0) return
    const packed = serialize(this.batch)
    this.batch = []
    this.onItsWay += packed.length
    this.send({ serialized: packed })
  }

  private send(more: Omit<ReadMessage, 'id' | 'bytes'>): void {
    const delivery: ReadMessage = { id: this.id, bytes: this.bytes, ...more }
    this.bytes = 0
    parentPort?.postMessage(
      delivery,
      more.serialized ? [more.serialized.buffer as ArrayBuffer] : [],
    )
  }
}

const all = errands.map((errand) => new Running(errand))
parentPort?.on('message', ({ id, consumedBytes: taken }: Ack) => {
  const running = all.find((one) => one.id === id)
  if (running) running.onItsWay -= taken
  wake()
})

// In turn, one batch of each, as long as what was sent before is used up.
let open = all
while (open.length > 0) {
  const free = open.filter(({ onItsWay }) => onItsWay < ahead)
  if (free.length === 0) {
    await new Promise<void>((resolve) => {
      wake = resolve
    })
    continue
  }
  for (const running of free) {
    if (!(await running.step())) open = open.filter((one) => one !== running)
  }
  // Receipts are only heard between turns of the event loop.
  await new Promise((resolve) => setImmediate(resolve))
}
parentPort?.close()
