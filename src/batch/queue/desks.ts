import type { BatchOrder, WrittenLine } from '../../model/batch-line.ts'
import { type DeskOptions, JudgeDesk } from '../judge-desk.ts'

const BETWEEN_LOOKS = 50

/** Threads that judge bundles of any order, one each at a time. */
export class Desks {
  private readonly options: DeskOptions
  private readonly free: { readonly ruleSet: string; readonly desk: JudgeDesk }[] = []
  private readonly all = new Set<JudgeDesk>()
  private readonly looking: NodeJS.Timeout
  private last = performance.now()

  constructor(options: DeskOptions) {
    this.options = options
    this.looking = setInterval(() => {
      const now = performance.now()
      const late = Math.max(0, now - this.last - 2 * BETWEEN_LOOKS)
      this.last = now
      for (const desk of this.all) desk.look(now, late)
    }, BETWEEN_LOOKS)
  }

  readonly judge = async (path: string, order: BatchOrder): Promise<WrittenLine> => {
    const desk = await this.deskFor(order)
    try {
      return await desk.judge(path)
    } finally {
      this.free.push({ ruleSet: order.ruleSet, desk })
    }
  }

  async close(): Promise<void> {
    clearInterval(this.looking)
    await Promise.all([...this.all].map((desk) => desk.close()))
  }

  /** One that is warm for this order, else a new one in the place of one that is not. */
  private async deskFor(order: BatchOrder): Promise<JudgeDesk> {
    const warm = this.free.findIndex(({ ruleSet }) => ruleSet === order.ruleSet)
    const [found] = this.free.splice(Math.max(warm, 0), 1)
    if (found && warm >= 0) return found.desk
    if (found) {
      this.all.delete(found.desk)
      await found.desk.close()
    }
    const desk = new JudgeDesk(order, this.options)
    this.all.add(desk)
    return desk
  }
}
