import { pipeline, Readable } from 'node:stream'
import { crc32, createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib'
import { byteText, numberText } from '../../model/duration.ts'
import { FREE_OF_RATIO } from './limits.ts'
import {
  DamagedEntry,
  type GzipBounds,
  isPlain,
  type Packed,
  type Plain,
  TooMuch,
} from './packed.ts'
import { readPlain } from './plain-reader.ts'

/**
 * The bytes of an entry from its start to its end, as they come out; throws where they are damaged
 * or more than they may be.
 */
export async function* unpacked(packed: Packed, piece: number): AsyncGenerator<Uint8Array> {
  if (isPlain(packed)) yield* pieces(packed, piece)
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

function* pieces(plain: Plain, piece: number): Generator<Uint8Array> {
  const reader = readPlain(plain)
  try {
    for (let at = 0; at < plain.bytes; ) {
      const bytes = reader.take(at, piece)
      if (bytes.length === 0)
        throw new DamagedEntry(`cut off: ${numberText(plain.bytes - at)} bytes of it are missing`)
      at += bytes.length
      yield bytes
    }
  } finally {
    reader.rest()
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
    throw inWords(error as NodeJS.ErrnoException)
  } finally {
    inflate.destroy()
    from.destroy()
  }
}

/** What zlib says, in words. */
export function inWords(error: NodeJS.ErrnoException): Error {
  if (error instanceof DamagedEntry || !error.code?.startsWith('Z_')) return error
  if (error.code === 'Z_BUF_ERROR')
    return new DamagedEntry('cut off: its compressed bytes end too soon')
  return new DamagedEntry(`damaged: its compressed bytes are not valid (${error.message})`)
}

interface Promised {
  readonly bytes: number
  readonly crc: number
}

/** Holds an entry to what the archive says of it. */
export class Check {
  private readonly promised: Promised
  private length = 0
  private crc = 0

  constructor(promised: Promised) {
    this.promised = promised
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length
    if (this.length > this.promised.bytes)
      throw new DamagedEntry(
        `holds more than the ${numberText(this.promised.bytes)} bytes that the archive says it has`,
      )
    this.crc = crc32(bytes, this.crc)
  }

  end(): void {
    const { bytes, crc } = this.promised
    if (this.length < bytes)
      throw new DamagedEntry(
        `ends after ${numberText(this.length)} bytes; the archive says it has ${numberText(bytes)}`,
      )
    if (this.crc !== crc)
      throw new DamagedEntry('damaged: its checksum (CRC) is not the one in the archive')
  }
}

async function* checked(
  out: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  promised: Promised,
): AsyncGenerator<Uint8Array> {
  const check = new Check(promised)
  for await (const bytes of out) {
    check.add(bytes)
    yield bytes
  }
  check.end()
}

async function* gunzipped(
  { of, most }: { readonly of: Packed; readonly most: GzipBounds },
  piece: number,
): AsyncGenerator<Uint8Array> {
  let taken = 0
  let given = 0
  const counted = async function* () {
    for await (const bytes of unpacked(of, Math.min(piece, 64 << 10))) {
      taken += bytes.length
      yield bytes
    }
  }
  for await (const bytes of inflated(createGunzip(roomFor(piece)), counted())) {
    given += bytes.length
    if (given > most.bytes)
      throw new TooMuch(
        `unpacks to more than ${byteText(most.bytes)} (--max-entry-bytes, --max-total-bytes)`,
      )
    if (given > FREE_OF_RATIO && given > most.ratio * taken)
      throw new TooMuch(
        `unpacks to more than ${numberText(most.ratio)} times its size (--max-ratio)`,
      )
    yield bytes
  }
}

async function* partial(
  { of, from, bytes }: Extract<Packed, { kind: 'part' }>,
  piece: number,
): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of unpacked(of, piece)) {
    const start = Math.max(0, from - at)
    const end = Math.min(chunk.length, from + bytes - at)
    at += chunk.length
    if (start < end) yield chunk.subarray(start, end)
    if (at >= from + bytes) return
  }
  throw new DamagedEntry(
    `cut off: the archive ends ${numberText(from + bytes - at)} bytes before it does`,
  )
}
