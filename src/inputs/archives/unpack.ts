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

/**
 * Yields the unpacked bytes of an entry in chunks of about `chunkBytes`. Throws a
 * `DamagedEntryError` where they are damaged or exceed a limit.
 */
export async function* unpack(packed: PackedBytes, chunkBytes: number): AsyncGenerator<Uint8Array> {
  if (isSeekable(packed)) yield* readChunks(packed, chunkBytes)
  else if (packed.kind === 'gzip') yield* gunzip(packed, chunkBytes)
  else if (packed.kind === 'part') yield* readPart(packed, chunkBytes)
  else {
    const raw = readChunks(packed.raw, chunkBytes)
    const chunks =
      packed.method === 'stored' ? raw : inflate(createInflateRaw(streamOptions(chunkBytes)), raw)
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

async function* inflate(
  stream: InflateRaw | Gunzip,
  raw: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const input = Readable.from(raw, { highWaterMark: 1 })
  // The loop below throws the errors. Without a callback, `pipeline` would throw them as well.
  pipeline(input, stream, () => {})
  try {
    for await (const bytes of stream) yield bytes as Uint8Array
  } catch (error) {
    throw toDamagedEntryError(error as NodeJS.ErrnoException)
  } finally {
    stream.destroy()
    input.destroy()
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
    for await (const bytes of unpack(container, Math.min(chunkBytes, MAX_GZIP_CHUNK_BYTES))) {
      packedLength += bytes.length
      yield bytes
    }
  }
  for await (const bytes of inflate(createGunzip(streamOptions(chunkBytes)), counted())) {
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
