import { pipeline, Readable } from 'node:stream'
import { crc32, createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib'
import { formatBytes, formatNumber } from '../../model/duration.ts'
import { MIN_RATIO_CHECK_BYTES } from './archive-limits.ts'
import {
  DamagedEntryError,
  type GzipLimits,
  isSeekable,
  LimitExceededError,
  type PackedBytes,
  type SeekableBytes,
} from './packed-bytes.ts'
import { openSeekable } from './seekable-reader.ts'

const MAX_GZIP_CHUNK_BYTES = 64 << 10
/** Packed bytes that unpack to a few MiB at most. */
const CAREFUL_PIECE_BYTES = 4 << 10

/**
 * Yields the unpacked bytes of an entry in chunks of about `chunkBytes`. Throws a
 * `DamagedEntryError` where they are damaged or exceed a limit.
 */
export async function* unpack(packed: PackedBytes, chunkBytes: number): AsyncGenerator<Uint8Array> {
  if (isSeekable(packed)) yield* readChunks(packed, chunkBytes)
  else if (packed.kind === 'gzip') yield* gunzip(packed, chunkBytes)
  else if (packed.kind === 'part') yield* readPart(packed, chunkBytes)
  else {
    const open = () => readChunks(packed.raw, chunkBytes)
    const chunks =
      packed.method === 'stored'
        ? open()
        : inflate(() => createInflateRaw(streamOptions(chunkBytes)), open)
    yield* check(chunks, packed)
  }
}

/** Two chunks ahead: a thread of zlib inflates one while this thread reads the other. */
const streamOptions = (chunkBytes: number) => ({
  chunkSize: chunkBytes,
  highWaterMark: 2 * chunkBytes,
})

function* readChunks(seekable: SeekableBytes, chunkBytes: number): Generator<Uint8Array> {
  const reader = openSeekable(seekable)
  try {
    for (let at = 0; at < seekable.bytes; ) {
      const bytes = reader.readBytes(at, chunkBytes)
      if (bytes.length === 0)
        throw new DamagedEntryError(
          `cut off: ${formatNumber(seekable.bytes - at)} bytes of it are missing`,
        )
      at += bytes.length
      yield bytes
    }
  } finally {
    reader.release()
  }
}

/**
 * Yields everything that comes out, also where the bytes are damaged: then throws. `create` makes a
 * stream of zlib, and `open` reads the packed bytes from their start.
 */
async function* inflate(
  create: () => InflateRaw | Gunzip,
  open: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const stream = create()
  const input = Readable.from(open(), { highWaterMark: 1 })
  let length = 0
  // The loop below throws the errors. Without a callback, `pipeline` would throw them as well.
  pipeline(input, stream, () => {})
  try {
    for await (const bytes of stream) {
      length += bytes.length
      yield bytes as Uint8Array
    }
    return
  } catch (error) {
    const failure = toDamagedEntryError(error as NodeJS.ErrnoException)
    if (failure instanceof DamagedEntryError && !(failure instanceof LimitExceededError))
      yield* inflateToDamage(create(), open(), { length, consumed: stream.bytesWritten })
    throw failure
  } finally {
    stream.destroy()
    input.destroy()
  }
}

/**
 * Yields what comes out after the first `length` bytes. A stream that fails drops what it has
 * unpacked and not yet passed on, so this one starts again. From the `consumed` packed bytes on, it
 * gets one byte at a time, and fails at the first damaged one. Never throws.
 */
async function* inflateToDamage(
  stream: InflateRaw | Gunzip,
  raw: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { length, consumed }: { readonly length: number; readonly consumed: number },
): AsyncGenerator<Uint8Array> {
  let toSkip = length
  const unpacked: Uint8Array[] = []
  stream.on('data', (bytes: Uint8Array) => {
    if (bytes.length > toSkip) unpacked.push(bytes.subarray(toSkip))
    toSkip = Math.max(0, toSkip - bytes.length)
  })
  let settle: (isWritten: boolean) => void = () => {}
  stream.on('error', () => settle(false))
  const write = (bytes: Uint8Array) =>
    new Promise<boolean>((resolve) => {
      settle = resolve
      stream.write(bytes, (error) => resolve(!error))
    })
  try {
    for await (const piece of inPieces(raw, consumed)) {
      const isWritten = await write(piece)
      yield* unpacked.splice(0)
      if (!isWritten) return
    }
  } catch {
    // The packed bytes end here.
  } finally {
    stream.destroy()
  }
  yield* unpacked
}

/** Yields bytes in pieces of a few KiB up to a position, and byte by byte from there. */
async function* inPieces(
  raw: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  position: number,
): AsyncGenerator<Uint8Array> {
  let offset = 0
  for await (const bytes of raw) {
    for (let at = 0; at < bytes.length; ) {
      const before = position - offset - at
      const end = at + (before > 0 ? Math.min(before, CAREFUL_PIECE_BYTES) : 1)
      yield bytes.subarray(at, end)
      at = Math.min(end, bytes.length)
    }
    offset += bytes.length
  }
}

/** Translates an error of zlib into words for the report. Other errors are returned unchanged. */
export function toDamagedEntryError(error: NodeJS.ErrnoException): Error {
  if (error instanceof DamagedEntryError || !error.code?.startsWith('Z_')) return error
  if (error.code === 'Z_BUF_ERROR')
    return new DamagedEntryError('cut off: its compressed bytes end too soon')
  return new DamagedEntryError(`damaged: its compressed bytes are not valid (${error.message})`)
}

interface ExpectedContent {
  readonly bytes: number
  readonly crc: number
}

/** Compares the content of an entry with the size and checksum that the archive states. */
export class IntegrityCheck {
  private readonly expected: ExpectedContent
  private length = 0
  private crc = 0

  constructor(expected: ExpectedContent) {
    this.expected = expected
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length
    const expected = this.expected.bytes
    if (this.length > expected)
      throw new DamagedEntryError(
        `contains more than the ${formatNumber(expected)} bytes that the archive states`,
      )
    this.crc = crc32(bytes, this.crc)
  }

  end(): void {
    const { bytes, crc } = this.expected
    if (this.length < bytes)
      throw new DamagedEntryError(
        `ends after ${formatNumber(this.length)} bytes; the archive states ${formatNumber(bytes)}`,
      )
    if (this.crc !== crc)
      throw new DamagedEntryError('damaged: its checksum (CRC) is not the one in the archive')
  }
}

async function* check(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  expected: ExpectedContent,
): AsyncGenerator<Uint8Array> {
  const integrity = new IntegrityCheck(expected)
  for await (const bytes of chunks) {
    integrity.add(bytes)
    yield bytes
  }
  integrity.end()
}

async function* gunzip(
  { container, limits }: { readonly container: PackedBytes; readonly limits: GzipLimits },
  chunkBytes: number,
): AsyncGenerator<Uint8Array> {
  let packedLength = 0
  let length = 0
  const counted = async function* () {
    packedLength = 0
    for await (const bytes of unpack(container, Math.min(chunkBytes, MAX_GZIP_CHUNK_BYTES))) {
      packedLength += bytes.length
      yield bytes
    }
  }
  const create = () => createGunzip(streamOptions(chunkBytes))
  for await (const bytes of inflate(create, counted)) {
    length += bytes.length
    if (length > limits.bytes)
      throw new LimitExceededError(
        `unpacks to more than ${formatBytes(limits.bytes)} (--max-entry-bytes, --max-total-bytes)`,
      )
    if (length > MIN_RATIO_CHECK_BYTES && length > limits.ratio * packedLength)
      throw new LimitExceededError(
        `unpacks to more than ${formatNumber(limits.ratio)} times its size (--max-ratio)`,
      )
    yield bytes
  }
}

async function* readPart(
  { container, from, bytes }: Extract<PackedBytes, { kind: 'part' }>,
  chunkBytes: number,
): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of unpack(container, chunkBytes)) {
    const start = Math.max(0, from - at)
    const end = Math.min(chunk.length, from + bytes - at)
    at += chunk.length
    if (start < end) yield chunk.subarray(start, end)
    if (at >= from + bytes) return
  }
  throw new DamagedEntryError(
    `cut off: the archive ends ${formatNumber(from + bytes - at)} bytes before it does`,
  )
}
