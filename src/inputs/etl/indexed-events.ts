import { BUFFER_HEADER_BYTES } from '../../parsers/etl/buffers/buffer-header.ts'
import type { EtlEvent } from '../../parsers/etl/etl-event.ts'
import type { IndexedBuffer } from '../../parsers/etl/etl-index.ts'
import { EventCursor } from '../../parsers/etl/event-cursor.ts'
import type { EtlBytes } from './etl-file.ts'
import type { MemoryPool } from './memory-pool.ts'

/** Maximum length of an event with its padding. */
const MAX_EVENT_BYTES = 0x1_0000

/**
 * The events of one buffer in the order of their times. If the buffer has them in that order, only
 * a slice of it is in memory.
 */
export class IndexedEvents {
  readonly buffer: IndexedBuffer
  readonly #file: EtlBytes
  readonly #cursor = new EventCursor()
  readonly #pool: MemoryPool
  #bytes: Uint8Array = new Uint8Array(0)
  readonly #slice: number
  /** Start and end of the bytes in memory, counted from the start of the buffer. */
  #from = BUFFER_HEADER_BYTES
  #to = BUFFER_HEADER_BYTES
  #isOpen = false
  /** For a buffer that is not in order: where its events start, in the order of their times. */
  #order: readonly EventPlace[] | undefined
  #next = 0

  constructor(file: EtlBytes, buffer: IndexedBuffer, slice: number, pool: MemoryPool) {
    this.#file = file
    this.buffer = buffer
    this.#slice = slice
    this.#pool = pool
  }

  get event(): EtlEvent {
    return this.#cursor.event
  }

  /** Moves to the next event. Returns false at the end, and gives the memory back to the pool. */
  next(): boolean {
    if (this.buffer.inOrder ? this.#nextInOrder() : this.#nextSorted()) return true
    this.#pool.release(this.#bytes)
    this.#bytes = new Uint8Array(0)
    return false
  }

  #nextInOrder(): boolean {
    const cursor = this.#cursor
    if (this.#isOpen && cursor.next()) return true
    const { eventsEnd: to } = this.buffer
    let position = this.#isOpen ? this.#from + cursor.position : BUFFER_HEADER_BYTES
    // A slice may end inside an event. The next slice starts at the event.
    for (let slice = this.#slice; position < to; slice = Math.max(slice * 2, MAX_EVENT_BYTES)) {
      this.#load(position, Math.min(to, position + slice))
      if (cursor.next()) return true
      if (this.#to === to) return false
      position = this.#from + cursor.position
    }
    return false
  }

  #nextSorted(): boolean {
    this.#order ??= this.#sortPlaces()
    const place = this.#order[this.#next++]
    if (place === undefined) return false
    const { bytes } = this.#cursor.event
    const to = this.#to - this.#from
    this.#cursor.resume(
      bytes,
      place.start,
      to,
      this.#offsetOf(this.#from + place.start),
      place.at,
      place.ticks,
    )
    return this.#cursor.next()
  }

  /** Loads the whole buffer and sorts the places of its events by time. */
  #sortPlaces(): readonly EventPlace[] {
    const places: EventPlace[] = []
    const cursor = this.#cursor
    this.#load(BUFFER_HEADER_BYTES, this.buffer.eventsEnd)
    while (cursor.next())
      places.push({ start: cursor.eventStart, at: cursor.event.at, ticks: cursor.event.ticks })
    return places.sort(
      (left, right) => left.at - right.at || left.ticks - right.ticks || left.start - right.start,
    )
  }

  /** Loads the bytes from `from` to `to`, both counted from the start of the buffer. */
  #load(from: number, to: number): void {
    const cursor = this.#cursor
    if (this.#bytes.length < to - from) {
      this.#pool.release(this.#bytes)
      this.#bytes = this.#pool.acquire(to - from)
    }
    const length = this.#read(from, to)
    const { session, header, offset } = this.buffer
    if (!this.#isOpen)
      cursor.open(this.#bytes, 0, 0, 0, {
        session,
        header,
        offset,
        hasFixedOffset: header.compressed,
      })
    this.#isOpen = true
    cursor.resume(this.#bytes, 0, length, this.#offsetOf(from), cursor.event.at, cursor.event.ticks)
    this.#from = from
    this.#to = from + length
  }

  #read(from: number, to: number): number {
    const { offset, bytes, header, session } = this.buffer
    if (!header.compressed) return this.#file.readAt(offset + from, this.#bytes, to - from)
    const { decompressor } = this.#pool
    const packed = this.#pool.acquire(bytes)
    const length = this.#file.readAt(offset, packed, bytes)
    const unpacked = decompressor.decompress(
      packed,
      BUFFER_HEADER_BYTES,
      length,
      header.dataEnd,
      session,
    )
    this.#pool.release(packed)
    this.#bytes.set(unpacked.bytes.subarray(from, to))
    return to - from
  }

  #offsetOf(place: number): number {
    return this.buffer.header.compressed ? this.buffer.offset : this.buffer.offset + place
  }
}

interface EventPlace {
  readonly start: number
  readonly at: number
  readonly ticks: number
}
