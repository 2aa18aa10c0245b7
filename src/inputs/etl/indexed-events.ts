import { BUFFER_HEADER_BYTES } from '../../parsers/etl/buffers/buffer-header.ts'
import type { EtlEvent } from '../../parsers/etl/etl-event.ts'
import type { IndexedBuffer } from '../../parsers/etl/etl-index.ts'
import { EventCursor } from '../../parsers/etl/event-cursor.ts'
import type { EtlFile } from './etl-file.ts'
import type { MemoryPool } from './memory-pool.ts'

/** The longest that an event can be, with what pads it. */
const LONGEST_EVENT = 0x1_0000

/**
 * Events of one buffer in the order of their times, with no more than a slice of it in memory where
 * the events lie so.
 */
export class IndexedEvents {
  readonly buffer: IndexedBuffer
  readonly #file: EtlFile
  readonly #cursor = new EventCursor()
  readonly #shared: MemoryPool
  #bytes: Uint8Array = new Uint8Array(0)
  readonly #slice: number
  /** Where the bytes in memory begin and end, from the start of the buffer. */
  #from = BUFFER_HEADER_BYTES
  #to = BUFFER_HEADER_BYTES
  #begun = false
  /** Of a buffer out of order: where its events begin, in the order of their times. */
  #order: readonly Place[] | undefined
  #next = 0

  constructor(file: EtlFile, buffer: IndexedBuffer, slice: number, shared: MemoryPool) {
    this.#file = file
    this.buffer = buffer
    this.#slice = slice
    this.#shared = shared
  }

  get event(): EtlEvent {
    return this.#cursor.event
  }

  /** False at the end: then its memory goes to others. */
  next(): boolean {
    if (this.buffer.inOrder ? this.#nextInOrder() : this.#nextSorted()) return true
    this.#shared.release(this.#bytes)
    this.#bytes = new Uint8Array(0)
    return false
  }

  #nextInOrder(): boolean {
    const cursor = this.#cursor
    if (this.#begun && cursor.next()) return true
    const { eventsEnd: to } = this.buffer
    let position = this.#begun ? this.#from + cursor.position : BUFFER_HEADER_BYTES
    // A slice ends somewhere inside an event, which is read again whole.
    for (let slice = this.#slice; position < to; slice = Math.max(slice * 2, LONGEST_EVENT)) {
      this.#load(position, Math.min(to, position + slice))
      if (cursor.next()) return true
      if (this.#to === to) return false
      position = this.#from + cursor.position
    }
    return false
  }

  #nextSorted(): boolean {
    this.#order ??= this.#sorted()
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

  /** All of it is in memory then. */
  #sorted(): readonly Place[] {
    const places: Place[] = []
    const cursor = this.#cursor
    this.#load(BUFFER_HEADER_BYTES, this.buffer.eventsEnd)
    while (cursor.next())
      places.push({ start: cursor.eventStart, at: cursor.event.at, ticks: cursor.event.ticks })
    return places.sort(
      (left, right) => left.at - right.at || left.ticks - right.ticks || left.start - right.start,
    )
  }

  /** The bytes from `from` up to `to`, both from the start of the buffer. */
  #load(from: number, to: number): void {
    const cursor = this.#cursor
    if (this.#bytes.length < to - from) {
      this.#shared.release(this.#bytes)
      this.#bytes = this.#shared.acquire(to - from)
    }
    const length = this.#read(from, to)
    const { session, header, offset } = this.buffer
    if (!this.#begun)
      cursor.open(this.#bytes, 0, 0, 0, {
        session,
        header,
        offset,
        hasFixedOffset: header.compressed,
      })
    this.#begun = true
    cursor.resume(this.#bytes, 0, length, this.#offsetOf(from), cursor.event.at, cursor.event.ticks)
    this.#from = from
    this.#to = from + length
  }

  #read(from: number, to: number): number {
    const { offset, bytes, header, session } = this.buffer
    if (!header.compressed) return this.#file.readAt(offset + from, this.#bytes, to - from)
    const { unpack } = this.#shared
    const packed = this.#shared.acquire(bytes)
    const length = this.#file.readAt(offset, packed, bytes)
    const unpacked = unpack.decompress(packed, BUFFER_HEADER_BYTES, length, header.dataEnd, session)
    this.#shared.release(packed)
    this.#bytes.set(unpacked.bytes.subarray(from, to))
    return to - from
  }

  #offsetOf(place: number): number {
    return this.buffer.header.compressed ? this.buffer.offset : this.buffer.offset + place
  }
}

interface Place {
  readonly start: number
  readonly at: number
  readonly ticks: number
}
