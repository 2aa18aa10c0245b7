import type { LiveItem, LiveView } from '../model/live-view.ts'
import type { TextAttribute } from '../terminal/layout.ts'

export type ItemState = 'new' | 'waiting' | 'stuck'

export const STATE_STYLES: Readonly<Record<ItemState, readonly TextAttribute[]>> = {
  new: ['green'],
  waiting: ['yellow'],
  stuck: ['bold', 'red'],
}

/** An item is new until this share of the limit has passed. */
const NEW_SHARE_OF_LIMIT = 1 / 4

export type Timing = Pick<LiveView, 'now' | 'stuckAfter'>

/** How long an item has waited, in milliseconds. Never negative, even if clocks disagree. */
export const ageOf = ({ since }: Pick<LiveItem, 'since'>, { now }: Timing): number =>
  Math.max(now - since, 0)

/** An item is stuck above the limit; exactly at the limit it is still waiting. */
export function stateOf(item: Pick<LiveItem, 'since'>, timing: Timing): ItemState {
  const age = ageOf(item, timing)
  if (age > timing.stuckAfter) return 'stuck'
  return age < timing.stuckAfter * NEW_SHARE_OF_LIMIT ? 'new' : 'waiting'
}

/** Counts the items in each state. Items are sorted oldest first, so binary search suffices. */
export function stateCounts({
  items,
  ...timing
}: Timing & Pick<LiveView, 'items'>): Readonly<Record<ItemState, number>> {
  const stuck = countLeading(items, (item) => stateOf(item, timing) === 'stuck')
  const stuckOrWaiting = countLeading(items, (item) => stateOf(item, timing) !== 'new')
  return { new: items.length - stuckOrWaiting, waiting: stuckOrWaiting - stuck, stuck }
}

/** Counts the leading entries that match. No entry may match after one that does not. */
function countLeading<Entry>(list: readonly Entry[], matches: (entry: Entry) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = list[middle]
    if (entry !== undefined && matches(entry)) low = middle + 1
    else high = middle
  }
  return low
}
