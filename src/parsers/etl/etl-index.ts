import { BUFFER_HEADER_BYTES } from './buffers/buffer-header.ts'
import type { EtlDamage } from './etl-damage.ts'
import type { EtlDecoder } from './etl-event.ts'
import type { EtlBuffer, EtlListener } from './etl-reader.ts'
import type { EtlSession } from './etl-session.ts'
import type { EventCursor } from './event-cursor.ts'

/** Where a buffer lies, and when its events were. */
export interface IndexedBuffer extends EtlBuffer {
  /** Of all sessions in the file, from 0. */
  readonly sessionNumber: number
  /** Where its last sound event ends, from the start of the buffer, decompressed. */
  readonly eventsEnd: number
  /** Of its earliest and its latest event: milliseconds and units of 100 ns beyond. */
  readonly earliestAt: number
  readonly earliestTicks: number
  readonly latestAt: number
  readonly latestTicks: number
  /** Its events lie in the order of their times. */
  readonly inOrder: boolean
}

/** Remembers where the buffers of a file are, and lets decoders learn from their events. */
export class EtlIndex implements EtlListener {
  readonly buffers: IndexedBuffer[] = []
  readonly sessions: EtlSession[] = []
  eventCount = 0
  damageCount = 0
  readonly #learners: readonly EtlDecoder[]

  constructor(decoders: readonly EtlDecoder[] = []) {
    this.#learners = decoders.filter(({ learn }) => learn !== undefined)
  }

  onSession(session: EtlSession): void {
    this.sessions.push(session)
  }

  onBuffer(buffer: EtlBuffer, cursor: EventCursor): void {
    const first = cursor.position
    let fromAt = Number.POSITIVE_INFINITY
    let fromTicks = 0
    let toAt = Number.NEGATIVE_INFINITY
    let toTicks = 0
    let inOrder = true
    const before = this.eventCount
    while (cursor.next()) {
      const { event } = cursor
      const { at, ticks } = event
      this.eventCount++
      if (at < fromAt || (at === fromAt && ticks < fromTicks)) {
        if (this.eventCount - before > 1) inOrder = false
        fromAt = at
        fromTicks = ticks
      }
      if (at > toAt || (at === toAt && ticks >= toTicks)) {
        toAt = at
        toTicks = ticks
      } else inOrder = false
      for (const decoder of this.#learners) decoder.learn?.(event)
    }
    if (this.eventCount === before) return

    const to = BUFFER_HEADER_BYTES + cursor.position - first
    this.buffers.push({
      ...buffer,
      sessionNumber: this.sessions.length - 1,
      eventsEnd: to,
      earliestAt: fromAt,
      earliestTicks: fromTicks,
      latestAt: toAt,
      latestTicks: toTicks,
      inOrder,
    })
  }

  onDamage(_damage: EtlDamage): void {
    this.damageCount++
  }
}
