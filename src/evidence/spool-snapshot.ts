import { defined } from '../model/defined.ts'
import type { SpoolItemObservation, SpoolSource } from '../model/observation.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { waitingSince } from '../model/waiting-since.ts'

/** One spooled item: since when it waits, milliseconds UTC. */
export interface SpooledItem {
  readonly name: string
  readonly bytes: number
  readonly since: number
  readonly source: SourceRef
}

/** A History Spooler as it was at one moment. */
export interface SpoolSnapshot {
  readonly via: SpoolSource
  readonly folder: string
  /** Computer it lies on, where the input says so. */
  readonly machine?: string
  /** When it was taken, milliseconds UTC; absent when the input does not say. */
  readonly takenAt?: number
  readonly source: SourceRef
  /** Rows of the listing are missing or were not understood, so there may be more items. */
  readonly isPartial?: true
  readonly itemCount: number
  readonly byteCount: number
  /** Items without any usable time: they count, but have no age. */
  readonly untimedCount: number
  /** Items of unknown size, which add nothing to `byteCount`. */
  readonly unsizedCount: number
  /** Since when each timed item waits, all of them, in no order. */
  readonly times: ArrayLike<number>
  /** The oldest items, oldest first, at most `MOST_DETAILED`. */
  readonly oldest: readonly SpooledItem[]
  readonly newest?: SpooledItem
}

export const MAX_DETAILED_ITEMS = 1000

/** How many items wait since before a moment, milliseconds UTC. */
export function countWaitingSinceBefore({ times }: SpoolSnapshot, moment: number): number {
  let count = 0
  for (let index = 0; index < times.length; index += 1)
    if ((times[index] as number) < moment) count += 1
  return count
}

/** How many items carry a time later than a moment, milliseconds UTC. */
export function countDatedAfter({ times }: SpoolSnapshot, moment: number): number {
  let count = 0
  for (let index = 0; index < times.length; index += 1)
    if ((times[index] as number) > moment) count += 1
  return count
}

type SnapshotHead = Pick<SpoolSnapshot, 'via' | 'folder' | 'machine' | 'takenAt' | 'source'>

/** Counts one snapshot: 8 bytes an item, and the oldest in detail. */
export class SpoolSnapshotBuilder {
  private readonly head: SnapshotHead
  private items = 0
  private bytes = 0
  private untimed = 0
  private unsized = 0
  private isPartial = false
  private times = new Float64Array(16)
  private timedCount = 0
  /** Up to twice as many as kept, so that sorting is rare. */
  private oldest: SpooledItem[] = []
  private newest: SpooledItem | undefined
  private cutoff = Number.POSITIVE_INFINITY

  constructor(head: SnapshotHead) {
    this.head = head
  }

  /** Notes that there may be more items than were read. */
  setPartial(): void {
    this.isPartial = true
  }

  add(seen: SpoolItemObservation): void {
    this.items += 1
    if (seen.bytes === undefined) this.unsized += 1
    const bytes = seen.bytes ?? 0
    this.bytes += bytes
    const since = waitingSince(seen)
    if (since === undefined) {
      this.untimed += 1
      return
    }
    if (this.timedCount === this.times.length) {
      const larger = new Float64Array(this.timedCount * 2)
      larger.set(this.times)
      this.times = larger
    }
    this.times[this.timedCount] = since
    this.timedCount += 1
    const later = since > (this.newest?.since ?? Number.NEGATIVE_INFINITY)
    if (!later && since >= this.cutoff) return
    const item = { name: seen.name, bytes, since, source: seen.source }
    if (later) this.newest = item
    if (since < this.cutoff) this.addToOldest(item)
  }

  private addToOldest(item: SpooledItem): void {
    this.oldest.push(item)
    if (this.oldest.length < 2 * MAX_DETAILED_ITEMS) return
    this.oldest = oldestFirst(this.oldest)
    this.cutoff = this.oldest.at(-1)?.since ?? this.cutoff
  }

  /** When it was taken; where that is not known, not before its latest item came. */
  get sortTime(): number {
    return this.head.takenAt ?? this.newest?.since ?? Number.NEGATIVE_INFINITY
  }

  result(): SpoolSnapshot {
    return {
      ...this.head,
      itemCount: this.items,
      byteCount: this.bytes,
      untimedCount: this.untimed,
      unsizedCount: this.unsized,
      // Only places behind this view are ever written to again, so it is as good as a copy.
      times: this.times.subarray(0, this.timedCount),
      oldest: oldestFirst(this.oldest),
      ...defined({
        newest: this.newest ? this.newest : undefined,
        isPartial: this.isPartial ? (true as const) : undefined,
      }),
    }
  }
}

const oldestFirst = (items: readonly SpooledItem[]): SpooledItem[] =>
  [...items]
    .sort((left, right) => left.since - right.since || (left.name < right.name ? -1 : 1))
    .slice(0, MAX_DETAILED_ITEMS)
