import type { Observation } from '../model/observation.ts'

type Batches = AsyncIterator<Observation[]>

/** One input as a queue: the batch in hand and the place in it. */
class Queue {
  private batch: Observation[] = []
  private next = 0

  private readonly batches: Batches

  constructor(batches: Batches) {
    this.batches = batches
  }

  async head(): Promise<Observation | undefined> {
    while (this.next >= this.batch.length) {
      const { done, value } = await this.batches.next()
      if (done) return undefined
      this.batch = value
      this.next = 0
    }
    return this.batch[this.next]
  }

  /** Hands on what is in hand as long as it is this queue's turn: at least one. */
  handOn(until: number, inclusive: boolean, hear: (seen: Observation) => void): void {
    for (;;) {
      hear(this.batch[this.next] as Observation)
      this.next += 1
      const seen = this.batch[this.next]
      if (seen === undefined) return
      const moment = momentOf(seen)
      if (moment > until || (moment === until && !inclusive)) return
    }
  }
}

/** Evidence without a time comes as soon as its input is reached: it holds for the whole case. */
const momentOf = (seen: Observation): number =>
  seen.kind === 'input' ? Number.NEGATIVE_INFINITY : (seen.at ?? Number.NEGATIVE_INFINITY)

/**
 * Hands on the observations of several inputs in the order of their times, keeping each input's own order; equal times in the order of
 * the inputs. Holds one batch of each.
 */
export async function mergeByTime(
  inputs: readonly AsyncIterable<Observation[]>[],
  hear: (seen: Observation) => void,
): Promise<void> {
  let queues = inputs.map((input) => new Queue(input[Symbol.asyncIterator]()))
  while (queues.length > 0) {
    const heads = await Promise.all(queues.map((queue) => queue.head()))
    const open = queues.map((queue, index) => ({ queue, head: heads[index] })).filter(({ head }) => head !== undefined)
    queues = open.map(({ queue }) => queue)
    const moments = open.map(({ head }) => momentOf(head as Observation))
    const earliest = Math.min(...moments)
    const first = moments.indexOf(earliest)
    const until = moments.reduce(
      (least, moment, index) => (index === first ? least : Math.min(least, moment)),
      Number.POSITIVE_INFINITY,
    )
    const inclusive = !moments.some((moment, index) => index < first && moment === until)
    queues[first]?.handOn(until, inclusive, hear)
  }
}
