import { isAscii } from 'node:buffer'
import type { SlidingBuffer } from './sliding-buffer.ts'

/**
 * Bytes that are converted at once. They fit into the L1 cache, and a character outside ASCII makes
 * only its own block slower.
 */
const BLOCK_BYTES = 64 << 10
/** Shared by all inputs: nothing in them is kept between blocks. */
const WIDE = new Uint16Array(BLOCK_BYTES / 2)
const WIDE_BYTES = Buffer.from(WIDE.buffer)
/** Bytes of UTF-8 that one UTF-16 unit takes at most. */
const MAX_UTF8_BYTES = 3

/**
 * Converts UTF-16 to UTF-8 and appends it to a buffer. The input may be cut anywhere.
 *
 * Nearly all text in traces is ASCII. Then it is enough to copy each unit into one byte, which
 * typed arrays do natively. Widening the bytes again and comparing them proves that nothing was
 * lost. Measured: 14 GB/s; a TextDecoder does 1.1 GB/s, a loop over 64-bit words 7 GB/s. That is
 * why no parser reads UTF-16: at 1 GB/s or less, parsers gain more from half the bytes.
 */
export class Utf16Transcoder {
  private readonly isBigEndian: boolean
  private readonly encoder = new TextEncoder()
  /** An aligned copy of a chunk that cannot be read in place. */
  private aligned = Buffer.alloc(0)
  /** The end of the last chunk that was not converted: half a unit, half a surrogate pair. */
  private remainder = Buffer.alloc(0)

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.isBigEndian = encoding === 'utf-16be'
  }

  /** Appends the text of a chunk to `target`. `final` says that no more chunks follow. */
  append(chunk: Uint8Array, final: boolean, target: SlidingBuffer): void {
    const bytes = this.align(chunk)
    const even = bytes.length & ~1
    target.makeRoom((even / 2 + 2) * MAX_UTF8_BYTES)
    let at = 0
    while (at < even) {
      let end = Math.min(even, at + BLOCK_BYTES)
      if (!this.narrow(bytes, at, end, target)) {
        // A surrogate pair must not be cut. The last unit may be the first half of a pair that
        // continues in the next chunk.
        if (isHighSurrogate(bytes, end - 2)) end -= 2
        this.decode(bytes.subarray(at, end), target)
      }
      at = end
      if (end + 2 === even && isHighSurrogate(bytes, end)) break
    }
    this.remainder = Buffer.from(bytes.subarray(at))
    if (!final) return
    this.decode(this.remainder, target)
    this.remainder = Buffer.alloc(0)
  }

  /** Returns the remainder and the chunk as UTF-16LE at an even address. */
  private align(chunk: Uint8Array): Buffer {
    const { remainder } = this
    if (!this.isBigEndian && remainder.length === 0 && chunk.byteOffset % 2 === 0)
      return asBuffer(chunk)
    const length = remainder.length + chunk.length
    if (this.aligned.length < length) this.aligned = Buffer.from(new ArrayBuffer(length))
    this.aligned.set(remainder)
    this.aligned.set(chunk, remainder.length)
    const bytes = this.aligned.subarray(0, length)
    // Whole units of the remainder are little-endian already.
    if (this.isBigEndian) bytes.subarray(remainder.length & ~1, length & ~1).swap16()
    return bytes
  }

  /** Appends a block of ASCII. Returns false, and appends nothing, for any other block. */
  private narrow(bytes: Buffer, at: number, end: number, target: SlidingBuffer): boolean {
    const count = (end - at) / 2
    const narrowed = target.bytes.subarray(target.to, target.to + count)
    narrowed.set(new Uint16Array(bytes.buffer, bytes.byteOffset + at, count))
    if (!isAscii(narrowed)) return false
    WIDE.set(narrowed)
    if (WIDE_BYTES.compare(bytes, at, end, 0, end - at) !== 0) return false
    target.to += count
    return true
  }

  private decode(bytes: Uint8Array, target: SlidingBuffer): void {
    const text = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes)
    target.to += this.encoder.encodeInto(text, target.bytes.subarray(target.to)).written
  }
}

const isHighSurrogate = (bytes: Buffer, at: number): boolean =>
  ((bytes[at + 1] as number) & 0xfc) === 0xd8

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
