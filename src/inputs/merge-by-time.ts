import type { Observation } from '../model/observation.ts'
import { Heap } from './heap.ts'

/** One input as a queue: the batch in hand and the place in it. */
class InputQueue {
  /** Of what comes next. */
  moment = Number.NEGATIVE_INFINITY
  readonly order: number
  private readonly batches: AsyncIterator<Observation[]>
  private batch: Observation[] = []
  private next = 0

  constructor(order: number, batches: AsyncIterator<Observation[]>) {
    this.order = order
    this.batches = batches
  }

  /** False at the end of the input. */
  async advance(): Promise<boolean> {
    while (this.next >= this.batch.length) {
      const { done, value } = await this.batches.next()
      if (done) return false
      this.batch = value
      this.next = 0
    }
    this.moment = momentOf(this.batch[this.next] as Observation)
    return true
  }

  comesBefore(other: InputQueue): boolean {
    return this.moment < other.moment || (this.moment === other.moment && this.order < other.order)
  }

  /** Hands on what is in hand as long as it is this queue's turn: at least one. */
  handOn(rival: InputQueue | undefined, hear: (seen: Observation) => void): void {
    for (;;) {
      hear(this.batch[this.next] as Observation)
      this.next += 1
      const seen = this.batch[this.next]
      if (seen === undefined) return
      this.moment = momentOf(seen)
      if (rival?.comesBefore(this)) return
    }
  }
}

/** Evidence without a time comes as soon as its input is reached: it holds for the whole case. */
const momentOf = (seen: Observation): number =>
  seen.kind === 'input' ? Number.NEGATIVE_INFINITY : (seen.at ?? Number.NEGATIVE_INFINITY)

/**
 * Hands on the observations of several inputs in the order of their times, keeping each input's own
 * order; equal times in the order of the inputs. Holds one batch of each. How inputs cut their
 * batches changes nothing.
 */
export async function mergeByTime(
  inputs: readonly AsyncIterable<Observation[]>[],
  hear: (seen: Observation) => void,
): Promise<void> {
  const queues = new Heap<InputQueue>((left, right) => left.comesBefore(right))
  for (const [order, input] of inputs.entries()) {
    const queue = new InputQueue(order, input[Symbol.asyncIterator]())
    if (await queue.advance()) queues.push(queue)
  }
  for (let queue = queues.pop(); queue !== undefined; queue = queues.pop()) {
    queue.handOn(queues.first, hear)
    if (await queue.advance()) queues.push(queue)
  }
}
