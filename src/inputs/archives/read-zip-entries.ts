import { constants, inflateRawSync } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'
import { formatBytes, formatNumber } from '../../model/duration.ts'
import { type ArchiveEntry, inspectFirstBytes } from './archive-entry.ts'
import { SNIFF_BYTES } from './archive-kind.ts'
import { decodeZipName } from './decode-zip-name.ts'
import { DamagedEntryError, type SeekableBytes, sliceSeekable } from './packed-bytes.ts'
import { isSmallEntry, readSmallEntry } from './read-small-entry.ts'
import { readZipTimes } from './read-zip-times.ts'
import { openSeekable, type SeekableReader } from './seekable-reader.ts'

const LOCAL_HEADER = 30
const DIRECTORY_HEADER = 46
/** Most headers, with the beginning of what stands behind them. */
const LOOK = 1 << 10
/** Deflate cannot make more of a byte. */
const MOST_OF_DEFLATE = 1032
const STRONG_ENCRYPTION = 0x40

const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

/** Reads ahead: the directory of a zip is asked for in pieces of some dozen bytes. */
class DirectoryReader extends RandomAccessReader {
  private readonly reader: SeekableReader
  private ahead: Uint8Array = new Uint8Array(0)
  private from = 0

  constructor(reader: SeekableReader) {
    super()
    this.reader = reader
  }

  override read(
    into: Buffer,
    at: number,
    length: number,
    position: number,
    callback: (...heard: [Error | null, number]) => void,
  ) {
    try {
      const inside = position >= this.from && position + length <= this.from + this.ahead.length
      if (!inside) {
        this.ahead = this.reader.readBytes(position, Math.max(length, 64 << 10))
        this.from = position
      }
      const bytes = this.ahead.subarray(position - this.from, position - this.from + length)
      into.set(bytes, at)
      // It would end the list: one such entry must not cost those behind it. That it is encrypted
      // another flag says.
      if (length === DIRECTORY_HEADER && into.readUInt32LE(at) === 0x02014b50)
        into[at + 8] = (into[at + 8] ?? 0) & ~STRONG_ENCRYPTION
      callback(null, bytes.length)
    } catch (error) {
      callback(error as Error, 0)
    }
  }
}

const inWords = (error: Error): Error =>
  /^End of central directory|^unexpected EOF/.test(error.message)
    ? new DamagedEntryError(
        'cut off or damaged: the list of its entries, which stands at its end, is missing',
      )
    : error

export interface ZipOptions {
  /** Minutes east of UTC, of times in local time. */
  readonly utcOffset: number
  /** How many entries at most. */
  readonly most: number
  /** Whether an entry is going to be opened. */
  readonly opened: (name: string) => boolean
  /** Whether there is room to keep so many bytes of content. */
  readonly keep: (bytes: number) => boolean
}

/** What the directory of a zip lists, in its order; throws where it cannot be read further. */
export async function* readZipEntries(
  zip: SeekableBytes,
  options: ZipOptions,
): AsyncGenerator<ArchiveEntry> {
  const entries: ArchiveEntry[] = []
  let failure: unknown
  try {
    for await (const entry of listed(zip, options)) if (entries.push(entry) >= options.most) break
  } catch (error) {
    failure = inWords(error as Error)
  }
  const lie = overlapping(entries)
  for (const entry of entries)
    yield lie.has(entry) ? { ...entry, problem: 'damaged: it lies inside another entry' } : entry
  if (failure !== undefined) throw failure
}

async function* listed(
  zip: SeekableBytes,
  { utcOffset, opened, keep }: ZipOptions,
): AsyncGenerator<ArchiveEntry> {
  const reader = openSeekable(zip)
  const look = new Uint8Array(LOOK)
  try {
    const file = await fromRandomAccessReaderPromise(new DirectoryReader(reader), zip.bytes, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    })
    for await (const entry of file.eachEntry()) {
      const name = decodeZipName(entry)
      const kind = kindOf(entry, name)
      const base = { name, kind, bytes: entry.uncompressedSize, packedBytes: entry.compressedSize }
      const content =
        kind === 'file' && opened(name) ? contentOf(entry, zip, { reader, look, keep }) : {}
      yield { ...base, ...content, ...readZipTimes(entry, utcOffset) }
    }
  } finally {
    reader.release()
  }
}

type Content = Pick<ArchiveEntry, 'packed' | 'content' | 'archive' | 'problem'>

interface Looking extends Pick<ZipOptions, 'keep'> {
  readonly reader: SeekableReader
  readonly look: Uint8Array
}

function contentOf(entry: Entry, zip: SeekableBytes, { reader, look, keep }: Looking): Content {
  const {
    compressedSize,
    relativeOffsetOfLocalHeader: at,
    compressionMethod,
    uncompressedSize: bytes,
    crc32: crc,
  } = entry
  const problem = whyNot(entry)
  if (problem !== undefined) return { problem }
  const seen = look.subarray(0, reader.read(look, 0, LOOK, at))
  const view = new DataView(seen.buffer, seen.byteOffset, seen.length)
  if (seen.length < LOCAL_HEADER || view.getUint32(0, true) !== 0x04034b50)
    return { problem: 'damaged: it is not where the archive says' }
  const ahead = LOCAL_HEADER + view.getUint16(26, true) + view.getUint16(28, true)
  if (at + ahead + compressedSize > zip.bytes)
    return { problem: 'cut off: the archive ends before it does' }
  const of = sliceSeekable(zip, at + ahead, compressedSize)
  const method = compressionMethod === 0 ? 'stored' : 'deflated'
  const packed = { kind: 'zipped', of, method, bytes, crc } as const
  const content = isSmallEntry(packed) && keep(bytes) ? wholeOf(packed) : undefined
  if (content) return { packed, content, ...inspectFirstBytes(content) }
  const telling = Math.min(SNIFF_BYTES, compressedSize)
  const raw =
    ahead + telling <= LOOK
      ? seen.subarray(ahead, ahead + telling)
      : reader.readBytes(at + ahead, telling)
  return { packed, ...inspectFirstBytes(method === 'stored' ? raw : startOf(raw)) }
}

/** Undefined where it is damaged: reading it will say so. */
function wholeOf(packed: Parameters<typeof readSmallEntry>[0]): Uint8Array | undefined {
  try {
    return readSmallEntry(packed)
  } catch {
    return undefined
  }
}

function kindOf(
  { versionMadeBy, externalFileAttributes }: Entry,
  name: string,
): ArchiveEntry['kind'] {
  if (name.endsWith('/')) return 'folder'
  // Of Unix the upper half is the file's mode.
  const type = versionMadeBy >> 8 === 3 ? (externalFileAttributes >>> 28) & 15 : 0
  return type === 0xa ? 'link' : type === 0 || type === 8 ? 'file' : type === 4 ? 'folder' : 'other'
}

function whyNot(entry: Entry): string | undefined {
  const { compressionMethod: method, compressedSize: packed, uncompressedSize: bytes } = entry
  if (entry.isEncrypted()) return 'encrypted: unpack it first, with its password'
  if (method !== 0 && method !== 8)
    return `compressed by ${METHODS[method] ?? `method ${method}`}, which spoolscope does not read: unpack it first`
  if (method === 0 ? bytes !== packed : bytes > packed * MOST_OF_DEFLATE + 64)
    return `damaged: the archive says it has ${formatBytes(bytes)}, which ${formatNumber(packed)} packed bytes cannot be`
  return undefined
}

/**
 * The first bytes that come out of the first bytes packed; fewer where they are damaged: reading it
 * will say so.
 */
function startOf(raw: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(raw, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 4096 })
  } catch {
    return new Uint8Array(0)
  }
}

/**
 * Entries whose bytes are those of another one as well: so a small archive can unpack to any size.
 */
function overlapping(entries: readonly ArchiveEntry[]): ReadonlySet<ArchiveEntry> {
  const placed = entries.flatMap((entry) =>
    entry.packed?.kind === 'zipped' && entry.packed.of.bytes > 0
      ? [{ entry, from: entry.packed.of.from, bytes: entry.packed.of.bytes }]
      : [],
  )
  const lie = new Set<ArchiveEntry>()
  let end = 0
  for (const { entry, from, bytes } of placed.sort((left, right) => left.from - right.from)) {
    if (from < end) lie.add(entry)
    else end = from + bytes
  }
  return lie
}
