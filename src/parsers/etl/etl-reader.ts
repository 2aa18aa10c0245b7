import { BufferDecompressor } from './buffers/buffer-decompressor.ts'
import { BufferFinder } from './buffers/buffer-finder.ts'
import {
  BUFFER_HEADER_BYTES,
  type BufferHeader,
  readBufferHeader,
} from './buffers/buffer-header.ts'
import type { EtlDamage } from './etl-damage.ts'
import { createEtlSession, type EtlSession } from './etl-session.ts'
import { EventCursor } from './event-cursor.ts'
import { GuidCache } from './guid-cache.ts'
import { isHeaderEvent, readLogFileHeader } from './log-file-header.ts'

export interface EtlBuffer {
  readonly header: BufferHeader
  readonly session: EtlSession
  readonly offset: number
  /** On disk, without what is missing. */
  readonly bytes: number
}

export interface EtlListener {
  /**
   * A trace begins. Files that were joined end to end hold several; nothing else has a second
   * header buffer.
   */
  onSession(session: EtlSession): void
  /**
   * The cursor stands before the first event; events that are not asked for are not read. Event and
   * bytes are only lent.
   */
  onBuffer(buffer: EtlBuffer, cursor: EventCursor): void
  onDamage(damage: EtlDamage): void
}

/**
 * Circular, and a new file when one is full: the header may count buffers that are not in this
 * file.
 */
const COUNTS_OTHERS = 2 | 8
/** Buffers of one trace that are told apart. */
const MOST_KNOWN = 1 << 20

/**
 * Reads a binary trace piece by piece: sessions, their buffers and the events in them. Bad data is
 * told as damage, never thrown.
 */
export class EtlReader {
  readonly #listener: EtlListener
  readonly #finder: BufferFinder
  readonly #cursor = new EventCursor()
  readonly #unpack = new BufferDecompressor()
  readonly #guids = new GuidCache()
  #session: EtlSession | undefined
  #known = new Set<string>()
  #lastHeader: string | undefined

  constructor(listener: EtlListener) {
    this.#listener = listener
    this.#finder = new BufferFinder({
      onBuffer: (bytes, view, at, end, offset) => this.#found(bytes, view, at, end, offset),
      onDamage: (damage) => listener.onDamage(damage),
    })
  }

  /** Zeros at the end of the file: room that was kept for it. Known at the end. */
  get unusedBytes(): number {
    return this.#finder.unusedBytes
  }

  /** Places at which a buffer was looked for: what bounds the work on a damaged file. */
  get probeCount(): number {
    return this.#finder.probeCount
  }

  /**
   * See `Reading.read`; with `final` the session ends, unless it `goesOn`: then the file may have
   * grown when it is called again.
   */
  read(bytes: Uint8Array, from: number, to: number, final: boolean, goesOn = false): number {
    const read = this.#finder.read(bytes, from, to, final)
    if (final && !goesOn) this.#endSession(this.#finder.offset)
    return read
  }

  #found(bytes: Uint8Array, view: DataView, at: number, end: number, offset: number): void {
    const header = readBufferHeader(view, at)
    const first = at + BUFFER_HEADER_BYTES
    const begins =
      (header.beginsTrace || this.#session === undefined) &&
      !header.compressed &&
      isHeaderEvent(view, first, end)
    const key = `${header.sequence} ${header.timeLow} ${header.timeHigh} ${header.dataEnd} ${header.cpu}`
    // Joined copies of one file have the same header too, but not one directly behind the other.
    if (begins ? this.#lastHeader === key : this.#known.has(key)) {
      this.#listener.onDamage({ offset, kind: 'repeated-buffer', lost: end - at })
      return
    }
    const session = begins
      ? this.#begin(
          createEtlSession(
            readLogFileHeader(bytes, first, end),
            offset,
            header.compression,
            this.#guids,
          ),
        )
      : (this.#session ?? this.#begin(createEtlSession(undefined, offset, 0, this.#guids)))
    this.#lastHeader = begins ? key : undefined
    if (this.#known.size < MOST_KNOWN) this.#known.add(key)
    this.#read(bytes, at, end, { header, session, offset, bytes: end - at })
  }

  #begin(session: EtlSession): EtlSession {
    const { header, offset } = session
    this.#endSession(offset)
    this.#session = session
    this.#finder.expectedBufferBytes = header?.bufferBytes ?? 0
    this.#listener.onSession(session)
    if (header === undefined) this.#listener.onDamage({ offset, kind: 'no-header', lost: 0 })
    return session
  }

  #endSession(offset: number): void {
    const header = this.#session?.header
    const lost = (header?.buffersWritten ?? 0) - this.#known.size
    if (header?.endTime && !(header.mode & COUNTS_OTHERS) && lost > 0)
      this.#listener.onDamage({ offset, kind: 'missing-buffers', lost })
    this.#session = undefined
    this.#known = new Set()
  }

  #read(bytes: Uint8Array, at: number, end: number, buffer: EtlBuffer): void {
    const { header, session, offset } = buffer
    const first = at + BUFFER_HEADER_BYTES
    const cursor = this.#cursor
    let to = header.dataEnd === 0 ? end : Math.min(end, at + header.dataEnd)
    let whole = to === at + header.dataEnd
    if (header.compressed) {
      const unpacked = this.#unpack.decompress(bytes, first, end, header.dataEnd, session)
      if (unpacked.damageKind)
        this.#listener.onDamage({
          offset,
          kind: unpacked.damageKind,
          lost: header.dataEnd - unpacked.eventsEnd,
        })
      to = unpacked.eventsEnd
      whole = unpacked.damageKind === undefined
      cursor.open(unpacked.bytes, 0, BUFFER_HEADER_BYTES, to, {
        session,
        header,
        offset,
        hasFixedOffset: true,
      })
    } else cursor.open(bytes, at, first, to, { session, header, offset, hasFixedOffset: false })
    this.#listener.onBuffer(buffer, cursor)
    if (!header.endsAgree) this.#listener.onDamage({ offset, kind: 'data-end', lost: 0 })
    const { damageKind: trouble, position } = cursor
    // The last event of a buffer that is cut is cut with it, which is told already; and fillers end
    // what has no other end.
    if (
      trouble === undefined ||
      (trouble === 'event-size' && !whole) ||
      (trouble === 'filler' && !header.endsAgree)
    )
      return
    this.#listener.onDamage({
      offset: header.compressed ? offset : offset + position - at,
      kind: trouble,
      lost: to - position,
    })
  }
}
