import type { BufferHeader } from './buffers/buffer-header.ts'
import type { EtlEvent } from './etl-event.ts'
import type { EtlSession } from './etl-session.ts'
import { headerLayouts } from './event-headers.ts'
import { extendedItemsEnd, findItems, type ItemRanges } from './extended-items.ts'
import { ReusableEvent, ReusableRange } from './reusable-event.ts'

const HEADER_MARKER = 0xc0
const MESSAGE_MARKER = 0x90
/** Filler after the last event of a buffer. */
const FILLER = 0xffff_ffff

/** Flags of EVENT_HEADER. */
const EXTENDED = 1
const STRING_ONLY = 4

/** In the version of a perf-info header: precise time and counters that come before the payload. */
const PRECISE = 0x8000
const COUNTERS = 0x0700

/** Options of a trace message: which fields its header has, in this order. */
const SEQUENCE = 0x01
const MESSAGE_GUID = 0x02
const COMPONENT_ID = 0x04
const TIME = 0x08
const SYSTEM_INFO = 0x20
const POINTER_32 = 0x40
const POINTER_64 = 0x80

/**
 * Why the events of a buffer end early: filler, bytes that begin no event, or an event or extended
 * items that extend past the end.
 */
export type EventDamageKind = 'filler' | 'event-marker' | 'event-size' | 'extended-items'

/** The buffer that contains the events. */
interface BufferContext {
  readonly session: EtlSession
  readonly header: BufferHeader
  /**
   * Offset of the first byte of the buffer in the file. With `hasFixedOffset` all events get this
   * offset, because the buffer is compressed.
   */
  readonly offset: number
  readonly hasFixedOffset: boolean
}

/** Iterates over the events of one buffer. */
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
  #hasFixedOffset = false
  /** Start of the current event, and of the next one. */
  eventStart = 0
  position = 0
  damageKind: EventDamageKind | undefined

  get event(): EtlEvent {
    return this.#event
  }

  /** Opens a buffer that begins at `begin` of `bytes`; its events are in `from`..`to`. */
  open(bytes: Uint8Array, begin: number, from: number, to: number, context: BufferContext): void {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#event.bytes = bytes
    this.#event.cpu = context.header.cpu
    this.#session = context.session
    context.session.clock.readBufferTime(context.header.timeLow, context.header.timeHigh)
    this.#event.at = context.session.clock.at
    this.#event.ticks = context.session.clock.ticks
    this.#base = context.hasFixedOffset ? context.offset : context.offset - begin
    this.#hasFixedOffset = context.hasFixedOffset
    this.position = from
    this.eventStart = from
    this.#end = to
    this.damageKind = undefined
  }

  /**
   * Continues with other bytes of the same buffer. The byte at `from` is at `offset` in the file.
   * `at` and `ticks` are the time of the previous event.
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
    if (!this.#hasFixedOffset) this.#base = offset - from
    this.#event.at = at
    this.#event.ticks = ticks
    this.position = from
    this.eventStart = from
    this.#end = to
    this.damageKind = undefined
  }

  /**
   * Moves to the next event. Returns false at the end of the events. If they end early,
   * `damageKind` says why and `position` where.
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
      high === HEADER_MARKER
        ? this.#readMarked(view, at, marker, session)
        : high === MESSAGE_MARKER
          ? this.#readMessage(view, at, session)
          : 0
    if (size === 0) {
      this.damageKind ??= 'event-marker'
      return false
    }
    this.#event.offset = this.#hasFixedOffset ? this.#base : this.#base + at
    this.eventStart = at
    this.position = at + ((size + 7) & ~7)
    return true
  }

  #readMarked(view: DataView, at: number, marker: number, session: EtlSession): number {
    const layout = headerLayouts[(marker >>> 16) & 0xff]
    if (layout === undefined) return 0
    const size = layout.sizeAt === 0 ? marker & 0xffff : view.getUint16(at + 4, true)
    if (size < layout.fixedBytes || at + size > this.#end) return this.#failSize()
    const event = this.#event
    event.header = layout.header
    event.pointerBytes = layout.pointerBytes
    event.from = at + layout.fixedBytes
    event.to = at + size
    this.#event.clear()
    switch (layout.header) {
      case 'event':
        return this.#readEventHeader(view, at, size, session)
      case 'perf-info':
        this.#readPerfInfo(view, at, marker & 0xffff)
        this.#event.readTime(view, at + 8, session.clock)
        return event.from > event.to ? this.#failSize() : size
      case 'system':
      case 'compact':
        this.#readKernelKind(view, at, marker & 0xffff)
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

  #readEventHeader(view: DataView, at: number, size: number, session: EtlSession): number {
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
    return (flags & EXTENDED) !== 0 ? this.#readExtended(view, size) : size
  }

  #readExtended(view: DataView, size: number): number {
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

  #readPerfInfo(view: DataView, at: number, version: number): void {
    this.#readKernelKind(view, at, version & 0xff)
    this.#event.from += (version & PRECISE ? 8 : 0) + ((version & COUNTERS) >> 8) * 8
  }

  #readKernelKind(view: DataView, at: number, version: number): void {
    const event = this.#event
    event.version = version
    event.opcode = view.getUint8(at + 6)
    event.group = view.getUint8(at + 7)
  }

  #readMessage(view: DataView, at: number, session: EtlSession): number {
    const size = view.getUint16(at, true)
    const end = at + size
    if (size < 8 || end > this.#end) return this.#failSize()
    const event = this.#event
    this.#event.clear()
    const options = view.getUint16(at + 6, true)
    const guidBytes = options & MESSAGE_GUID ? 16 : options & COMPONENT_ID ? 4 : 0
    const guidAt = at + 8 + (options & SEQUENCE ? 4 : 0)
    const timeAt = guidAt + guidBytes
    const systemAt = timeAt + (options & TIME ? 8 : 0)
    const from = systemAt + (options & SYSTEM_INFO ? 8 : 0)
    if (from > end) return this.#failSize()
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

  #failSize(): 0 {
    this.damageKind = 'event-size'
    return 0
  }
}
