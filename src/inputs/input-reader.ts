import { defined } from '../model/defined.ts'
import type { ParseSession } from '../model/parser.ts'
import type { Tally } from '../model/tally.ts'
import { type ByteSource, contentSource, emptySource } from './byte-source.ts'
import { replaceCrWithLf } from './encoding.ts'
import { openInput } from './open-input.ts'
import type { ScannerSession } from './open-scanner.ts'
import type { RecognisedInput } from './recognise.ts'
import { SlidingBuffer } from './sliding-buffer.ts'
import { Utf16Transcoder } from './utf16-transcoder.ts'

const LF = 10
const MAX_CHUNK_BYTES = 1 << 20
/**
 * For the scanner, which scans a chunk right after it is read: small enough to be in the caches
 * still, large enough that the work for each chunk does not count.
 */
const SCANNER_CHUNK_BYTES = 512 << 10
const MIN_CHUNK_BYTES = 64 << 10
/** Limit for the chunks of all inputs that are open at the same time. */
const ALL_CHUNKS_BYTES = 4 << 20
/**
 * A longer record is parsed in parts, so that no input can take all memory.
 * Limit: bytes of one record in memory.
 * Beyond: the record is read in parts; the report says so.
 */
const MAX_RECORD_BYTES = 64 << 20

/** The part of a recognized input that decides how its bytes are read. */
export type ReadableInput = Pick<
  RecognisedInput,
  'found' | 'encoding' | 'bomBytes' | 'crLineEnds' | 'alreadyRead' | 'converted'
>

/** A converted text is UTF-8 with LF line ends. */
const PLAIN_TEXT = { encoding: 'utf-8', crLineEnds: false, bomBytes: 0 } as const

export interface InputReaderOptions {
  /** Number of inputs that are open at the same time. More inputs get smaller chunks. */
  readonly openInputs?: number | undefined
  readonly session?: ScannerSession | undefined
  /** The source of a file that grows. It replaces the source that the input names. */
  readonly growingSource?: ByteSource | undefined
}

const chunkBytesFor = (openInputs: number): number =>
  Math.max(MIN_CHUNK_BYTES, Math.min(MAX_CHUNK_BYTES, Math.floor(ALL_CHUNKS_BYTES / openInputs)))

/**
 * Reads the bytes of one input in chunks and hands them to a parse session: without the byte order
 * mark, as UTF-8 or ANSI, with LF line ends.
 */
export class InputReader {
  /** Whether the last read found no more bytes. A growing source may have more later. */
  atEnd = false
  private readonly source: ByteSource
  private readonly buffer: SlidingBuffer
  private readonly chunkBytes: number
  /** Many inputs are open: each frees its memory and its file while others are read. */
  private readonly freesMemory: boolean
  private readonly isGrowing: boolean
  private readonly session: ScannerSession | undefined
  private readonly transcoder: Utf16Transcoder | undefined
  /** A chunk of UTF-16, before it is transcoded into the buffer. */
  private raw: Uint8Array | undefined
  /** The bytes of an input that is in memory and needs no change. */
  private readonly content: Uint8Array | undefined
  private isContentTaken = false
  private readonly crLineEnds: boolean
  private bomBytesLeft: number

  constructor(
    input: ReadableInput,
    { openInputs = 1, session, growingSource }: InputReaderOptions = {},
  ) {
    const { converted } = input
    const { kind } = input.found
    const bytes = converted?.bytes.length ?? input.found.bytes
    this.freesMemory = chunkBytesFor(openInputs) < MAX_CHUNK_BYTES
    this.source =
      growingSource ??
      (converted && contentSource(converted.bytes)) ??
      (input.alreadyRead ? resume(input.alreadyRead) : openInput(input.found, this.freesMemory))
    this.isGrowing = growingSource !== undefined
    this.session = session
    const chunkBytes = session || growingSource ? SCANNER_CHUNK_BYTES : chunkBytesFor(openInputs)
    // A small file needs a small buffer. One byte more than its size shows whether it has grown.
    const isFixed = (converted !== undefined || kind !== 'stream') && !growingSource
    this.chunkBytes = isFixed ? Math.min(chunkBytes, bytes + 1) : chunkBytes
    const bufferBytes = this.chunkBytes >= bytes ? this.chunkBytes : 2 * this.chunkBytes
    const { encoding, crLineEnds, bomBytes } = converted ? PLAIN_TEXT : input
    this.transcoder = encoding === 'utf-8' ? undefined : new Utf16Transcoder(encoding)
    this.crLineEnds = crLineEnds
    this.bomBytesLeft = bomBytes
    const isUsedAsItIs = !session && !this.transcoder && !crLineEnds
    const { content } = this.source
    const isSmall = content !== undefined && content.length <= MAX_CHUNK_BYTES
    this.content = isUsedAsItIs && isSmall ? content : undefined
    this.buffer = new SlidingBuffer(this.content ? 0 : bufferBytes, session?.buffer)
  }

  /** Reads one chunk. Returns the number of bytes that the source gave: 0 at its end. */
  async readChunk(): Promise<number> {
    const { buffer, transcoder, chunkBytes } = this
    if (this.content) return this.takeContent(this.content)
    buffer.acquire()
    const unread = buffer.length
    let length: number
    if (transcoder) {
      this.raw ??= new Uint8Array(chunkBytes)
      const { raw } = this
      length = await this.source.read(raw, 0, chunkBytes)
      const text = raw.subarray(this.skipBom(length), length)
      transcoder.append(text, length === 0 && !this.isGrowing, buffer)
    } else {
      buffer.makeRoom(chunkBytes)
      length = await this.source.read(buffer.bytes, buffer.to, chunkBytes)
      buffer.to += length
      buffer.from += this.skipBom(buffer.length)
    }
    if (this.crLineEnds)
      replaceCrWithLf(buffer.bytes, buffer.to - (buffer.length - unread), buffer.to)
    this.atEnd = length === 0
    return length
  }

  /** Makes all bytes available at once, without a copy. Returns 0 when they were taken before. */
  private takeContent(content: Uint8Array): number {
    const { buffer } = this
    this.atEnd = this.isContentTaken || content.length === 0
    if (this.atEnd) return 0
    this.isContentTaken = true
    buffer.bytes = content
    buffer.to = content.length
    buffer.from = this.skipBom(content.length)
    return content.length
  }

  /** Returns how many of the next bytes belong to the byte order mark. */
  private skipBom(length: number): number {
    const skipped = Math.min(this.bomBytesLeft, length)
    this.bomBytesLeft -= skipped
    return skipped
  }

  /** Whether the parser left bytes unread and the last of them is a line feed. */
  get endsWithLineFeed(): boolean {
    const { buffer } = this
    return buffer.length > 0 && buffer.bytes[buffer.to - 1] === LF
  }

  /**
   * Lets the session parse what is in memory. With `final` it has to parse all of it. The end of a
   * growing source is not final by itself.
   */
  parseBuffered(parsing: ParseSession, tally: Tally, final = this.atEnd && !this.isGrowing): void {
    const { buffer, session } = this
    buffer.acquire()
    session?.scanner.setPlan(session.plan)
    const isTooLong = buffer.length > MAX_RECORD_BYTES
    if (isTooLong)
      tally.addNote(`A record longer than ${MAX_RECORD_BYTES >> 20} MiB was read in parts`)
    buffer.from = parsing.read(buffer.bytes, buffer.from, buffer.to, final || isTooLong)
  }

  /**
   * Reads to the end, or until the session is done, and hands every chunk to the session. Then
   * closes the input. Waits for `afterChunk`, such as for an output that is slower. Read errors are
   * thrown.
   */
  async readAll(
    parsing: ParseSession & { readonly isDone?: boolean },
    tally: Tally,
    afterChunk?: () => Promise<unknown> | undefined,
  ): Promise<void> {
    try {
      do {
        await this.readChunk()
        this.parseBuffered(parsing, tally)
        if (afterChunk) await afterChunk()
      } while (!this.atEnd && !parsing.isDone)
    } finally {
      this.close()
    }
  }

  /** Called before other inputs are read. Closes an input at its end. */
  pause(): void {
    if (this.atEnd && !this.isGrowing) this.close()
    else if (this.freesMemory) this.release()
  }

  /** Frees memory and file handle. The next chunk follows the last one nevertheless. */
  release(): void {
    this.buffer.shrink()
    this.raw = undefined
    this.source.release()
  }

  close(): void {
    this.buffer.shrink()
    this.source.close()
  }
}

/** Returns a source that starts with the bytes that were read from it before. */
function resume({ bytes, source }: NonNullable<RecognisedInput['alreadyRead']>): ByteSource {
  let position = 0
  return {
    ...source,
    ...defined({ content: source === emptySource ? bytes : undefined }),
    read(into, at, length) {
      if (position >= bytes.length) return source.read(into, at, length)
      const part = bytes.subarray(position, position + length)
      into.set(part, at)
      position += part.length
      return part.length
    },
  }
}
