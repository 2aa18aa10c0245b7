import type { ParseSession } from '../model/parser.ts'
import type { Tally } from '../model/tally.ts'
import type { ByteSource } from './byte-source.ts'
import { replaceCrWithLf } from './encoding.ts'
import { openInput } from './open-input.ts'
import type { ScannerSession } from './open-scanner.ts'
import type { RecognisedInput } from './recognise.ts'
import { SlidingBuffer } from './sliding-buffer.ts'
import { Utf16Transcoder } from './utf16-transcoder.ts'

const LF = 10
const LARGEST_PIECE = 1 << 20
/**
 * Of inputs that a kernel reads: what is read and walked in turn stays in the processor's second
 * cache.
 */
const KERNEL_PIECE = 256 << 10
const SMALLEST_PIECE = 64 << 10
/** Of all inputs of a case that are open at once, the pieces together. */
const ALL_PIECES = 4 << 20
/** A record longer than this is read in parts: no input may take all memory. */
const LONGEST_RECORD = 64 << 20

/** How much of each of so many inputs is read at a time. */
const pieceOf = (inputs: number): number =>
  Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, Math.floor(ALL_PIECES / inputs)))

/**
 * Takes one input off the disk piece by piece, as UTF-8 or ANSI with LF line ends, and offers it to
 * a parser.
 */
export class InputReader {
  atEnd = false
  private readonly source: ByteSource
  private readonly window: SlidingBuffer
  private readonly piece: number
  /** One of so many that none may keep what it is not using. */
  private readonly crowded: boolean
  private readonly narrower: Utf16Transcoder | undefined
  /** A piece as it lies on the disk, where that is not what parsers get. */
  private raw: Uint8Array | undefined
  private readonly cr: boolean
  private skip: number
  /** More may come behind its end. */
  private readonly growing: boolean
  private readonly kernel: ScannerSession | undefined

  /**
   * One of `inputs` that are read at the same time; or one that grows, from a source of its own.
   */
  constructor(input: RecognisedInput, inputs = 1, kernel?: ScannerSession, growing?: ByteSource) {
    const { kind, bytes } = input.found
    const many = pieceOf(inputs) < LARGEST_PIECE
    this.source =
      growing ?? (input.alreadyRead ? resume(input.alreadyRead) : openInput(input.found, many))
    const piece = kernel || growing ? KERNEL_PIECE : pieceOf(inputs)
    this.kernel = kernel
    this.growing = growing !== undefined
    this.crowded = this.growing || many
    // Small files have small windows. One byte more, to meet the end of those that have grown.
    this.piece = kind !== 'stream' && !growing ? Math.min(piece, bytes + 1) : piece
    this.window = new SlidingBuffer(this.piece >= bytes ? this.piece : 2 * this.piece, kernel?.desk)
    this.narrower = input.encoding === 'utf-8' ? undefined : new Utf16Transcoder(input.encoding)
    this.cr = input.cr
    this.skip = input.bom
  }

  /** Reads one more piece; returns how many bytes that took off the input. */
  async readChunk(): Promise<number> {
    const { window } = this
    window.acquire()
    const before = window.length
    const length = this.narrower ? await this.readUtf16(this.narrower) : await this.readAsItIs()
    if (this.cr) replaceCrWithLf(window.bytes, window.to - (window.length - before), window.to)
    this.atEnd = length === 0 && !this.growing
    return length
  }

  private async readAsItIs(): Promise<number> {
    const { window } = this
    window.makeRoom(this.piece)
    const length = await this.source.read(window.bytes, window.to, this.piece)
    window.to += length
    const skipped = Math.min(this.skip, window.length)
    window.from += skipped
    this.skip -= skipped
    return length
  }

  private async readUtf16(narrower: Utf16Transcoder): Promise<number> {
    this.raw ??= new Uint8Array(this.piece)
    const { raw } = this
    const length = await this.source.read(raw, 0, this.piece)
    const skipped = Math.min(this.skip, length)
    this.skip -= skipped
    narrower.append(raw.subarray(skipped, length), length === 0 && !this.growing, this.window)
    return length
  }

  /** Whether the parser left something unread that ends with a line. */
  get endsWithLineFeed(): boolean {
    const { window } = this
    return window.length > 0 && window.bytes[window.to - 1] === LF
  }

  /** Lets the parser read what is in memory; with `final`, as if nothing came behind it. */
  parseBuffered(reading: ParseSession, tally: Tally, final = this.atEnd): void {
    const { window } = this
    window.acquire()
    this.kernel?.kernel.setPlan(this.kernel.aim)
    const cut = window.length > LONGEST_RECORD
    if (cut) tally.addNote(`A record longer than ${LONGEST_RECORD >> 20} MiB was read in parts`)
    window.from = reading.read(window.bytes, window.from, window.to, final || cut)
  }

  /** To be called before waiting for other inputs. */
  release(): void {
    if (!this.crowded) return
    this.window.shrink()
    this.raw = undefined
    this.source.release()
  }

  close(): void {
    this.window.shrink()
    this.source.close()
  }
}

/** The same input again from its start, of which a part has been taken already. */
function resume({ bytes, source }: NonNullable<RecognisedInput['alreadyRead']>): ByteSource {
  let at = 0
  return {
    ...source,
    read(into, place, length) {
      if (at >= bytes.length) return source.read(into, place, length)
      const part = bytes.subarray(at, at + length)
      into.set(part, place)
      at += part.length
      return part.length
    },
  }
}
