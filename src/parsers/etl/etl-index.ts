import { BUFFER_HEADER_BYTES } from './buffers/buffer-header.ts'
import { learnFromEvent } from './decoders/decode-event.ts'
import type { EtlDamage } from './etl-damage.ts'
import type { EtlDecoder } from './etl-event.ts'
import type { EtlBuffer, EtlListener } from './etl-reader.ts'
import type { EtlSession } from './etl-session.ts'
import type { EventCursor } from './event-cursor.ts'

/** Position of a buffer in the file, and the time range of its events. */
export interface IndexedBuffer extends EtlBuffer {
  /** Index of its session in the file, from 0. */
  readonly sessionNumber: number
  /** End of its last undamaged event, from the start of the decompressed buffer. */
  readonly eventsEnd: number
  /** Moments of its earliest and its latest event: milliseconds, and 100 ns units beyond. */
  readonly earliestAt: number
  readonly earliestTicks: number
  readonly latestAt: number
  readonly latestTicks: number
  /** True when its events are sorted by time. */
  readonly inOrder: boolean
}

/** Collects the positions of all buffers of a file, and lets the decoders learn from the events. */
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
    let earliestAt = Number.POSITIVE_INFINITY
    let earliestTicks = 0
    let latestAt = Number.NEGATIVE_INFINITY
    let latestTicks = 0
    let inOrder = true
    const eventsBefore = this.eventCount
    while (cursor.next()) {
      const { event } = cursor
      const { at, ticks } = event
      this.eventCount++
      if (at < earliestAt || (at === earliestAt && ticks < earliestTicks)) {
        if (this.eventCount - eventsBefore > 1) inOrder = false
        earliestAt = at
        earliestTicks = ticks
      }
      if (at > latestAt || (at === latestAt && ticks >= latestTicks)) {
        latestAt = at
        latestTicks = ticks
      } else inOrder = false
      learnFromEvent(event, this.#learners)
    }
    if (this.eventCount === eventsBefore) return

    const to = BUFFER_HEADER_BYTES + cursor.position - first
    this.buffers.push({
      ...buffer,
      sessionNumber: this.sessions.length - 1,
      eventsEnd: to,
      earliestAt: earliestAt,
      earliestTicks: earliestTicks,
      latestAt: latestAt,
      latestTicks: latestTicks,
      inOrder,
    })
  }

  onDamage(_damage: EtlDamage): void {
    this.damageCount++
  }
}
