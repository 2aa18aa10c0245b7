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

/**
 * The bytes of an entry from its start to its end, as they come out; throws where they are damaged
 * or more than they may be.
 */
export async function* unpack(packed: PackedBytes, piece: number): AsyncGenerator<Uint8Array> {
  if (isSeekable(packed)) yield* pieces(packed, piece)
  else if (packed.kind === 'gzip') yield* gunzipped(packed, piece)
  else if (packed.kind === 'part') yield* partial(packed, piece)
  else {
    const raw = pieces(packed.of, piece)
    const out = packed.method === 'stored' ? raw : inflated(createInflateRaw(roomFor(piece)), raw)
    yield* checked(out, packed)
  }
}

/** Two pieces ahead: one is inflated by another thread while this one reads the other. */
const roomFor = (piece: number) => ({ chunkSize: piece, highWaterMark: 2 * piece })

function* pieces(plain: SeekableBytes, piece: number): Generator<Uint8Array> {
  const reader = openSeekable(plain)
  try {
    for (let at = 0; at < plain.bytes; ) {
      const bytes = reader.readBytes(at, piece)
      if (bytes.length === 0)
        throw new DamagedEntryError(
          `cut off: ${formatNumber(plain.bytes - at)} bytes of it are missing`,
        )
      at += bytes.length
      yield bytes
    }
  } finally {
    reader.release()
  }
}

async function* inflated(
  inflate: InflateRaw | Gunzip,
  raw: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const from = Readable.from(raw, { highWaterMark: 1 })
  // What fails comes out of the loop below; the callback must be there all the same.
  pipeline(from, inflate, () => {})
  try {
    for await (const bytes of inflate) yield bytes as Uint8Array
  } catch (error) {
    throw toDamagedEntryError(error as NodeJS.ErrnoException)
  } finally {
    inflate.destroy()
    from.destroy()
  }
}

/** What zlib says, in words. */
export function toDamagedEntryError(error: NodeJS.ErrnoException): Error {
  if (error instanceof DamagedEntryError || !error.code?.startsWith('Z_')) return error
  if (error.code === 'Z_BUF_ERROR')
    return new DamagedEntryError('cut off: its compressed bytes end too soon')
  return new DamagedEntryError(`damaged: its compressed bytes are not valid (${error.message})`)
}

interface Promised {
  readonly bytes: number
  readonly crc: number
}

/** Holds an entry to what the archive says of it. */
export class IntegrityCheck {
  private readonly promised: Promised
  private length = 0
  private crc = 0

  constructor(promised: Promised) {
    this.promised = promised
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length
    if (this.length > this.promised.bytes)
      throw new DamagedEntryError(
        `holds more than the ${formatNumber(this.promised.bytes)} bytes that the archive says it has`,
      )
    this.crc = crc32(bytes, this.crc)
  }

  end(): void {
    const { bytes, crc } = this.promised
    if (this.length < bytes)
      throw new DamagedEntryError(
        `ends after ${formatNumber(this.length)} bytes; the archive says it has ${formatNumber(bytes)}`,
      )
    if (this.crc !== crc)
      throw new DamagedEntryError('damaged: its checksum (CRC) is not the one in the archive')
  }
}

async function* checked(
  out: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  promised: Promised,
): AsyncGenerator<Uint8Array> {
  const check = new IntegrityCheck(promised)
  for await (const bytes of out) {
    check.add(bytes)
    yield bytes
  }
  check.end()
}

async function* gunzipped(
  { of, most }: { readonly of: PackedBytes; readonly most: GzipLimits },
  piece: number,
): AsyncGenerator<Uint8Array> {
  let taken = 0
  let given = 0
  const counted = async function* () {
    for await (const bytes of unpack(of, Math.min(piece, 64 << 10))) {
      taken += bytes.length
      yield bytes
    }
  }
  for await (const bytes of inflated(createGunzip(roomFor(piece)), counted())) {
    given += bytes.length
    if (given > most.bytes)
      throw new LimitExceededError(
        `unpacks to more than ${formatBytes(most.bytes)} (--max-entry-bytes, --max-total-bytes)`,
      )
    if (given > MIN_RATIO_CHECK_BYTES && given > most.ratio * taken)
      throw new LimitExceededError(
        `unpacks to more than ${formatNumber(most.ratio)} times its size (--max-ratio)`,
      )
    yield bytes
  }
}

async function* partial(
  { of, from, bytes }: Extract<PackedBytes, { kind: 'part' }>,
  piece: number,
): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of unpack(of, piece)) {
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
