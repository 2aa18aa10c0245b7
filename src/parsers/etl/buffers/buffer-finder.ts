import type { EtlDamage } from '../etl-damage.ts'
import {
  BUFFER_HEADER_BYTES,
  BUFFER_PROBE_BYTES,
  isPlausibleBuffer,
  isPlausibleBufferSize,
  readBufferHeader,
} from './buffer-header.ts'

interface BufferListener {
  /** A buffer begins at `at` of the bytes and goes to `end`; `offset` is its place in the file. */
  onBuffer(bytes: Uint8Array, view: DataView, at: number, end: number, offset: number): void
  onDamage(damage: EtlDamage): void
}

/**
 * Whether another buffer follows. `beyond`: the file ends before. `wait`: more bytes would tell.
 */
type FollowingBuffer = 'yes' | 'no' | 'beyond' | 'wait'

const NEEDS_MORE_BYTES = -1

/**
 * Steps from buffer to buffer. Each states its own size; where that leads to no buffer, the next
 * one is looked for: at the distance that the header of the trace gives, else byte by byte.
 */
export class BufferFinder {
  /** Size of buffers as the header of the trace states it; 0 where it is not known. */
  expectedBufferBytes = 0
  /** Zeros at the end of the file: room that was kept for it. */
  unusedBytes = 0
  /** Places that were looked at: what bounds the work. */
  probeCount = 0
  /** Offset in the file of the next byte. */
  offset = 0
  /** Where bytes begin that belong to no buffer, while its end is looked for. */
  #gap: number | undefined
  /** Where the buffer before the gap ends by its own account. */
  #statedEnd = 0
  #gapIsZeros = true
  /** The gap is what lies behind a buffer that is cut, which has been told. */
  #gapIsTold = false
  readonly #listener: BufferListener

  constructor(listener: BufferListener) {
    this.#listener = listener
  }

  /**
   * Like `Reading.read`: takes whole buffers of `bytes` from `from` up to `to` and returns how far
   * it got.
   */
  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const start = this.offset - from
    let at = from
    while (at < to) {
      const next =
        this.#gap === undefined
          ? this.#take(bytes, view, at, to, final)
          : this.#search(view, at, to, final)
      if (next === NEEDS_MORE_BYTES) break
      at = next
      this.offset = start + at
    }
    if (final) this.#endGap(this.offset, true)
    return at
  }

  #take(bytes: Uint8Array, view: DataView, at: number, to: number, final: boolean): number {
    const { offset, expectedBufferBytes: usualBytes } = this
    if (to - at < BUFFER_PROBE_BYTES && !final) return NEEDS_MORE_BYTES
    if (to - at < BUFFER_PROBE_BYTES || isZeroHeader(view, at)) {
      this.#beginGap(offset)
      return at
    }
    this.probeCount++
    const size = view.getUint32(at, true)
    const plausible = isPlausibleBuffer(view, at)
    const chain = isPlausibleBufferSize(size) ? this.#leads(view, at + size, to, final) : 'no'
    if (chain === 'wait') return NEEDS_MORE_BYTES
    // A size that is too large may lead to a buffer too, past others.
    const past =
      size > usualBytes &&
      usualBytes > 0 &&
      at + usualBytes + BUFFER_PROBE_BYTES <= to &&
      isPlausibleBuffer(view, at + usualBytes)
    if (chain === 'yes' && !past) return this.#hear(bytes, view, at, at + size, offset)
    const usual =
      usualBytes > 0 && usualBytes !== size ? this.#leads(view, at + usualBytes, to, final) : 'no'
    if (usual === 'wait') return NEEDS_MORE_BYTES
    if (usual === 'yes') {
      this.#listener.onDamage({ offset, kind: 'buffer-size', lost: 0 })
      return this.#hear(bytes, view, at, at + usualBytes, offset)
    }
    if (chain === 'yes') return this.#hear(bytes, view, at, at + size, offset)
    if (!plausible) {
      this.#beginGap(offset)
      return at
    }
    return this.#hearLast(bytes, view, at, to, chain === 'beyond')
  }

  #hear(bytes: Uint8Array, view: DataView, at: number, end: number, offset: number): number {
    this.#listener.onBuffer(bytes, view, at, end, offset)
    return end
  }

  /**
   * It is sound, but nothing follows where it says that it ends. It may be its size that is wrong:
   * the search begins where its events end, or in a compressed one, which does not tell that, at
   * its beginning.
   */
  #hearLast(bytes: Uint8Array, view: DataView, at: number, to: number, cut: boolean): number {
    const { bytes: size, dataEnd, compressed } = readBufferHeader(view, at)
    const { offset } = this
    const stated = Math.min(to, at + size)
    const end = compressed
      ? this.#next(view, at + BUFFER_HEADER_BYTES, stated, to)
      : Math.min(stated, at + Math.max(BUFFER_HEADER_BYTES, dataEnd))
    if (compressed && end < stated)
      this.#listener.onDamage({ offset, kind: 'buffer-size', lost: 0 })
    else if (cut) this.#listener.onDamage({ offset, kind: 'cut', lost: at + size - to })
    this.#hear(bytes, view, at, end, offset)
    if (compressed && end < stated) return end
    // Where that was the header of the trace, the usual size is known only now.
    if (!cut && this.#leads(view, at + size, to, true) === 'yes') return at + size
    if (end < to) this.#beginGap(offset + end - at, offset + size, cut)
    return end
  }

  /** Where the next buffer begins that leads to another; `limit` where there is none before. */
  #next(view: DataView, from: number, limit: number, to: number): number {
    for (let at = from; at + BUFFER_PROBE_BYTES <= limit; at++) {
      if (!couldBeBuffer(view, at)) continue
      this.probeCount++
      if (
        isPlausibleBuffer(view, at) &&
        this.#leads(view, at + view.getUint32(at, true), to, true) === 'yes'
      )
        return at
    }
    return limit
  }

  /** A buffer header at `next`, or one that is damaged but leads to another. */
  #leads(view: DataView, next: number, to: number, final: boolean): FollowingBuffer {
    const chain = this.#follows(view, next, to, final)
    if (chain !== 'no') return chain
    const size = view.getUint32(next, true)
    const own = isPlausibleBufferSize(size) ? this.#follows(view, next + size, to, final) : 'no'
    if (own === 'yes' || own === 'wait') return own
    const usual =
      this.expectedBufferBytes > 0
        ? this.#follows(view, next + this.expectedBufferBytes, to, final)
        : 'no'
    return usual === 'beyond' ? 'no' : usual
  }

  /** A buffer, zeros, or the end of the file. */
  #follows(view: DataView, next: number, to: number, final: boolean): FollowingBuffer {
    if (next + BUFFER_PROBE_BYTES > to) return !final ? 'wait' : next > to ? 'beyond' : 'yes'
    this.probeCount++
    return isPlausibleBuffer(view, next) ||
      skipZeros(view, next, next + BUFFER_HEADER_BYTES) === next + BUFFER_HEADER_BYTES
      ? 'yes'
      : 'no'
  }

  #search(view: DataView, from: number, to: number, final: boolean): number {
    const last = to - BUFFER_PROBE_BYTES
    let at = from
    while (at <= last) {
      if (view.getUint32(at, true) === 0) {
        // The first byte of a buffer that is not zero may be the fourth of its size.
        at = Math.max(at + 1, skipZeros(view, at, to) - 3)
        continue
      }
      if (couldBeBuffer(view, at)) {
        this.probeCount++
        if (isPlausibleBuffer(view, at)) {
          const chain = this.#leads(view, at + view.getUint32(at, true), to, final)
          if (chain === 'wait') return at > from ? at : NEEDS_MORE_BYTES
          if (chain === 'yes' || chain === 'beyond') {
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

  #beginGap(offset: number, statedEnd = offset, told = false): void {
    this.#gap = offset
    this.#statedEnd = statedEnd
    this.#gapIsZeros = true
    this.#gapIsTold = told
  }

  #endGap(offset: number, atEnd: boolean): void {
    if (this.#gap === undefined) return
    const from = this.#statedEnd < offset ? this.#statedEnd : this.#gap
    const lost = offset - from
    if (atEnd && this.#gapIsZeros) this.unusedBytes = lost
    else if (lost > 0 && !(atEnd && this.#gapIsTold))
      this.#listener.onDamage({ offset: from, kind: 'not-a-buffer', lost })
    this.#gap = undefined
  }
}

/**
 * The upper halves of flags and type, which are zero in every buffer header, tell most places
 * apart.
 */
const couldBeBuffer = (view: DataView, at: number): boolean =>
  view.getUint8(at + 0x35) === 0 && view.getUint8(at + 0x37) === 0

/** No buffer header, but room that was kept for one. */
const isZeroHeader = (view: DataView, at: number): boolean =>
  skipZeros(view, at, at + BUFFER_HEADER_BYTES) === at + BUFFER_HEADER_BYTES

/** Where the zeros that begin at `from` end. */
function skipZeros(view: DataView, from: number, to: number): number {
  let at = from
  while (at + 8 <= to && (view.getUint32(at, true) | view.getUint32(at + 4, true)) === 0) at += 8
  while (at < to && view.getUint8(at) === 0) at++
  return at
}
