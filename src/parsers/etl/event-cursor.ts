import type { BufferHeader } from './buffers/buffer-header.ts'
import type { EtlEvent } from './etl-event.ts'
import type { EtlSession } from './etl-session.ts'
import { headerLayouts } from './event-headers.ts'
import { extendedItemsEnd, findItems, type ItemRanges } from './extended-items.ts'
import { ReusableEvent, ReusableRange } from './reusable-event.ts'

const MARKED = 0xc0
const TRACE_MESSAGE = 0x90
/** What a buffer is filled up with. */
const FILLER = 0xffff_ffff

/** Flags of EVENT_HEADER. */
const EXTENDED = 1
const STRING_ONLY = 4

/** Of a perf-info header, in its version: precise events and counters come before the payload. */
const PRECISE = 0x8000
const COUNTERS = 0x0700

/** Options of a trace message: what of its header is there, in this order. */
const SEQUENCE = 0x01
const MESSAGE_GUID = 0x02
const COMPONENT_ID = 0x04
const TIME = 0x08
const SYSTEM_INFO = 0x20
const POINTER_32 = 0x40
const POINTER_64 = 0x80

/**
 * What ends a buffer before its end: what buffers are filled up with, bytes that begin no event, or
 * an event that passes the end.
 */
export type EventDamageKind = 'filler' | 'event-marker' | 'event-size' | 'extended-items'

/** The buffer that the events lie in. */
interface BufferContext {
  readonly session: EtlSession
  readonly header: BufferHeader
  /**
   * Offset in the file of the buffer's first byte; `fixed` where its events have no offsets of
   * their own, being compressed.
   */
  readonly offset: number
  readonly hasFixedOffset: boolean
}

/** Steps from event to event through one buffer. */
export class EventCursor {
  readonly #event = new ReusableEvent()
  readonly #places: ItemRanges = {
    schema: new ReusableRange(),
    traits: new ReusableRange(),
    hasSchema: false,
    hasTraits: false,
  }
  readonly #items = new ReusableRange()
  #view: DataView = new DataView(new ArrayBuffer(0))
  #session: EtlSession | undefined
  #end = 0
  #base = 0
  #fixed = false
  /** Where the current event begins, and the next one. */
  eventStart = 0
  position = 0
  damageKind: EventDamageKind | undefined

  get event(): EtlEvent {
    return this.#event
  }

  /** Of `bytes`, the buffer begins at `begin` and its events lie from `from` up to `to`. */
  open(bytes: Uint8Array, begin: number, from: number, to: number, place: BufferContext): void {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#event.bytes = bytes
    this.#event.cpu = place.header.cpu
    this.#session = place.session
    place.session.clock.readBufferTime(place.header.timeLow, place.header.timeHigh)
    this.#event.at = place.session.clock.at
    this.#event.ticks = place.session.clock.ticks
    this.#base = place.hasFixedOffset ? place.offset : place.offset - begin
    this.#fixed = place.hasFixedOffset
    this.position = from
    this.eventStart = from
    this.#end = to
    this.damageKind = undefined
  }

  /**
   * Goes on with other bytes of the same buffer, of which those at `from` lie at `offset` in the
   * file, behind an event of that time.
   */
  resume(
    bytes: Uint8Array,
    from: number,
    to: number,
    offset: number,
    at: number,
    ticks: number,
  ): void {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#event.bytes = bytes
    if (!this.#fixed) this.#base = offset - from
    this.#event.at = at
    this.#event.ticks = ticks
    this.position = from
    this.eventStart = from
    this.#end = to
    this.damageKind = undefined
  }

  /**
   * False at the end of the buffer, and where something ends it before: then `trouble` says what,
   * and `position` where.
   */
  next(): boolean {
    const session = this.#session
    const at = this.position
    if (session === undefined || at + 8 > this.#end) return false
    const view = this.#view
    const marker = view.getUint32(at, true)
    if (marker === 0 || marker === FILLER) {
      this.damageKind = 'filler'
      return false
    }
    const high = marker >>> 24
    const size =
      high === MARKED
        ? this.#marked(view, at, marker, session)
        : high === TRACE_MESSAGE
          ? this.#message(view, at, session)
          : 0
    if (size === 0) {
      this.damageKind ??= 'event-marker'
      return false
    }
    this.#event.offset = this.#fixed ? this.#base : this.#base + at
    this.eventStart = at
    this.position = at + ((size + 7) & ~7)
    return true
  }

  #marked(view: DataView, at: number, marker: number, session: EtlSession): number {
    const layout = headerLayouts[(marker >>> 16) & 0xff]
    if (layout === undefined) return 0
    const size = layout.sizeAt === 0 ? marker & 0xffff : view.getUint16(at + 4, true)
    if (size < layout.fixedBytes || at + size > this.#end) return this.#wrongSize()
    const event = this.#event
    event.header = layout.header
    event.pointerBytes = layout.pointerBytes
    event.from = at + layout.fixedBytes
    event.to = at + size
    this.#event.clear()
    switch (layout.header) {
      case 'event':
        return this.#eventHeader(view, at, size, session)
      case 'perf-info':
        this.#perfInfo(view, at, marker & 0xffff)
        this.#event.readTime(view, at + 8, session.clock)
        return event.from > event.to ? this.#wrongSize() : size
      case 'system':
      case 'compact':
        this.#kernelKind(view, at, marker & 0xffff)
        event.tid = view.getUint32(at + 8, true)
        event.pid = view.getUint32(at + 12, true)
        this.#event.readTime(view, at + 16, session.clock)
        return size
      case 'full':
      case 'instance':
        event.opcode = view.getUint8(at + 4)
        event.level = view.getUint8(at + 5)
        event.version = view.getUint16(at + 6, true)
        event.tid = view.getUint32(at + 8, true)
        event.pid = view.getUint32(at + 12, true)
        this.#event.readTime(view, at + 16, session.clock)
        event.guid = session.guids.read(view, at + 24)
        return size
      default:
        event.untimed = true
        return size
    }
  }

  #eventHeader(view: DataView, at: number, size: number, session: EtlSession): number {
    const event = this.#event
    const flags = view.getUint16(at + 4, true)
    event.tid = view.getUint32(at + 8, true)
    event.pid = view.getUint32(at + 12, true)
    this.#event.readTime(view, at + 16, session.clock)
    event.guid = session.guids.read(view, at + 24)
    event.id = view.getUint16(at + 40, true)
    event.version = view.getUint8(at + 42)
    event.channel = view.getUint8(at + 43)
    event.level = view.getUint8(at + 44)
    event.opcode = view.getUint8(at + 45)
    event.task = view.getUint16(at + 46, true)
    event.keywordLow = view.getUint32(at + 48, true)
    event.keywordHigh = view.getUint32(at + 52, true)
    event.stringOnly = (flags & STRING_ONLY) !== 0
    return (flags & EXTENDED) !== 0 ? this.#extended(view, size) : size
  }

  #extended(view: DataView, size: number): number {
    const event = this.#event
    const end = extendedItemsEnd(view, event.from, event.to)
    if (end === undefined) {
      this.damageKind = 'extended-items'
      return 0
    }
    this.#items.from = event.from
    this.#items.to = end
    event.items = this.#items
    const places = findItems(view, event.from, end, this.#places)
    if (places.hasSchema) event.schema = places.schema
    if (places.hasTraits) event.traits = places.traits
    event.from = end
    return size
  }

  #perfInfo(view: DataView, at: number, version: number): void {
    this.#kernelKind(view, at, version & 0xff)
    this.#event.from += (version & PRECISE ? 8 : 0) + ((version & COUNTERS) >> 8) * 8
  }

  #kernelKind(view: DataView, at: number, version: number): void {
    const event = this.#event
    event.version = version
    event.opcode = view.getUint8(at + 6)
    event.group = view.getUint8(at + 7)
  }

  #message(view: DataView, at: number, session: EtlSession): number {
    const size = view.getUint16(at, true)
    const end = at + size
    if (size < 8 || end > this.#end) return this.#wrongSize()
    const event = this.#event
    this.#event.clear()
    const options = view.getUint16(at + 6, true)
    const guidBytes = options & MESSAGE_GUID ? 16 : options & COMPONENT_ID ? 4 : 0
    const guidAt = at + 8 + (options & SEQUENCE ? 4 : 0)
    const timeAt = guidAt + guidBytes
    const systemAt = timeAt + (options & TIME ? 8 : 0)
    const from = systemAt + (options & SYSTEM_INFO ? 8 : 0)
    if (from > end) return this.#wrongSize()
    event.header = 'trace-message'
    event.pointerBytes = options & POINTER_32 ? 4 : options & POINTER_64 ? 8 : session.pointerBytes
    event.id = view.getUint16(at + 4, true)
    if (guidBytes === 16) event.guid = session.guids.read(view, guidAt)
    if (options & TIME) this.#event.readTime(view, timeAt, session.clock)
    else event.untimed = true
    if (options & SYSTEM_INFO) {
      event.tid = view.getUint32(systemAt, true)
      event.pid = view.getUint32(systemAt + 4, true)
    }
    event.from = from
    event.to = end
    return size
  }

  #wrongSize(): 0 {
    this.damageKind = 'event-size'
    return 0
  }
}
