import { isAscii } from 'node:buffer'
import type { SlidingBuffer } from './sliding-buffer.ts'

/**
 * Bytes converted at once: fits the nearest cache, and one odd character costs no more than its
 * block.
 */
const BLOCK = 64 << 10
/** Bytes of UTF-8 that a unit of two bytes takes at most. */
const LONGEST = 3

/**
 * Turns UTF-16 into UTF-8, pieces of any size, straight into a window. Nearly all text in traces is
 * ASCII: then narrowing each unit to a byte does it, which typed arrays do natively, and widening
 * it again proves that nothing was lost. Measured here: 14 GB/s, a TextDecoder 1.1, a loop that
 * looks at each word 7. That is why no parser reads UTF-16 as it is: at 1 GB/s and less, they gain
 * more from half the bytes than this costs.
 */
export class Utf16Transcoder {
  private readonly swapped: boolean
  private readonly wide = new Uint16Array(BLOCK / 2)
  private readonly wideBytes = Buffer.from(this.wide.buffer)
  private readonly encoder = new TextEncoder()
  /** An own, aligned copy of a piece that cannot be read where it lies. */
  private own = Buffer.alloc(0)
  /**
   * What the piece before ended with, as UTF-16LE: half a unit (as it came), or half a surrogate
   * pair, or both.
   */
  private rest = Buffer.alloc(0)

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.swapped = encoding === 'utf-16be'
  }

  /** Appends what the piece stands for to the window. With `final` nothing more comes. */
  append(piece: Uint8Array, final: boolean, into: SlidingBuffer): void {
    const bytes = this.aligned(piece)
    const even = bytes.length & ~1
    into.makeRoom((even / 2 + 2) * LONGEST)
    let at = 0
    while (at < even) {
      let end = Math.min(even, at + BLOCK)
      if (!this.narrow(bytes, at, end, into)) {
        // A pair is not to be parted; alone at the very end, its half is only known to be that with
        // the next piece.
        if (isHighSurrogate(bytes, end - 2)) end -= 2
        this.decode(bytes.subarray(at, end), into)
      }
      at = end
      if (end + 2 === even && isHighSurrogate(bytes, end)) break
    }
    this.rest = Buffer.from(bytes.subarray(at))
    if (!final) return
    this.decode(this.rest, into)
    this.rest = Buffer.alloc(0)
  }

  /** The piece behind the rest of the one before, as UTF-16LE at an even place in memory. */
  private aligned(piece: Uint8Array): Buffer {
    const { rest } = this
    if (!this.swapped && rest.length === 0 && piece.byteOffset % 2 === 0) return asBuffer(piece)
    const length = rest.length + piece.length
    if (this.own.length < length) this.own = Buffer.from(new ArrayBuffer(length))
    this.own.set(rest)
    this.own.set(piece, rest.length)
    const bytes = this.own.subarray(0, length)
    if (this.swapped) bytes.subarray(rest.length & ~1, length & ~1).swap16()
    return bytes
  }

  /** Whether all units of the block were ASCII; they are in the window then. */
  private narrow(bytes: Buffer, at: number, end: number, into: SlidingBuffer): boolean {
    const count = (end - at) / 2
    const narrowed = into.bytes.subarray(into.to, into.to + count)
    narrowed.set(new Uint16Array(bytes.buffer, bytes.byteOffset + at, count))
    if (!isAscii(narrowed)) return false
    this.wide.set(narrowed)
    if (this.wideBytes.compare(bytes, at, end, 0, end - at) !== 0) return false
    into.to += count
    return true
  }

  private decode(bytes: Uint8Array, into: SlidingBuffer): void {
    const text = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes)
    into.to += this.encoder.encodeInto(text, into.bytes.subarray(into.to)).written
  }
}

const isHighSurrogate = (bytes: Buffer, at: number): boolean =>
  ((bytes[at + 1] as number) & 0xfc) === 0xd8

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
