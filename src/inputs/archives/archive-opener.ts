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
import { salvageGzip } from './salvage-gzip.ts'
import { openSeekable } from './seekable-reader.ts'
import { unpack } from './unpack.ts'

/** Documents of Word, Excel and others are zips with this entry. They contain no evidence. */
const OFFICE_DOCUMENT_ENTRY = '[Content_Types].xml'
const CHUNK_BYTES = 256 << 10
/**
 * It is unpacked in memory several times to find its damage.
 * Limit: packed or unpacked bytes of a damaged gzip that is repaired in memory.
 * Beyond: it is read as a stream, up to its damage.
 */
const MAX_SALVAGED_BYTES = 32 << 20
const CONTAINS_NOTHING = 'it contains no files: ask for it again'
/**
 * Each line of a text takes time and memory, while attachments have long lines.
 * Limit: lines of a mail that are shorter than 60 characters.
 * Beyond: it is not read; the report advises to save its attachments.
 */
const MAX_SHORT_MAIL_LINES = 100_000
const SHORT_LINE_BYTES = 60
const LF = 10
/**
 * A mail is taken apart in memory.
 * Limit: bytes of a mail.
 * Beyond: it is not read; the report advises to save its attachments.
 */
const MAX_MAIL_BYTES = 64 << 20

/** Lists the archives of a case. All of them share one budget. */
export class ArchiveOpener {
  private readonly options: ArchiveOptions
  private readonly budget: ArchiveBudget

  constructor(options: ArchiveOptions) {
    this.options = options
    this.budget = new ArchiveBudget(options.limits)
  }

  /**
   * Returns the inputs in an archive; undefined for a file that is not an archive, or a document.
   * `depth` is the number of archives that contain it. Never throws: an archive that cannot be read
   * is returned as an unreadable input.
   */
  async open(archive: Archive, depth: number): Promise<FoundInput[] | undefined> {
    const kind = archive.archiveKind
    try {
      if (kind === undefined) return undefined
      if (kind === 'gzip') return await this.openGzip(archive, depth)
      if (kind === 'mail') return await this.openMail(archive, depth)
      if (kind === 'tar') return await this.list(archive, this.readTar(archive.packed), depth)
      return await this.openZip(archive, depth)
    } catch (error) {
      return [unreadableArchive(archive, (error as Error).message)]
    }
  }

  private async openZip(archive: Archive, depth: number): Promise<FoundInput[] | undefined> {
    const seekable = await this.toSeekable(archive.packed, archive.bytes)
    if (!seekable) {
      const size = formatBytes(archive.bytes)
      const problem = `an archive of ${size} inside another: unpack the outer one first`
      return [unreadableArchive(archive, problem)]
    }
    const { utcOffset = 0, limits } = this.options
    const entries: ArchiveEntry[] = []
    let failure: unknown
    try {
      const options = {
        utcOffset,
        maxEntries: limits.entries + 1,
        needsContent: isOutsideSpool,
        reserveContent: (bytes: number) => this.budget.reserveContent(bytes),
      }
      for await (const entry of readZipEntries(seekable, options)) entries.push(entry)
    } catch (error) {
      failure = error
    }
    if (entries.some(({ name }) => name === OFFICE_DOCUMENT_ENTRY)) return undefined
    return this.list(archive, replay(entries, failure), depth)
  }

  private async openGzip(archive: Archive, depth: number): Promise<FoundInput[]> {
    const gzip = (content: 'entry' | 'tar'): PackedBytes => ({
      kind: 'gzip',
      container: archive.packed,
      limits: this.budget.gzipLimits(content),
    })
    const name = gzipEntryName(await readFirstBytes(archive.packed), archive.path)
    let start: Uint8Array
    try {
      start = await readFirstBytes(gzip('tar'))
    } catch (error) {
      const entry = await this.salvage(archive, name)
      if (!entry) throw error
      if (entry.archiveKind !== 'tar') return this.list(archive, fromArray([entry]), depth)
      return this.list(archive, this.readTar(entry.packed), depth)
    }
    const format = inspectFirstBytes(start)
    if (format.archiveKind === 'tar') return this.list(archive, this.readTar(gzip('tar')), depth)
    const { size: bytes, failure } = await measureGzip(gzip('entry'))
    const entry = { name, kind: 'file', bytes, packed: gzip('entry'), ...format } as const
    if (failure === undefined) return this.list(archive, fromArray([entry]), depth)
    // The readable part of a damaged entry is worth reading. Reading it reports the damage.
    const isTooLarge = failure instanceof LimitExceededError
    const salvaged = isTooLarge ? undefined : await this.salvage(archive, name)
    const hasNothing = isTooLarge || bytes === 0
    const damaged = hasNothing ? { ...entry, problem: failure.message } : entry
    return this.list(archive, fromArray([salvaged ?? damaged]), depth)
  }

  private async openMail(archive: Archive, depth: number): Promise<FoundInput[]> {
    const mail =
      archive.bytes > MAX_MAIL_BYTES ? undefined : await this.readAll(archive.packed, archive.bytes)
    if (!mail || countShortLines(mail) > MAX_SHORT_MAIL_LINES) {
      const problem = `a mail of ${formatBytes(archive.bytes)}: save its attachments as files`
      return [unreadableArchive(archive, problem)]
    }
    const { readMailEntries } = await import('./read-mail-entries.ts')
    const hold = (bytes: Uint8Array) => {
      const held = this.budget.allocate(bytes.length)
      held?.set(bytes)
      return held
    }
    return this.list(archive, readMailEntries(mail, hold), depth)
  }

  /** Unpacks a file into memory. Returns undefined for one that does not fit. */
  private async readAll(packed: PackedBytes, bytes: number): Promise<Uint8Array | undefined> {
    const seekable = await this.toSeekable(packed, bytes)
    if (!seekable) return undefined
    const reader = openSeekable(seekable)
    try {
      return reader.readBytes(0, seekable.bytes)
    } finally {
      reader.release()
    }
  }

  /**
   * Unpacks a damaged gzip into memory. Returns undefined for one that is too large for that: it is
   * read as a stream up to its damage.
   */
  private async salvage(
    archive: Archive,
    name: string,
  ): Promise<(ArchiveEntry & { readonly packed: PackedBytes }) | undefined> {
    if (archive.bytes > MAX_SALVAGED_BYTES) return undefined
    const packedBytes = await this.readAll(archive.packed, archive.bytes)
    if (!packedBytes) return undefined
    const { bytes: maxBytes } = this.budget.gzipLimits('entry')
    const salvaged = salvageGzip(packedBytes, Math.min(maxBytes, MAX_SALVAGED_BYTES))
    const held = salvaged && this.budget.allocate(salvaged.content.length)
    if (!held) return undefined
    const { content, damage } = salvaged
    held.set(content)
    const bytes = content.length
    const packed = { kind: 'held', held, from: 0, bytes } as const
    return { name, kind: 'file', bytes, packed, damage, ...inspectFirstBytes(content) }
  }

  private readTar(packed: PackedBytes): AsyncIterable<ArchiveEntry> {
    return readTarEntries(packed, {
      needsContent: isOutsideSpool,
      allocate: (bytes) => this.budget.allocate(bytes),
    })
  }

  /**
   * Returns the bytes as seekable bytes: unpacked into memory where they are compressed. Returns
   * undefined when they do not fit into memory.
   */
  private async toSeekable(packed: PackedBytes, bytes: number): Promise<SeekableBytes | undefined> {
    if (isSeekable(packed)) return packed
    if (packed.kind === 'zipped' && packed.method === 'stored') return packed.raw
    const held = this.budget.allocate(bytes)
    if (!held) return undefined
    let at = 0
    for await (const chunk of unpack(packed, CHUNK_BYTES)) {
      held.set(chunk, at)
      at += chunk.length
    }
    return { kind: 'held', held, from: 0, bytes: at }
  }

  private async list(
    archive: Archive,
    entries: AsyncIterable<ArchiveEntry>,
    depth: number,
  ): Promise<FoundInput[]> {
    const collector = new EntryCollector(archive, this.options, this.budget)
    try {
      for await (const entry of entries) {
        const file = collector.add(entry)
        if (file === 'enough') break
        if (!file) continue
        // An attachment is not deeper than its mail, unless it is another mail.
        const isAttached = archive.archiveKind === 'mail' && file.archiveKind !== 'mail'
        collector.addContents(file, await this.openNested(file, isAttached ? depth : depth + 1))
      }
    } catch (error) {
      const problem = `the rest of it cannot be read: ${(error as Error).message}`
      collector.addUnreadable('', problem)
    }
    const inputs = collector.result()
    // Otherwise the report would not mention the archive at all.
    return inputs.length > 0 ? inputs : [unreadableArchive(archive, CONTAINS_NOTHING)]
  }

  /** Returns the inputs in an entry that is an archive; undefined for any other entry. */
  private async openNested(file: Archive, depth: number): Promise<FoundInput[] | undefined> {
    if (!file.archiveKind) return undefined
    const { nesting } = this.options.limits
    if (depth <= nesting) return this.open(file, depth)
    const problem =
      `an archive inside ${formatNumber(depth)} others, ` +
      `more than ${formatNumber(nesting)} (--max-nesting)`
    return [unreadableArchive(file, problem)]
  }
}

function countShortLines(bytes: Uint8Array): number {
  let count = 0
  let start = 0
  for (let feed = bytes.indexOf(LF); feed >= 0; feed = bytes.indexOf(LF, start)) {
    if (feed - start < SHORT_LINE_BYTES) count += 1
    start = feed + 1
  }
  return count
}

/** Spooled items are never opened. */
const isOutsideSpool = (name: string): boolean =>
  findSpoolFolder(name.replaceAll('\\', '/'), 'file') === undefined

const unreadableArchive = ({ location, path, bytes }: Archive, problem: string): FoundInput => ({
  kind: 'unreadable',
  location,
  path,
  bytes,
  problem,
})

/** Yields entries that were read before, then throws the error that ended reading. */
async function* replay(
  entries: readonly ArchiveEntry[],
  failure: unknown,
): AsyncGenerator<ArchiveEntry> {
  yield* entries
  if (failure !== undefined) throw failure
}

async function* fromArray<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
