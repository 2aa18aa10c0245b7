import type { EtlDamage } from '../etl-damage.ts'
import {
  BUFFER_HEADER_BYTES,
  BUFFER_PROBE_BYTES,
  isPlausibleBuffer,
  isPlausibleBufferSize,
  readBufferHeader,
} from './buffer-header.ts'

interface BufferListener {
  /** Called for a buffer in `at`..`end` of the bytes. `offset` is its position in the file. */
  onBuffer(bytes: Uint8Array, view: DataView, at: number, end: number, offset: number): void
  onDamage(damage: EtlDamage): void
}

/**
 * Whether another buffer follows. `beyond`: the file ends before that place; `wait`: more bytes are
 * needed to decide.
 */
type FollowingBuffer = 'yes' | 'no' | 'beyond' | 'wait'

const NEEDS_MORE_BYTES = -1

/**
 * Finds the buffers of a trace one after the other. Each buffer states its own size. Where that
 * size leads to no buffer, the next one is searched for: first at the buffer size from the trace
 * header, then byte by byte.
 */
export class BufferFinder {
  /** Buffer size from the header of the trace; 0 when it is unknown. */
  expectedBufferBytes = 0
  /** Zeros at the end of the file, which were preallocated. */
  unusedBytes = 0
  /** Positions that were examined. Tests bound the work on damaged files with it. */
  probeCount = 0
  /** Offset of the next byte in the file. */
  offset = 0
  /** Start of bytes that belong to no buffer, while their end is searched for; else undefined. */
  #gap: number | undefined
  /** Stated end of the buffer before the gap. */
  #statedEnd = 0
  #gapIsZeros = true
  /** True when the gap follows a cut buffer, which is already reported as damage. */
  #gapIsReported = false
  /** Stated end of a buffer at which no other one was found, until its end is decided. */
  #undecidedEnd: number | undefined
  readonly #listener: BufferListener

  constructor(listener: BufferListener) {
    this.#listener = listener
  }

  /**
   * Reads whole buffers in `from`..`to` of `bytes`, like `Reading.read`. Returns the end of the
   * last one.
   */
  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const start = this.offset - from
    let at = from
    while (at < to) {
      const next = this.#step(bytes, view, at, to, final)
      if (next === NEEDS_MORE_BYTES) break
      at = next
      this.offset = start + at
    }
    if (final) this.#endGap(this.offset, true)
    return at
  }

  #step(bytes: Uint8Array, view: DataView, at: number, to: number, final: boolean): number {
    if (this.#undecidedEnd !== undefined)
      return this.#decideEnd(this.#undecidedEnd, view, at, to, final)
    return this.#gap === undefined
      ? this.#readBuffer(bytes, view, at, to, final)
      : this.#searchBuffer(view, at, to, final)
  }

  #readBuffer(bytes: Uint8Array, view: DataView, at: number, to: number, final: boolean): number {
    const { offset, expectedBufferBytes } = this
    if (to - at < BUFFER_PROBE_BYTES && !final) return NEEDS_MORE_BYTES
    if (to - at < BUFFER_PROBE_BYTES || isZeroHeader(view, at)) {
      this.#beginGap(offset)
      return at
    }
    this.probeCount++
    const size = view.getUint32(at, true)
    const plausible = isPlausibleBuffer(view, at)
    const following = isPlausibleBufferSize(size)
      ? this.#findFollowing(view, at + size, to, final)
      : 'no'
    if (following === 'wait') return NEEDS_MORE_BYTES
    // A size that is too large may lead to a later buffer and skip others.
    const skipsBuffer =
      size > expectedBufferBytes &&
      expectedBufferBytes > 0 &&
      at + expectedBufferBytes + BUFFER_PROBE_BYTES <= to &&
      isPlausibleBuffer(view, at + expectedBufferBytes)
    if (following === 'yes' && !skipsBuffer)
      return this.#emitBuffer(bytes, view, at, at + size, offset)
    const followingExpected =
      expectedBufferBytes > 0 && expectedBufferBytes !== size
        ? this.#findFollowing(view, at + expectedBufferBytes, to, final)
        : 'no'
    if (followingExpected === 'wait') return NEEDS_MORE_BYTES
    if (followingExpected === 'yes') {
      this.#listener.onDamage({ offset, kind: 'buffer-size', lost: 0 })
      return this.#emitBuffer(bytes, view, at, at + expectedBufferBytes, offset)
    }
    if (following === 'yes') return this.#emitBuffer(bytes, view, at, at + size, offset)
    if (!plausible) {
      this.#beginGap(offset)
      return at
    }
    return this.#emitLastBuffer(bytes, view, at, to, following === 'beyond', final)
  }

  #emitBuffer(bytes: Uint8Array, view: DataView, at: number, end: number, offset: number): number {
    this.#listener.onBuffer(bytes, view, at, end, offset)
    return end
  }

  /**
   * Emits a plausible buffer that is not followed by another at its stated end. Its size may be
   * wrong. So the search continues at the end of its events. A compressed buffer does not state
   * that end; then the search continues at its start.
   */
  #emitLastBuffer(
    bytes: Uint8Array,
    view: DataView,
    at: number,
    to: number,
    isCut: boolean,
    final: boolean,
  ): number {
    const { bytes: size, dataEnd, compressed } = readBufferHeader(view, at)
    const { offset } = this
    const stated = Math.min(to, at + size)
    const end = compressed
      ? this.#findNext(view, at + BUFFER_HEADER_BYTES, stated, to, final)
      : Math.min(stated, at + Math.max(BUFFER_HEADER_BYTES, dataEnd))
    if (end === NEEDS_MORE_BYTES) return end
    if (compressed && end < stated)
      this.#listener.onDamage({ offset, kind: 'buffer-size', lost: 0 })
    else if (isCut) this.#listener.onDamage({ offset, kind: 'cut', lost: at + size - to })
    this.#emitBuffer(bytes, view, at, end, offset)
    if (compressed && end < stated) return end
    // After the header buffer, the expected buffer size is known only now.
    if (!isCut) this.#undecidedEnd = offset + size
    else if (end < to) this.#beginGap(offset + end - at, offset + size, isCut)
    return end
  }

  /** Continues at the stated end of the last buffer if another one follows it, else searches. */
  #decideEnd(statedEnd: number, view: DataView, at: number, to: number, final: boolean): number {
    const stated = at + statedEnd - this.offset
    const following = this.#findFollowing(view, stated, to, final)
    if (following === 'wait') return NEEDS_MORE_BYTES
    this.#undecidedEnd = undefined
    if (following === 'yes') return stated
    this.#beginGap(this.offset, statedEnd)
    return at
  }

  /** Start of the next buffer that is followed by another; `limit` when there is none before it. */
  #findNext(view: DataView, from: number, limit: number, to: number, final: boolean): number {
    for (let at = from; at + BUFFER_PROBE_BYTES <= limit; at++) {
      if (!couldBeBuffer(view, at)) continue
      this.probeCount++
      if (!isPlausibleBuffer(view, at)) continue
      const following = this.#findFollowing(view, at + view.getUint32(at, true), to, final)
      if (following === 'wait') return NEEDS_MORE_BYTES
      if (following === 'yes') return at
    }
    return limit
  }

  /** Whether a buffer is at `next`, or a damaged one that is followed by another. */
  #findFollowing(view: DataView, next: number, to: number, final: boolean): FollowingBuffer {
    const following = this.#checkPosition(view, next, to, final)
    if (following !== 'no') return following
    const size = view.getUint32(next, true)
    const own = isPlausibleBufferSize(size)
      ? this.#checkPosition(view, next + size, to, final)
      : 'no'
    if (own === 'yes' || own === 'wait') return own
    const followingExpected =
      this.expectedBufferBytes > 0
        ? this.#checkPosition(view, next + this.expectedBufferBytes, to, final)
        : 'no'
    return followingExpected === 'beyond' ? 'no' : followingExpected
  }

  /** Whether a buffer, zeros, or the end of the file is at `next`. */
  #checkPosition(view: DataView, next: number, to: number, final: boolean): FollowingBuffer {
    if (next + BUFFER_PROBE_BYTES > to) return !final ? 'wait' : next > to ? 'beyond' : 'yes'
    this.probeCount++
    return isPlausibleBuffer(view, next) ||
      skipZeros(view, next, next + BUFFER_HEADER_BYTES) === next + BUFFER_HEADER_BYTES
      ? 'yes'
      : 'no'
  }

  #searchBuffer(view: DataView, from: number, to: number, final: boolean): number {
    const last = to - BUFFER_PROBE_BYTES
    let at = from
    while (at <= last) {
      if (view.getUint32(at, true) === 0) {
        // The first nonzero byte of a buffer may be the fourth byte of its size.
        at = Math.max(at + 1, skipZeros(view, at, to) - 3)
        continue
      }
      if (couldBeBuffer(view, at)) {
        this.probeCount++
        if (isPlausibleBuffer(view, at)) {
          const following = this.#findFollowing(view, at + view.getUint32(at, true), to, final)
          if (following === 'wait') return at > from ? at : NEEDS_MORE_BYTES
          if (following === 'yes' || following === 'beyond') {
            this.#endGap(this.offset + at - from, false)
            return at
          }
        }
      }
      this.#gapIsZeros = false
      at++
    }
    if (!final) return at > from ? Math.min(at, to) : NEEDS_MORE_BYTES
    if (skipZeros(view, Math.min(at, to), to) !== to) this.#gapIsZeros = false
    return to
  }

  #beginGap(offset: number, statedEnd = offset, isReported = false): void {
    this.#gap = offset
    this.#statedEnd = statedEnd
    this.#gapIsZeros = true
    this.#gapIsReported = isReported
  }

  #endGap(offset: number, atEnd: boolean): void {
    if (this.#gap === undefined) return
    const from = this.#statedEnd < offset ? this.#statedEnd : this.#gap
    const lost = offset - from
    if (atEnd && this.#gapIsZeros) this.unusedBytes = lost
    else if (lost > 0 && !(atEnd && this.#gapIsReported))
      this.#listener.onDamage({ offset: from, kind: 'not-a-buffer', lost })
    this.#gap = undefined
  }
}

/** Cheap test: the upper bytes of flags and type are zero in every buffer header. */
const couldBeBuffer = (view: DataView, at: number): boolean =>
  view.getUint8(at + 0x35) === 0 && view.getUint8(at + 0x37) === 0

/** Whether the header at offset `at` is all zeros: the buffer was reserved but never used. */
const isZeroHeader = (view: DataView, at: number): boolean =>
  skipZeros(view, at, at + BUFFER_HEADER_BYTES) === at + BUFFER_HEADER_BYTES

/** End of the zeros that begin at `from`. */
function skipZeros(view: DataView, from: number, to: number): number {
  let at = from
  while (at + 8 <= to && (view.getUint32(at, true) | view.getUint32(at + 4, true)) === 0) at += 8
  while (at < to && view.getUint8(at) === 0) at++
  return at
}
