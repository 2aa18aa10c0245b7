import { defined } from '../../model/defined.ts'
import { type ArchiveEntry, inspectFirstBytes } from './archive-entry.ts'
import { SNIFF_BYTES } from './archive-kind.ts'
import { DamagedEntryError, type PackedBytes } from './packed-bytes.ts'
import { parsePaxRecords } from './parse-pax-records.ts'
import { openTarCursor, type TarCursor } from './tar-cursor.ts'
import { parseTarHeader, readTarText, TAR_BLOCK_BYTES, type TarHeader } from './tar-header.ts'

/**
 * Entries up to this are kept when the tar can only be read from its start; of larger ones, their
 * beginning and end.
 */
const SMALL = 4 << 20
const HEAD = 256 << 10
const TAIL = 64 << 10
/** Properties of one entry: longer ones are damage, or meant to harm. */
const LONGEST_PROPERTIES = 1 << 20

export interface TarOptions {
  /** Whether an entry is going to be opened. */
  readonly needsContent: (name: string) => boolean
  /** Memory to keep bytes in, while there is room. */
  readonly allocate: (bytes: number) => Uint8Array | undefined
}

/** All entries of a tar in their order; throws where it cannot be read further. */
export async function* readTarEntries(
  tar: PackedBytes,
  options: TarOptions,
): AsyncGenerator<ArchiveEntry> {
  const cursor = openTarCursor(tar)
  try {
    let more = new Map<string, string>()
    const always = new Map<string, string>()
    for (;;) {
      const block = await cursor.read(TAR_BLOCK_BYTES)
      if (block.length < TAR_BLOCK_BYTES) {
        if (block.length === 0) return // some programs leave out the empty blocks at the end
        throw new DamagedEntryError('cut off in the header of an entry')
      }
      const header = parseTarHeader(block)
      if (!header) {
        // To its end, where a gzip says whether it is whole.
        await cursor.skip(Number.POSITIVE_INFINITY)
        return
      }
      const { type, bytes } = header
      if ('xgLK'.includes(type)) {
        const text = await properties(cursor, bytes)
        if (type === 'x') for (const [key, value] of parsePaxRecords(text)) more.set(key, value)
        else if (type === 'g')
          for (const [key, value] of parsePaxRecords(text)) always.set(key, value)
        else if (type === 'L') more.set('path', readTarText(text, 0, text.length))
        continue
      }
      yield await entryOf(header, new Map([...always, ...more]), cursor, options)
      more = new Map()
    }
  } finally {
    await cursor.close()
  }
}

async function properties(cursor: TarCursor, bytes: number): Promise<Uint8Array> {
  if (bytes > LONGEST_PROPERTIES)
    throw new DamagedEntryError('damaged: the properties of an entry are too long')
  const text = (await cursor.read(bytes)).slice()
  if (text.length < bytes || !(await cursor.skip(padding(bytes))))
    throw new DamagedEntryError('cut off in the properties of an entry')
  return text
}

const padding = (bytes: number): number =>
  (TAR_BLOCK_BYTES - (bytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES

async function entryOf(
  header: TarHeader,
  more: ReadonlyMap<string, string>,
  cursor: TarCursor,
  options: TarOptions,
): Promise<ArchiveEntry> {
  const name = more.get('path') ?? header.name
  const size = Number(more.get('size') ?? header.bytes)
  if (!Number.isSafeInteger(size) || size < 0)
    throw new DamagedEntryError('damaged: the size of an entry is no number')
  const kind = kindOf(header.type, name)
  // Links and folders have no content, whatever size their headers tell.
  const bytes = kind === 'file' ? size : 0
  const base = { name, kind, bytes, ...timesOf(header, more) } as const
  if (header.type === 'S' || more.has('GNU.sparse.major') || more.has('GNU.sparse.map')) {
    await cursor.skip(size + padding(size))
    return { ...base, problem: 'a sparse file, of which a tar has only parts: unpack it first' }
  }
  const from = cursor.position
  let content: Pick<ArchiveEntry, 'packed' | 'archive' | 'problem'> = {}
  try {
    if (kind === 'file' && options.needsContent(name))
      content = await contentOf(cursor, bytes, options)
    const missing = from + bytes - cursor.position
    if (missing > 0 && !(await cursor.skip(missing))) content = { problem: CUT_OFF }
    await cursor.skip(padding(bytes))
  } catch (error) {
    // What follows cannot be read either: the next header will say so.
    content = { problem: (error as Error).message }
  }
  return { ...base, ...content }
}

const CUT_OFF = 'cut off: the archive ends before it does'

async function contentOf(
  cursor: TarCursor,
  bytes: number,
  { allocate: hold }: TarOptions,
): Promise<Pick<ArchiveEntry, 'packed' | 'archive' | 'problem'>> {
  const packed = cursor.slice(cursor.position, bytes)
  if (packed.kind !== 'part') {
    return { packed, ...inspectFirstBytes(await cursor.read(Math.min(bytes, SNIFF_BYTES))) }
  }
  const held = bytes <= SMALL ? hold(bytes) : undefined
  if (held) {
    if ((await cursor.readInto(held)) < bytes) return { problem: CUT_OFF }
    return {
      packed: { kind: 'held', held, from: 0, bytes },
      ...inspectFirstBytes(held.subarray(0, SNIFF_BYTES)),
    }
  }
  const ends = bytes > HEAD + TAIL ? hold(HEAD + TAIL) : undefined
  if (!ends)
    return { packed, ...inspectFirstBytes(await cursor.read(Math.min(bytes, SNIFF_BYTES))) }
  const [head, tail] = [ends.subarray(0, HEAD), ends.subarray(HEAD)]
  const whole =
    (await cursor.readInto(head)) === HEAD &&
    (await cursor.skip(bytes - HEAD - TAIL)) &&
    (await cursor.readInto(tail)) === TAIL
  // The beginning of what is cut off is still worth reading.
  return {
    packed: whole ? { ...packed, head, tail } : packed,
    ...inspectFirstBytes(head.subarray(0, SNIFF_BYTES)),
  }
}

function kindOf(type: string, name: string): ArchiveEntry['kind'] {
  if (type === '5' || ('07'.includes(type) && name.endsWith('/'))) return 'folder'
  if (type === '1' || type === '2') return 'link'
  // Unknown letters are files, says POSIX.
  return '346DMV'.includes(type) ? 'other' : 'file'
}

function timesOf(
  { written }: TarHeader,
  more: ReadonlyMap<string, string>,
): Pick<ArchiveEntry, 'written' | 'created'> {
  const at = (key: string) => Number(more.get(key) ?? Number.NaN) * 1000
  const [exact, created] = [at('mtime'), at('LIBARCHIVE.creationtime')]
  return {
    ...(exact > 0 ? { written: Math.floor(exact) } : written === undefined ? {} : { written }),
    ...defined({ created: created > 0 ? Math.floor(created) : undefined }),
  }
}
