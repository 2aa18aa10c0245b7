import type { LiveItem, LiveView } from '../model/live-view.ts'
import type { TextAttribute } from '../terminal/layout.ts'

export type ItemState = 'new' | 'waiting' | 'stuck'

export const STATE_STYLES: Readonly<Record<ItemState, readonly TextAttribute[]>> = {
  new: ['green'],
  waiting: ['yellow'],
  stuck: ['bold', 'red'],
}

/** A share of the limit: until then an item is only new. */
const NEW_SHARE_OF_LIMIT = 1 / 4

export type Timing = Pick<LiveView, 'now' | 'stuckAfter'>

/** Milliseconds; never below zero, whatever the clocks say. */
export const ageOf = ({ since }: Pick<LiveItem, 'since'>, { now }: Timing): number =>
  Math.max(now - since, 0)

/** Exactly at the limit is not beyond it. */
export function stateOf(item: Pick<LiveItem, 'since'>, timing: Timing): ItemState {
  const age = ageOf(item, timing)
  if (age > timing.stuckAfter) return 'stuck'
  return age < timing.stuckAfter * NEW_SHARE_OF_LIMIT ? 'new' : 'waiting'
}

/** How many items are in each state. They come oldest first, so that two searches tell it. */
export function stateCounts({
  items,
  ...timing
}: Timing & Pick<LiveView, 'items'>): Readonly<Record<ItemState, number>> {
  const stuck = countLeading(items, (item) => stateOf(item, timing) === 'stuck')
  const old = countLeading(items, (item) => stateOf(item, timing) !== 'new')
  return { new: items.length - old, waiting: old - stuck, stuck }
}

/** How many of a list hold at its beginning, where none holds behind one that does not. */
function countLeading<Entry>(list: readonly Entry[], holds: (entry: Entry) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = list[middle]
    if (entry !== undefined && holds(entry)) low = middle + 1
    else high = middle
  }
  return low
}
