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
  /** Size on disk, without missing bytes. */
  readonly bytes: number
}

export interface EtlListener {
  /**
   * Called at the start of each trace. A concatenated file holds several; nothing else has a second
   * header buffer.
   */
  onSession(session: EtlSession): void
  /**
   * Called for each buffer with a cursor before its first event. Only events that the listener
   * steps to are read. The event and its bytes are reused: copy what is kept.
   */
  onBuffer(buffer: EtlBuffer, cursor: EventCursor): void
  onDamage(damage: EtlDamage): void
}

/**
 * Modes (circular, new file when full) whose header may count buffers that are in no file, or in
 * another one.
 */
const PARTIAL_FILE_MODES = 2 | 8
/**
 * A trace of 64 GiB has as many.
 * Limit: buffers of a trace whose repetition is detected.
 * Beyond: later repeated ones are read twice.
 */
const MAX_KNOWN_BUFFERS = 1 << 20

/**
 * Reads a binary trace in chunks: sessions, their buffers, and the events in them. Damage is
 * reported to the listener, never thrown.
 */
export class EtlReader {
  readonly #listener: EtlListener
  readonly #finder: BufferFinder
  readonly #cursor = new EventCursor()
  readonly #decompressor = new BufferDecompressor()
  readonly #guids = new GuidCache()
  #session: EtlSession | undefined
  readonly #maxKnownBuffers: number
  #known = new Set<string>()
  /** Number of buffers of the session, without repeated ones. */
  #bufferCount = 0
  #lastHeader: string | undefined

  constructor(listener: EtlListener, maxKnownBuffers = MAX_KNOWN_BUFFERS) {
    this.#listener = listener
    this.#maxKnownBuffers = maxKnownBuffers
    this.#finder = new BufferFinder({
      onBuffer: (bytes, view, at, end, offset) => this.#handleBuffer(bytes, view, at, end, offset),
      onDamage: (damage) => listener.onDamage(damage),
    })
  }

  /** Zeros at the end of the file, which were preallocated. Complete after the last chunk. */
  get unusedBytes(): number {
    return this.#finder.unusedBytes
  }

  /**
   * Positions at which a buffer was searched for. Tests bound the work on damaged files with it.
   */
  get probeCount(): number {
    return this.#finder.probeCount
  }

  /**
   * Reads a chunk, like `Reading.read`. `final` ends the session, unless the file `isGrowing` and
   * more may follow.
   */
  read(bytes: Uint8Array, from: number, to: number, final: boolean, isGrowing = false): number {
    const read = this.#finder.read(bytes, from, to, final)
    if (final && !isGrowing) this.#endSession(this.#finder.offset)
    return read
  }

  #handleBuffer(bytes: Uint8Array, view: DataView, at: number, end: number, offset: number): void {
    const header = readBufferHeader(view, at)
    const first = at + BUFFER_HEADER_BYTES
    const begins =
      (header.beginsTrace || this.#session === undefined) &&
      !header.compressed &&
      isHeaderEvent(view, first, end)
    const { sequence, timeLow, timeHigh, dataEnd, cpu } = header
    const key = `${sequence} ${timeLow} ${timeHigh} ${dataEnd} ${cpu}`
    // Concatenated copies of a file have equal headers, but never directly one after the other.
    if (begins ? this.#lastHeader === key : this.#known.has(key)) {
      this.#listener.onDamage({ offset, kind: 'repeated-buffer', lost: end - at })
      return
    }
    const session = begins
      ? this.#beginSession(
          createEtlSession(
            readLogFileHeader(bytes, first, end),
            offset,
            header.compression,
            this.#guids,
          ),
        )
      : (this.#session ?? this.#beginSession(createEtlSession(undefined, offset, 0, this.#guids)))
    this.#lastHeader = begins ? key : undefined
    if (this.#known.size < this.#maxKnownBuffers) this.#known.add(key)
    this.#bufferCount += 1
    this.#readEvents(bytes, at, end, { header, session, offset, bytes: end - at })
  }

  #beginSession(session: EtlSession): EtlSession {
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
    const lost = (header?.buffersWritten ?? 0) - this.#bufferCount
    if (header?.endTime && !(header.mode & PARTIAL_FILE_MODES) && lost > 0)
      this.#listener.onDamage({ offset, kind: 'missing-buffers', lost })
    this.#session = undefined
    this.#known = new Set()
    this.#bufferCount = 0
  }

  #readEvents(bytes: Uint8Array, at: number, end: number, buffer: EtlBuffer): void {
    const { header, session, offset } = buffer
    const first = at + BUFFER_HEADER_BYTES
    const cursor = this.#cursor
    let to = header.dataEnd === 0 ? end : Math.min(end, at + header.dataEnd)
    let isWhole = to === at + header.dataEnd
    if (header.compressed) {
      const unpacked = this.#decompressor.decompress(bytes, first, end, header.dataEnd, session)
      if (unpacked.damageKind)
        this.#listener.onDamage({
          offset,
          kind: unpacked.damageKind,
          lost: header.dataEnd - unpacked.eventsEnd,
        })
      to = unpacked.eventsEnd
      isWhole = unpacked.damageKind === undefined
      cursor.open(unpacked.bytes, 0, BUFFER_HEADER_BYTES, to, {
        session,
        header,
        offset,
        hasFixedOffset: true,
      })
    } else cursor.open(bytes, at, first, to, { session, header, offset, hasFixedOffset: false })
    this.#listener.onBuffer(buffer, cursor)
    if (!header.endsAgree) this.#listener.onDamage({ offset, kind: 'data-end', lost: 0 })
    const { damageKind, position } = cursor
    // The last event of a cut buffer is cut with it, which is reported already. Filler is the
    // normal end of a buffer that states no other.
    if (
      damageKind === undefined ||
      (damageKind === 'event-size' && !isWhole) ||
      (damageKind === 'filler' && !header.endsAgree)
    )
      return
    this.#listener.onDamage({
      offset: header.compressed ? offset : offset + position - at,
      kind: damageKind,
      lost: to - position,
    })
  }
}
