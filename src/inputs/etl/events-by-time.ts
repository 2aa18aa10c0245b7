import type { EtlEvent } from '../../parsers/etl/etl-event.ts'
import type { IndexedBuffer } from '../../parsers/etl/etl-index.ts'
import { Heap } from '../heap.ts'
import type { EtlBytes } from './etl-file.ts'
import { IndexedEvents } from './indexed-events.ts'
import { MemoryPool } from './memory-pool.ts'

/** Memory limit for all buffers that are open at the same time. */
const MAX_OPEN_BYTES = 48 << 20
const MIN_SLICE_BYTES = 1 << 10

/**
 * Yields all events of a file sorted by time, then by session, sequence of the buffer, and place
 * in it. A buffer is open only while the events of its time span are yielded. Where many spans
 * overlap, only a slice of each buffer is in memory. An event is valid until the next one is
 * requested.
 */
export function* eventsByTime(
  file: EtlBytes,
  buffers: readonly IndexedBuffer[],
  maxBytes = MAX_OPEN_BYTES,
): Generator<EtlEvent, void, undefined> {
  const waiting = [...buffers].sort(byStart)
  const slice = Math.max(
    MIN_SLICE_BYTES,
    Math.floor(maxBytes / Math.max(1, maxOpenAtOnce(waiting))),
  )
  const pool = new MemoryPool()
  const open = new Heap<IndexedEvents>(comesBefore)
  let next = 0
  for (;;) {
    // Opens every buffer that may contain an event before the earliest of the open ones.
    for (
      let buffer = waiting[next];
      buffer && startsBy(buffer, open.first);
      buffer = waiting[++next]
    ) {
      const events = new IndexedEvents(file, buffer, slice, pool)
      if (events.next()) open.push(events)
    }
    const first = open.pop()
    if (first === undefined) return
    yield first.event
    if (first.next()) open.push(first)
  }
}

const byStart = (left: IndexedBuffer, right: IndexedBuffer): number =>
  left.earliestAt - right.earliestAt ||
  left.earliestTicks - right.earliestTicks ||
  byOrder(left, right)

const byOrder = (left: IndexedBuffer, right: IndexedBuffer): number =>
  left.sessionNumber - right.sessionNumber ||
  left.header.sequence - right.header.sequence ||
  left.offset - right.offset

function comesBefore(left: IndexedEvents, right: IndexedEvents): boolean {
  const order =
    left.event.at - right.event.at ||
    left.event.ticks - right.event.ticks ||
    byOrder(left.buffer, right.buffer)
  return order < 0
}

const startsBy = (
  { earliestAt: fromAt, earliestTicks: fromTicks }: IndexedBuffer,
  first: IndexedEvents | undefined,
): boolean =>
  first === undefined ||
  fromAt < first.event.at ||
  (fromAt === first.event.at && fromTicks <= first.event.ticks)

/** Returns how many buffers are open at the same time at most, by their time spans. */
function maxOpenAtOnce(byStart: readonly IndexedBuffer[]): number {
  const ends = new Heap<IndexedBuffer>(
    (left, right) =>
      left.latestAt < right.latestAt ||
      (left.latestAt === right.latestAt && left.latestTicks < right.latestTicks),
  )
  let max = 0
  let open = 0
  for (const buffer of byStart) {
    for (
      let end = ends.first;
      end &&
      (end.latestAt < buffer.earliestAt ||
        (end.latestAt === buffer.earliestAt && end.latestTicks < buffer.earliestTicks));
      end = ends.first
    ) {
      ends.pop()
      open--
    }
    ends.push(buffer)
    max = Math.max(max, ++open)
  }
  return max
}
