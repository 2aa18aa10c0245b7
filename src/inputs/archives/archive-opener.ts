import { formatBytes, formatNumber } from '../../model/duration.ts'
import type { FoundInput } from '../find-files.ts'
import type { Archive, ArchiveOptions } from './archive.ts'
import { type ArchiveEntry, inspectFirstBytes } from './archive-entry.ts'
import { ArchiveBudget } from './archive-limits.ts'
import { findSpoolFolder } from './archived-spool.ts'
import { EntryCollector } from './entry-collector.ts'
import { gzipEntryName, measureGzip, readFirstBytes } from './gzip-entry.ts'
import {
  isSeekable,
  LimitExceededError,
  type PackedBytes,
  type SeekableBytes,
} from './packed-bytes.ts'
import { readTarEntries } from './read-tar-entries.ts'
import { readZipEntries } from './read-zip-entries.ts'
import { unpack } from './unpack.ts'

/** Word’s, Excel’s and their like’s documents are zips: what is in them is no evidence. */
const DOCUMENT = '[Content_Types].xml'

/** Lists the archives of a case, all of them out of one allowance. */
export class ArchiveOpener {
  private readonly reading: ArchiveOptions
  private readonly allowance: ArchiveBudget

  constructor(reading: ArchiveOptions) {
    this.reading = reading
    this.allowance = new ArchiveBudget(reading.limits)
  }

  /**
   * What is in an archive that lies `depth` archives deep. Undefined for what only looks like one.
   * Never throws.
   */
  async open(archive: Archive, depth: number): Promise<FoundInput[] | undefined> {
    const kind = archive.archive
    try {
      if (kind === undefined) return undefined
      if (kind === 'gzip') return await this.openGzip(archive, depth)
      if (kind === 'tar') return await this.list(archive, this.tar(archive.packed), depth)
      return await this.openZip(archive, depth)
    } catch (error) {
      return [unreadable(archive, (error as Error).message)]
    }
  }

  private async openZip(archive: Archive, depth: number): Promise<FoundInput[] | undefined> {
    const plain = await this.plain(archive.packed, archive.bytes)
    if (!plain)
      return [
        unreadable(
          archive,
          `an archive of ${formatBytes(archive.bytes)} inside another: unpack the outer one first`,
        ),
      ]
    const { utcOffset = 0, limits } = this.reading
    const entries: ArchiveEntry[] = []
    let failure: unknown
    try {
      const keep = (bytes: number) => this.allowance.reserveContent(bytes)
      const options = { utcOffset, most: limits.entries + 1, opened: isOpened, keep }
      for await (const entry of readZipEntries(plain, options)) entries.push(entry)
    } catch (error) {
      failure = error
    }
    if (entries.some(({ name }) => name === DOCUMENT)) return undefined
    return this.list(archive, again(entries, failure), depth)
  }

  private async openGzip(archive: Archive, depth: number): Promise<FoundInput[]> {
    const gzip = (holds: 'entry' | 'tar'): PackedBytes => ({
      kind: 'gzip',
      of: archive.packed,
      most: this.allowance.gzipLimits(holds),
    })
    const start = await readFirstBytes(gzip('tar'))
    const told = inspectFirstBytes(start)
    if (told.archive === 'tar') return this.list(archive, this.tar(gzip('tar')), depth)
    const packed = gzip('entry')
    const name = gzipEntryName(await readFirstBytes(archive.packed), archive.path)
    return this.list(
      archive,
      gzipEntries({ name, kind: 'file', bytes: 0, packed, ...told }, start.length === 0),
      depth,
    )
  }

  private tar(packed: PackedBytes): AsyncIterable<ArchiveEntry> {
    return readTarEntries(packed, {
      needsContent: isOpened,
      allocate: (bytes) => this.allowance.allocate(bytes),
    })
  }

  /**
   * Bytes that one can start to read anywhere: held in memory where they are compressed; undefined
   * when they are too many for it.
   */
  private async plain(packed: PackedBytes, bytes: number): Promise<SeekableBytes | undefined> {
    if (isSeekable(packed)) return packed
    if (packed.kind === 'zipped' && packed.method === 'stored') return packed.of
    const held = this.allowance.allocate(bytes)
    if (!held) return undefined
    let at = 0
    for await (const piece of unpack(packed, 256 << 10)) {
      held.set(piece, at)
      at += piece.length
    }
    return { kind: 'held', held, from: 0, bytes: at }
  }

  private async list(
    archive: Archive,
    entries: AsyncIterable<ArchiveEntry>,
    depth: number,
  ): Promise<FoundInput[]> {
    const all = new EntryCollector(archive, this.reading, this.allowance)
    try {
      for await (const entry of entries) {
        const added = all.add(entry)
        if (added === 'enough') break
        if (added) all.addContents(added, await this.inside(added, depth + 1))
      }
    } catch (error) {
      all.addUnreadable('', `what follows in it cannot be read: ${(error as Error).message}`)
    }
    return all.result()
  }

  /** What is in an entry that is an archive itself; undefined for any other. */
  private async inside(archive: Archive, depth: number): Promise<FoundInput[] | undefined> {
    if (!archive.archive) return undefined
    const { nesting } = this.reading.limits
    if (depth <= nesting) return this.open(archive, depth)
    return [
      unreadable(
        archive,
        `an archive inside ${formatNumber(depth)} others, more than ${formatNumber(nesting)} (--max-nesting)`,
      ),
    ]
  }
}

/** What is spooled is never opened. */
const isOpened = (name: string): boolean =>
  findSpoolFolder(name.replaceAll('\\', '/'), 'file') === undefined

const unreadable = ({ location, path, bytes }: Archive, problem: string): FoundInput => ({
  kind: 'unreadable',
  location,
  path,
  bytes,
  problem,
})

async function* again(
  entries: readonly ArchiveEntry[],
  failure: unknown,
): AsyncGenerator<ArchiveEntry> {
  yield* entries
  if (failure !== undefined) throw failure
}

/** The one entry of a gzip, its bytes counted. */
async function* gzipEntries(
  entry: ArchiveEntry & { readonly packed: PackedBytes },
  empty: boolean,
): AsyncGenerator<ArchiveEntry> {
  try {
    yield { ...entry, bytes: await measureGzip(entry.packed) }
  } catch (error) {
    const problem = (error as Error).message
    // What can be had of a damaged one is worth reading; reading it says what is wrong.
    yield error instanceof LimitExceededError || empty ? { ...entry, problem } : entry
  }
}
