import type { Observation } from '../model/observation.ts'
import { Heap } from './heap.ts'

/** One input as a queue: its current batch and the position in it. */
class InputQueue {
  /** Time of the next observation. */
  time = Number.NEGATIVE_INFINITY
  readonly order: number
  private readonly batches: AsyncIterator<Observation[]>
  private batch: Observation[] = []
  private next = 0

  constructor(order: number, batches: AsyncIterator<Observation[]>) {
    this.order = order
    this.batches = batches
  }

  /** Makes the next observation available. Returns false at the end of the input. */
  async advance(): Promise<boolean> {
    while (this.next >= this.batch.length) {
      const { done, value } = await this.batches.next()
      if (done) return false
      this.batch = value
      this.next = 0
    }
    this.time = timeOf(this.batch[this.next] as Observation)
    return true
  }

  comesBefore(other: InputQueue): boolean {
    return this.time < other.time || (this.time === other.time && this.order < other.order)
  }

  /** Emits observations of the batch, at least one, until the other queue comes first. */
  emitUntil(other: InputQueue | undefined, emit: (observation: Observation) => void): void {
    for (;;) {
      emit(this.batch[this.next] as Observation)
      this.next += 1
      const observation = this.batch[this.next]
      if (observation === undefined) return
      this.time = timeOf(observation)
      if (other?.comesBefore(this)) return
    }
  }
}

/** Observations without a time apply to the whole case, so they come first. */
const timeOf = (observation: Observation): number =>
  observation.kind === 'input'
    ? Number.NEGATIVE_INFINITY
    : (observation.at ?? Number.NEGATIVE_INFINITY)

/**
 * Emits the observations of several inputs ordered by time. Each input keeps its own order; equal
 * times come in the order of the inputs. Holds one batch of each input in memory. The result does
 * not depend on how the inputs are cut into batches.
 */
export async function mergeByTime(
  inputs: readonly AsyncIterable<Observation[]>[],
  emit: (observation: Observation) => void,
): Promise<void> {
  const queues = new Heap<InputQueue>((left, right) => left.comesBefore(right))
  for (const [order, input] of inputs.entries()) {
    const queue = new InputQueue(order, input[Symbol.asyncIterator]())
    if (await queue.advance()) queues.push(queue)
  }
  for (let queue = queues.pop(); queue !== undefined; queue = queues.pop()) {
    queue.emitUntil(queues.first, emit)
    if (await queue.advance()) queues.push(queue)
  }
}
