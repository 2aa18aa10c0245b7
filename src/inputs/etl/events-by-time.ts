import type { EtlEvent } from '../../parsers/etl/etl-event.ts'
import type { IndexedBuffer } from '../../parsers/etl/etl-index.ts'
import { Heap } from '../heap.ts'
import type { EtlFile } from './etl-file.ts'
import { IndexedEvents } from './indexed-events.ts'
import { MemoryPool } from './memory-pool.ts'

/** What all buffers that are open at the same time may take. */
const MEMORY = 48 << 20
const SMALLEST_SLICE = 1 << 10

/**
 * All events of a file sorted by time, then session, sequence of the buffer and place in it. A
 * buffer is open only while its times are passed; where many overlap, no more than a slice of each
 * is in memory. Events and their bytes are only lent, until the next one is asked for.
 */
export function* eventsByTime(
  file: EtlFile,
  buffers: readonly IndexedBuffer[],
  memory = MEMORY,
): Generator<EtlEvent, void, undefined> {
  const waiting = [...buffers].sort(byStart)
  const slice = Math.max(SMALLEST_SLICE, Math.floor(memory / Math.max(1, mostAtOnce(waiting))))
  const shared = new MemoryPool()
  const open = new Heap<IndexedEvents>(before)
  let next = 0
  for (;;) {
    // Opened while the earliest event that is at hand may come after one of it.
    for (
      let buffer = waiting[next];
      buffer && startsBy(buffer, open.first);
      buffer = waiting[++next]
    ) {
      const events = new IndexedEvents(file, buffer, slice, shared)
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

function before(left: IndexedEvents, right: IndexedEvents): boolean {
  const one = left.event
  const other = right.event
  return (one.at - other.at || one.ticks - other.ticks || byOrder(left.buffer, right.buffer)) < 0
}

const startsBy = (
  { earliestAt: fromAt, earliestTicks: fromTicks }: IndexedBuffer,
  first: IndexedEvents | undefined,
): boolean =>
  first === undefined ||
  fromAt < first.event.at ||
  (fromAt === first.event.at && fromTicks <= first.event.ticks)

/** How many buffers are open at the same time at most. */
function mostAtOnce(byStart: readonly IndexedBuffer[]): number {
  const ends = new Heap<IndexedBuffer>(
    (left, right) =>
      left.latestAt < right.latestAt ||
      (left.latestAt === right.latestAt && left.latestTicks < right.latestTicks),
  )
  let most = 0
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
    most = Math.max(most, ++open)
  }
  return most
}
