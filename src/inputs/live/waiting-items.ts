import type { LiveItem } from '../../model/live-view.ts'

/** More changes at once are cheaper to sort than to insert. */
const MAX_INSERTIONS = 100

interface ItemChange {
  readonly added?: LiveItem | undefined
  readonly removed?: LiveItem | undefined
}

/**
 * The items of all spools, the oldest first. A change of one item costs little, and no copy of the
 * list: a spool may have many items.
 */
export class WaitingItems {
  private readonly sorted: LiveItem[] = []
  private changes: ItemChange[] = []
  private isSorted = true
  private readonly allItems: () => Iterable<LiveItem>

  /** `allItems` returns the items that exist now. */
  constructor(allItems: () => Iterable<LiveItem>) {
    this.allItems = allItems
  }

  change(change: ItemChange): void {
    if (!this.isSorted) return
    this.changes.push(change)
    if (this.changes.length <= MAX_INSERTIONS) return
    this.isSorted = false
    this.changes = []
  }

  /** Returns the same list each time, as it is now. */
  list(): readonly LiveItem[] {
    if (!this.isSorted) this.sortAll()
    for (const { removed, added } of this.changes) {
      if (removed) this.remove(removed)
      if (added) this.sorted.splice(this.indexAfter(added.since), 0, added)
    }
    this.changes = []
    return this.sorted
  }

  private sortAll(): void {
    const { sorted } = this
    sorted.length = 0
    for (const item of this.allItems()) sorted.push(item)
    sorted.sort((left, right) => left.since - right.since)
    this.isSorted = true
  }

  private remove(item: LiveItem): void {
    // It is among those of the same time, mostly the only one.
    let index = this.indexAfter(item.since) - 1
    while (index >= 0 && this.sorted[index] !== item) index -= 1
    if (index >= 0) this.sorted.splice(index, 1)
  }

  /** Returns the index of the first item that is younger. */
  private indexAfter(since: number): number {
    let from = 0
    let to = this.sorted.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.sorted[middle] as LiveItem).since <= since) from = middle + 1
      else to = middle
    }
    return from
  }
}
