import type { StopCondition } from '../cli/options/stop-condition.ts'
import { formatDuration } from '../model/duration.ts'
import { leastOf } from '../model/numbers/extremes.ts'
import type { Verdict } from '../model/report.ts'

interface WatchState {
  isSpoolEmpty(): boolean
  /** Undefined for a rule that has no verdict. */
  statusOf(rule: string): Verdict['status'] | undefined
}

/** Describes the first condition that holds; undefined when none does. Times are left out. */
export function findReachedCondition(
  conditions: readonly StopCondition[],
  state: WatchState,
): string | undefined {
  for (const condition of conditions) {
    if (condition.kind === 'empty' && state.isSpoolEmpty()) return 'no item is spooled'
    if (condition.kind === 'verdict' && state.statusOf(condition.rule) === condition.status)
      return `${condition.rule} is ${condition.status}`
  }
  return undefined
}

/** The shortest time in milliseconds; undefined when no condition is a time. */
export function timeLimit(conditions: readonly StopCondition[]): number | undefined {
  const times = conditions.flatMap((condition) =>
    condition.kind === 'time' ? [condition.milliseconds] : [],
  )
  return leastOf(times)
}

export const timeLimitText = (milliseconds: number): string =>
  `${formatDuration(milliseconds)} have passed`
