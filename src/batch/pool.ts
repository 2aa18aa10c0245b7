import type { BatchOrder, Dispatcher, WrittenLine } from '../model/batch-line.ts'
import { type DeskOptions, JudgeDesk } from './judge-desk.ts'

/** Bundles that each worker is given at once: while one is judged the next is there already. */
const AT_ONCE = 2
const BETWEEN_LOOKS = 50

/** Judges bundles in threads of this process. */
export class Pool implements Dispatcher {
  private readonly jobs: number
  private readonly options: DeskOptions

  constructor(jobs: number, options: DeskOptions) {
    this.jobs = jobs
    this.options = options
  }

  async run(
    bundles: AsyncIterable<string>,
    order: BatchOrder,
    hear: (line: WrittenLine) => void,
  ): Promise<void> {
    const desks = Array.from({ length: this.jobs }, () => new JudgeDesk(order, this.options))
    const incoming = bundles[Symbol.asyncIterator]()
    const serve = async (desk: JudgeDesk) => {
      for (let next = await incoming.next(); !next.done; next = await incoming.next())
        hear(await desk.judge(next.value))
    }
    let last = performance.now()
    const looking = setInterval(() => {
      const now = performance.now()
      const late = Math.max(0, now - last - 2 * BETWEEN_LOOKS)
      last = now
      for (const desk of desks) desk.look(now, late)
    }, BETWEEN_LOOKS)
    try {
      // One bundle to each before any has a second: few bundles are judged side by side too.
      await Promise.all(
        Array.from({ length: AT_ONCE * this.jobs }, (_, index) =>
          serve(desks[index % this.jobs] as JudgeDesk),
        ),
      )
    } finally {
      clearInterval(looking)
      await Promise.all(desks.map((desk) => desk.close()))
    }
  }
}
