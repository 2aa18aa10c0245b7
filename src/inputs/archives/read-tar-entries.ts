import { defined } from '../../model/defined.ts'
import { isKnownTime } from '../../model/moment.ts'
import { type ArchiveEntry, inspectFirstBytes } from './archive-entry.ts'
import { SNIFF_BYTES } from './archive-kind.ts'
import { DamagedEntryError, type PackedBytes } from './packed-bytes.ts'
import { parsePaxRecords } from './parse-pax-records.ts'
import { openTarCursor, type TarCursor } from './tar-cursor.ts'
import { parseTarHeader, readTarText, TAR_BLOCK_BYTES, type TarHeader } from './tar-header.ts'

/**
 * When a tar can only be read from its start, entries up to this size are kept in memory. Of larger
 * ones the beginning and the end are kept.
 */
const MAX_HELD_BYTES = 4 << 20
const HEAD_BYTES = 256 << 10
const TAIL_BYTES = 64 << 10
/**
 * Longer ones are damaged or hostile.
 * Limit: bytes of the properties (PAX) of a tar entry.
 * Beyond: the tar counts as damaged from there on.
 */
const MAX_PROPERTIES_BYTES = 1 << 20
const CUT_OFF = 'cut off: the archive ends before it does'

export interface TarOptions {
  /** Whether the entry with this name is going to be opened. */
  readonly needsContent: (name: string) => boolean
  /** Returns memory to hold bytes in; undefined when none is left. */
  readonly allocate: (bytes: number) => Uint8Array | undefined
}

/** Pax properties of an entry, such as `path` and `size`. They replace the fields of the header. */
type Properties = ReadonlyMap<string, string>

type EntryContent = Pick<ArchiveEntry, 'packed' | 'archiveKind' | 'problem'>

/** Yields all entries of a tar in their order. Throws where it cannot be read further. */
export async function* readTarEntries(
  tar: PackedBytes,
  options: TarOptions,
): AsyncGenerator<ArchiveEntry> {
  const cursor = openTarCursor(tar)
  try {
    let ownProperties = new Map<string, string>()
    const globalProperties = new Map<string, string>()
    for (;;) {
      const block = await cursor.read(TAR_BLOCK_BYTES)
      if (block.length < TAR_BLOCK_BYTES) {
        if (block.length === 0) return // some programs omit the empty blocks at the end
        throw new DamagedEntryError('cut off in the header of an entry')
      }
      const header = parseTarHeader(block)
      if (!header) {
        // Reads to the end, where a gzip states whether it is complete.
        await cursor.skip(Number.POSITIVE_INFINITY)
        return
      }
      const { type, bytes } = header
      if ('xgLK'.includes(type)) {
        const text = await readProperties(cursor, bytes)
        if (type === 'x')
          for (const [key, value] of parsePaxRecords(text)) ownProperties.set(key, value)
        else if (type === 'g')
          for (const [key, value] of parsePaxRecords(text)) globalProperties.set(key, value)
        else if (type === 'L') ownProperties.set('path', readTarText(text, 0, text.length))
        continue
      }
      const properties = new Map([...globalProperties, ...ownProperties])
      yield await readEntry(header, properties, cursor, options)
      ownProperties = new Map()
    }
  } finally {
    await cursor.close()
  }
}

async function readProperties(cursor: TarCursor, bytes: number): Promise<Uint8Array> {
  if (bytes > MAX_PROPERTIES_BYTES)
    throw new DamagedEntryError('damaged: the properties of an entry are too long')
  const text = (await cursor.read(bytes)).slice()
  if (text.length < bytes || !(await cursor.skip(paddingOf(bytes))))
    throw new DamagedEntryError('cut off in the properties of an entry')
  return text
}

const paddingOf = (bytes: number): number =>
  (TAR_BLOCK_BYTES - (bytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES

async function readEntry(
  header: TarHeader,
  properties: Properties,
  cursor: TarCursor,
  options: TarOptions,
): Promise<ArchiveEntry> {
  const name = properties.get('path') ?? header.name
  const size = Number(properties.get('size') ?? header.bytes)
  if (!Number.isSafeInteger(size) || size < 0)
    throw new DamagedEntryError('damaged: the size of an entry is not a number')
  const kind = entryKind(header.type, name)
  // Links and folders have no content, whatever size their headers state.
  const bytes = kind === 'file' ? size : 0
  const base = { name, kind, bytes, ...entryTimes(header, properties) } as const
  const isSparse = properties.has('GNU.sparse.major') || properties.has('GNU.sparse.map')
  if (header.type === 'S' || isSparse) {
    await cursor.skip(size + paddingOf(size))
    return {
      ...base,
      problem: 'a sparse file, of which a tar contains only parts: unpack it first',
    }
  }
  const from = cursor.position
  let content: EntryContent = {}
  try {
    if (kind === 'file' && options.needsContent(name))
      content = await readContent(cursor, bytes, options)
    const missing = from + bytes - cursor.position
    if (missing > 0 && !(await cursor.skip(missing))) content = { problem: CUT_OFF }
    await cursor.skip(paddingOf(bytes))
  } catch (error) {
    // The next header cannot be read either, which reports why.
    content = { problem: (error as Error).message }
  }
  return { ...base, ...content }
}

async function readContent(
  cursor: TarCursor,
  bytes: number,
  { allocate }: TarOptions,
): Promise<EntryContent> {
  const packed = cursor.slice(cursor.position, bytes)
  const sniff = async () => inspectFirstBytes(await cursor.read(Math.min(bytes, SNIFF_BYTES)))
  if (packed.kind !== 'part') return { packed, ...(await sniff()) }
  const held = bytes <= MAX_HELD_BYTES ? allocate(bytes) : undefined
  if (held) {
    if ((await cursor.readInto(held)) < bytes) return { problem: CUT_OFF }
    const format = inspectFirstBytes(held.subarray(0, SNIFF_BYTES))
    return { packed: { kind: 'held', held, from: 0, bytes }, ...format }
  }
  const hasEnds = bytes > HEAD_BYTES + TAIL_BYTES
  const ends = hasEnds ? allocate(HEAD_BYTES + TAIL_BYTES) : undefined
  if (!ends) return { packed, ...(await sniff()) }
  const [head, tail] = [ends.subarray(0, HEAD_BYTES), ends.subarray(HEAD_BYTES)]
  const isWhole =
    (await cursor.readInto(head)) === HEAD_BYTES &&
    (await cursor.skip(bytes - HEAD_BYTES - TAIL_BYTES)) &&
    (await cursor.readInto(tail)) === TAIL_BYTES
  // The beginning of an entry that is cut off is still worth reading.
  return {
    packed: isWhole ? { ...packed, head, tail } : packed,
    ...inspectFirstBytes(head.subarray(0, SNIFF_BYTES)),
  }
}

function entryKind(type: string, name: string): ArchiveEntry['kind'] {
  if (type === '5' || ('07'.includes(type) && name.endsWith('/'))) return 'folder'
  if (type === '1' || type === '2') return 'link'
  // POSIX: unknown types are files.
  return '346DMV'.includes(type) ? 'other' : 'file'
}

/** Pax times have fractions of a second, those of the header have not. */
function entryTimes(
  header: TarHeader,
  properties: Properties,
): Pick<ArchiveEntry, 'written' | 'created'> {
  const timeOf = (key: string): number | undefined => {
    const time = Number(properties.get(key) ?? Number.NaN) * 1000
    return time > 0 && isKnownTime(time) ? Math.floor(time) : undefined
  }
  return defined({
    written: timeOf('mtime') ?? header.written,
    created: timeOf('LIBARCHIVE.creationtime'),
  })
}
