import { defined } from '../model/defined.ts'
import type { SpoolItemObservation, SpoolSource } from '../model/observation.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { waitingSince } from '../model/waiting-since.ts'

/** An item in a History Spooler. */
export interface SpooledItem {
  readonly name: string
  readonly bytes: number
  /** When it began to wait, milliseconds UTC. */
  readonly since: number
  readonly source: SourceRef
}

/** The contents of a History Spooler at one moment. */
export interface SpoolSnapshot {
  readonly via: SpoolSource
  readonly folder: string
  /** Name of the computer, if the input states it. */
  readonly machine?: string
  /** Milliseconds UTC; undefined when the input does not state it. */
  readonly takenAt?: number
  readonly source: SourceRef
  /** Rows of the listing are missing or were not understood, so there may be more items. */
  readonly isPartial?: true
  readonly itemCount: number
  readonly byteCount: number
  /** Number of items without a usable time. `itemCount` includes them. */
  readonly untimedCount: number
  /** Number of items of unknown size, which add nothing to `byteCount`. */
  readonly unsizedCount: number
  /** When each timed item began to wait, milliseconds UTC, in no particular order. */
  readonly times: ArrayLike<number>
  /** The oldest timed items, oldest first, at most `MAX_DETAILED_ITEMS`. */
  readonly oldest: readonly SpooledItem[]
  readonly newest?: SpooledItem
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: oldest items of a spool that are kept.
 * Beyond: newer items are counted.
 */
export const MAX_DETAILED_ITEMS = 1000

/** Counts the items that began to wait before a moment (milliseconds UTC). */
export function countWaitingSinceBefore({ times }: SpoolSnapshot, moment: number): number {
  let count = 0
  for (let index = 0; index < times.length; index += 1)
    if ((times[index] as number) < moment) count += 1
  return count
}

/** Counts the items whose time is later than a moment (milliseconds UTC). */
export function countDatedAfter({ times }: SpoolSnapshot, moment: number): number {
  let count = 0
  for (let index = 0; index < times.length; index += 1)
    if ((times[index] as number) > moment) count += 1
  return count
}

type SnapshotHead = Pick<SpoolSnapshot, 'via' | 'folder' | 'machine' | 'takenAt' | 'source'>

/** Builds one snapshot. Needs 8 bytes for each item, and keeps details of the oldest ones. */
export class SpoolSnapshotBuilder {
  private readonly head: SnapshotHead
  private itemCount = 0
  private byteCount = 0
  private untimedCount = 0
  private unsizedCount = 0
  private isPartial = false
  private times = new Float64Array(16)
  private timedCount = 0
  /** Up to twice `MAX_DETAILED_ITEMS`, so that it is sorted only rarely. */
  private oldest: SpooledItem[] = []
  private newest: SpooledItem | undefined
  /** Items that began to wait at this time or later are not among the oldest. */
  private cutoff = Number.POSITIVE_INFINITY

  constructor(head: SnapshotHead) {
    this.head = head
  }

  /** Notes that there may be more items than were read. */
  setPartial(): void {
    this.isPartial = true
  }

  add(observation: SpoolItemObservation): void {
    this.itemCount += 1
    if (observation.bytes === undefined) this.unsizedCount += 1
    const bytes = observation.bytes ?? 0
    this.byteCount += bytes
    const since = waitingSince(observation)
    if (since === undefined) {
      this.untimedCount += 1
      return
    }
    if (this.timedCount === this.times.length) {
      const larger = new Float64Array(this.timedCount * 2)
      larger.set(this.times)
      this.times = larger
    }
    this.times[this.timedCount] = since
    this.timedCount += 1
    const isNewest = since > (this.newest?.since ?? Number.NEGATIVE_INFINITY)
    if (!isNewest && since >= this.cutoff) return
    const { name, source } = observation
    const item = { name, bytes, since, source }
    if (isNewest) this.newest = item
    if (since < this.cutoff) this.addToOldest(item)
  }

  private addToOldest(item: SpooledItem): void {
    this.oldest.push(item)
    if (this.oldest.length < 2 * MAX_DETAILED_ITEMS) return
    this.oldest = selectOldest(this.oldest)
    this.cutoff = this.oldest.at(-1)?.since ?? this.cutoff
  }

  /**
   * The time to order snapshots by, milliseconds UTC: when the snapshot was taken, else the time of
   * its newest item.
   */
  get sortTime(): number {
    return this.head.takenAt ?? this.newest?.since ?? Number.NEGATIVE_INFINITY
  }

  result(): SpoolSnapshot {
    return {
      ...this.head,
      itemCount: this.itemCount,
      byteCount: this.byteCount,
      untimedCount: this.untimedCount,
      unsizedCount: this.unsizedCount,
      // Safe without a copy: later items are only written behind the end of this view.
      times: this.times.subarray(0, this.timedCount),
      oldest: selectOldest(this.oldest),
      ...defined({
        newest: this.newest,
        isPartial: this.isPartial ? (true as const) : undefined,
      }),
    }
  }
}

/** The oldest items, oldest first, at most `MAX_DETAILED_ITEMS`. */
const selectOldest = (items: readonly SpooledItem[]): SpooledItem[] =>
  [...items]
    .sort((left, right) => left.since - right.since || (left.name < right.name ? -1 : 1))
    .slice(0, MAX_DETAILED_ITEMS)
