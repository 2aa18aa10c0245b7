import { byteText, numberText } from '../../model/duration.ts'
import type { Found } from '../find-files.ts'
import type { Archive, ArchiveReading } from './archive.ts'
import { type ArchiveEntry, toldBy } from './archive-entry.ts'
import { EntriesFound } from './entries-found.ts'
import { nameInGzip, sizeOfGzip, startOf } from './gzip-entry.ts'
import { Allowance } from './limits.ts'
import { isPlain, type Packed, type Plain, TooMuch } from './packed.ts'
import { spoolIn } from './spool-in-archive.ts'
import { tarEntries } from './tar-entries.ts'
import { unpacked } from './unpacked.ts'
import { zipEntries } from './zip-entries.ts'

/** Word’s, Excel’s and their like’s documents are zips: what is in them is no evidence. */
const DOCUMENT = '[Content_Types].xml'

/** Lists the archives of a case, all of them out of one allowance. */
export class ArchiveOpener {
  private readonly reading: ArchiveReading
  private readonly allowance: Allowance

  constructor(reading: ArchiveReading) {
    this.reading = reading
    this.allowance = new Allowance(reading.limits)
  }

  /**
   * What is in an archive that lies `depth` archives deep. Undefined for what only looks like one.
   * Never throws.
   */
  async open(archive: Archive, depth: number): Promise<Found[] | undefined> {
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

  private async openZip(archive: Archive, depth: number): Promise<Found[] | undefined> {
    const plain = await this.plain(archive.packed, archive.bytes)
    if (!plain)
      return [
        unreadable(
          archive,
          `an archive of ${byteText(archive.bytes)} inside another: unpack the outer one first`,
        ),
      ]
    const { utcOffset = 0, limits } = this.reading
    const entries: ArchiveEntry[] = []
    let failure: unknown
    try {
      const keep = (bytes: number) => this.allowance.keep(bytes)
      const options = { utcOffset, most: limits.entries + 1, opened: isOpened, keep }
      for await (const entry of zipEntries(plain, options)) entries.push(entry)
    } catch (error) {
      failure = error
    }
    if (entries.some(({ name }) => name === DOCUMENT)) return undefined
    return this.list(archive, again(entries, failure), depth)
  }

  private async openGzip(archive: Archive, depth: number): Promise<Found[]> {
    const gzip = (holds: 'entry' | 'tar'): Packed => ({
      kind: 'gzip',
      of: archive.packed,
      most: this.allowance.gzip(holds),
    })
    const start = await startOf(gzip('tar'))
    const told = toldBy(start)
    if (told.archive === 'tar') return this.list(archive, this.tar(gzip('tar')), depth)
    const packed = gzip('entry')
    const name = nameInGzip(await startOf(archive.packed), archive.path)
    return this.list(
      archive,
      gzipEntries({ name, kind: 'file', bytes: 0, packed, ...told }, start.length === 0),
      depth,
    )
  }

  private tar(packed: Packed): AsyncIterable<ArchiveEntry> {
    return tarEntries(packed, {
      opened: isOpened,
      hold: (bytes) => this.allowance.hold(bytes),
    })
  }

  /**
   * Bytes that one can start to read anywhere: held in memory where they are compressed; undefined
   * when they are too many for it.
   */
  private async plain(packed: Packed, bytes: number): Promise<Plain | undefined> {
    if (isPlain(packed)) return packed
    if (packed.kind === 'zipped' && packed.method === 'stored') return packed.of
    const held = this.allowance.hold(bytes)
    if (!held) return undefined
    let at = 0
    for await (const piece of unpacked(packed, 256 << 10)) {
      held.set(piece, at)
      at += piece.length
    }
    return { kind: 'held', held, from: 0, bytes: at }
  }

  private async list(
    archive: Archive,
    entries: AsyncIterable<ArchiveEntry>,
    depth: number,
  ): Promise<Found[]> {
    const all = new EntriesFound(archive, this.reading, this.allowance)
    try {
      for await (const entry of entries) {
        const added = all.add(entry)
        if (added === 'enough') break
        if (added) all.addInside(added, await this.inside(added, depth + 1))
      }
    } catch (error) {
      all.addUnreadable('', `what follows in it cannot be read: ${(error as Error).message}`)
    }
    return all.result()
  }

  /** What is in an entry that is an archive itself; undefined for any other. */
  private async inside(archive: Archive, depth: number): Promise<Found[] | undefined> {
    if (!archive.archive) return undefined
    const { nesting } = this.reading.limits
    if (depth <= nesting) return this.open(archive, depth)
    return [
      unreadable(
        archive,
        `an archive inside ${numberText(depth)} others, more than ${numberText(nesting)} (--max-nesting)`,
      ),
    ]
  }
}

/** What is spooled is never opened. */
const isOpened = (name: string): boolean =>
  spoolIn(name.replaceAll('\\', '/'), 'file') === undefined

const unreadable = ({ location, path, bytes }: Archive, problem: string): Found => ({
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
  entry: ArchiveEntry & { readonly packed: Packed },
  empty: boolean,
): AsyncGenerator<ArchiveEntry> {
  try {
    yield { ...entry, bytes: await sizeOfGzip(entry.packed) }
  } catch (error) {
    const problem = (error as Error).message
    // What can be had of a damaged one is worth reading; reading it says what is wrong.
    yield error instanceof TooMuch || empty ? { ...entry, problem } : entry
  }
}
