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

const LOCAL_HEADER_BYTES = 30
const LOCAL_HEADER_SIGNATURE = 0x04034b50
const DIRECTORY_HEADER_BYTES = 46
const DIRECTORY_HEADER_SIGNATURE = 0x02014b50
const DIRECTORY_CHUNK_BYTES = 64 << 10
/** Enough for most local headers and the first bytes of their entries. */
const HEADER_CHUNK_BYTES = 1 << 10
/** Deflate expands one byte to at most this many. */
const MAX_DEFLATE_RATIO = 1032
const STRONG_ENCRYPTION = 0x40
const STORED = 0
const DEFLATED = 8

const METHOD_NAMES: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

/** Reads ahead: yauzl asks for the directory of a zip in pieces of some dozen bytes. */
class DirectoryReader extends RandomAccessReader {
  private readonly reader: SeekableReader
  private chunk: Uint8Array = new Uint8Array(0)
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
    callback: (...result: [Error | null, number]) => void,
  ) {
    try {
      const to = this.from + this.chunk.length
      if (position < this.from || position + length > to) {
        this.chunk = this.reader.readBytes(position, Math.max(length, DIRECTORY_CHUNK_BYTES))
        this.from = position
      }
      const bytes = this.chunk.subarray(position - this.from, position - this.from + length)
      into.set(bytes, at)
      // At this flag yauzl stops, so that all later entries would be lost. Another flag says as
      // well that the entry is encrypted.
      const isDirectoryHeader =
        length === DIRECTORY_HEADER_BYTES && into.readUInt32LE(at) === DIRECTORY_HEADER_SIGNATURE
      if (isDirectoryHeader) into[at + 8] = (into[at + 8] ?? 0) & ~STRONG_ENCRYPTION
      callback(null, bytes.length)
    } catch (error) {
      callback(error as Error, 0)
    }
  }
}

/** Translates an error of yauzl into words for the report, where it means a missing directory. */
const toDirectoryError = (error: Error): Error =>
  /^End of central directory|^unexpected EOF/.test(error.message)
    ? new DamagedEntryError(
        'cut off or damaged: the list of its entries, which is at its end, is missing',
      )
    : error

export interface ZipOptions {
  /** Minutes east of UTC, for times in local time. */
  readonly utcOffset: number
  readonly maxEntries: number
  /** Whether the entry with this name is going to be opened. */
  readonly needsContent: (name: string) => boolean
  /** Reserves room for the content of a small entry. Returns false when there is none left. */
  readonly reserveContent: (bytes: number) => boolean
}

/** Yields the entries in the order of the directory. Throws where it cannot be read further. */
export async function* readZipEntries(
  zip: SeekableBytes,
  options: ZipOptions,
): AsyncGenerator<ArchiveEntry> {
  const entries: ArchiveEntry[] = []
  let failure: unknown
  try {
    for await (const entry of readDirectory(zip, options))
      if (entries.push(entry) >= options.maxEntries) break
  } catch (error) {
    failure = toDirectoryError(error as Error)
  }
  const overlapping = findOverlapping(entries)
  for (const entry of entries)
    yield overlapping.has(entry)
      ? { ...entry, problem: 'damaged: it is inside another entry' }
      : entry
  if (failure !== undefined) throw failure
}

async function* readDirectory(
  zip: SeekableBytes,
  { utcOffset, needsContent, reserveContent }: ZipOptions,
): AsyncGenerator<ArchiveEntry> {
  const reader = openSeekable(zip)
  const headerChunk = new Uint8Array(HEADER_CHUNK_BYTES)
  try {
    const file = await fromRandomAccessReaderPromise(new DirectoryReader(reader), zip.bytes, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    })
    for await (const entry of file.eachEntry()) {
      const name = decodeZipName(entry)
      const kind = entryKind(entry, name)
      const base = { name, kind, bytes: entry.uncompressedSize, packedBytes: entry.compressedSize }
      const content =
        kind === 'file' && needsContent(name)
          ? readContent(entry, zip, { reader, headerChunk, reserveContent })
          : {}
      yield { ...base, ...content, ...readZipTimes(entry, utcOffset) }
    }
    checkEnd(reader, file.entryCount, file.readEntryCursor as unknown as number)
  } finally {
    reader.release()
  }
}

/**
 * Throws a `DamagedEntryError` where the directory has more entries than the end of the zip states.
 * `end` is the place behind the last of them.
 */
function checkEnd(reader: SeekableReader, count: number, end: number): void {
  const startsWith = (at: number, signature: number) => {
    const bytes = reader.readBytes(at, 4)
    return (
      bytes.length === 4 &&
      new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === signature
    )
  }
  const hasMore =
    startsWith(end, DIRECTORY_HEADER_SIGNATURE) ||
    (count === 0 && startsWith(0, LOCAL_HEADER_SIGNATURE))
  if (hasMore)
    throw new DamagedEntryError(
      `damaged: its end states ${formatNumber(count)} entries, but it has more`,
    )
}

type EntryContent = Pick<ArchiveEntry, 'packed' | 'content' | 'archiveKind' | 'problem'>

interface ContentOptions extends Pick<ZipOptions, 'reserveContent'> {
  readonly reader: SeekableReader
  /** Memory for the local header, reused for each entry. */
  readonly headerChunk: Uint8Array
}

function readContent(
  entry: Entry,
  zip: SeekableBytes,
  { reader, headerChunk, reserveContent }: ContentOptions,
): EntryContent {
  const {
    compressedSize,
    relativeOffsetOfLocalHeader: headerOffset,
    compressionMethod,
    uncompressedSize: bytes,
    crc32: crc,
  } = entry
  const problem = entryProblem(entry)
  if (problem !== undefined) return { problem }
  const chunk = headerChunk.subarray(
    0,
    reader.read(headerChunk, 0, HEADER_CHUNK_BYTES, headerOffset),
  )
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length)
  if (chunk.length < LOCAL_HEADER_BYTES || view.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE)
    return { problem: 'damaged: it is not where the archive says' }
  // Behind the fixed part of the header there are the name and the extra fields.
  const headerBytes = LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true)
  const offset = headerOffset + headerBytes
  if (offset + compressedSize > zip.bytes)
    return { problem: 'cut off: the archive ends before it does' }
  const raw = sliceSeekable(zip, offset, compressedSize)
  const method = compressionMethod === STORED ? 'stored' : 'deflated'
  const packed = { kind: 'zipped', raw, method, bytes, crc } as const
  const content = isSmallEntry(packed) && reserveContent(bytes) ? tryReadEntry(packed) : undefined
  if (content) return { packed, content, ...inspectFirstBytes(content) }
  const sniffBytes = Math.min(SNIFF_BYTES, compressedSize)
  const start =
    headerBytes + sniffBytes <= HEADER_CHUNK_BYTES
      ? chunk.subarray(headerBytes, headerBytes + sniffBytes)
      : reader.readBytes(offset, sniffBytes)
  return { packed, ...inspectFirstBytes(method === 'stored' ? start : inflateStart(start)) }
}

/** Returns undefined where the entry is damaged. Reading it later reports that. */
function tryReadEntry(packed: Parameters<typeof readSmallEntry>[0]): Uint8Array | undefined {
  try {
    return readSmallEntry(packed)
  } catch {
    return undefined
  }
}

function entryKind(
  { versionMadeBy, externalFileAttributes }: Entry,
  name: string,
): ArchiveEntry['kind'] {
  if (name.endsWith('/')) return 'folder'
  // Written on Unix, the upper half of the attributes is the file mode.
  const isUnix = versionMadeBy >> 8 === 3
  const fileType = isUnix ? (externalFileAttributes >>> 28) & 15 : 0
  if (fileType === 0xa) return 'link'
  if (fileType === 0 || fileType === 8) return 'file'
  return fileType === 4 ? 'folder' : 'other'
}

/** Returns why an entry cannot be read, by its directory header. */
function entryProblem(entry: Entry): string | undefined {
  const { compressionMethod: method, compressedSize: packed, uncompressedSize: bytes } = entry
  if (entry.isEncrypted()) return 'encrypted: unpack it first, with its password'
  if (method !== STORED && method !== DEFLATED) {
    const name = METHOD_NAMES[method] ?? `method ${method}`
    return `compressed by ${name}, which spoolscope does not read: unpack it first`
  }
  if (method === STORED ? bytes !== packed : bytes > packed * MAX_DEFLATE_RATIO + 64)
    return (
      `damaged: the archive states ${formatBytes(bytes)}, ` +
      `which ${formatNumber(packed)} packed bytes cannot be`
    )
  return undefined
}

/** Inflates the first bytes. Returns fewer where they are damaged: reading it reports that. */
function inflateStart(raw: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(raw, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 4096 })
  } catch {
    return new Uint8Array(0)
  }
}

/**
 * Finds entries that share bytes with another one. A small archive of such entries can unpack to
 * any size.
 */
function findOverlapping(entries: readonly ArchiveEntry[]): ReadonlySet<ArchiveEntry> {
  const ranges = entries.flatMap((entry) =>
    entry.packed?.kind === 'zipped' && entry.packed.raw.bytes > 0
      ? [{ entry, from: entry.packed.raw.from, bytes: entry.packed.raw.bytes }]
      : [],
  )
  const overlapping = new Set<ArchiveEntry>()
  let end = 0
  for (const { entry, from, bytes } of ranges.sort((left, right) => left.from - right.from)) {
    if (from < end) overlapping.add(entry)
    else end = from + bytes
  }
  return overlapping
}
