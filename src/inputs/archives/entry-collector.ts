import { defined, present } from '../../model/defined.ts'
import { formatNumber } from '../../model/duration.ts'
import { type FoundInput, folderUser } from '../find-files.ts'
import type { Archive, ArchiveLocation, ArchiveOptions } from './archive.ts'
import type { ArchiveEntry } from './archive-entry.ts'
import type { ArchiveBudget } from './archive-limits.ts'
import { ArchivedSpool, dosTimesNote, findSpoolFolder } from './archived-spool.ts'
import { sanitizeName, truncateName, UniqueNames } from './sanitize-name.ts'

/** Makes inputs of the entries of one archive. */
export class EntryCollector {
  private readonly archive: ArchiveLocation
  private readonly reading: ArchiveOptions
  private readonly allowance: ArchiveBudget
  private readonly names = new UniqueNames()
  private readonly found: FoundInput[] = []
  private readonly spools = new Map<string, ArchivedSpool>()
  /** What is wrong with names, by path. */
  private readonly notes = new Map<string, readonly string[]>()

  constructor(archive: ArchiveLocation, reading: ArchiveOptions, allowance: ArchiveBudget) {
    this.archive = archive
    this.reading = reading
    this.allowance = allowance
  }

  /** Takes in an entry; returns one whose content is to be looked at, or that no more may come. */
  add(entry: ArchiveEntry): Archive | 'enough' | undefined {
    const tooMany = this.allowance.countEntry()
    if (tooMany !== undefined) {
      this.addUnreadable('', tooMany)
      return 'enough'
    }
    const { displayName: shown, problem: wrongName } = sanitizeName(entry.name)
    const { pathLength } = this.reading.limits
    if (shown.length > pathLength) {
      const length = `${formatNumber(shown.length)} characters long, more than ${formatNumber(pathLength)}`
      this.addUnreadable(
        truncateName(shown),
        `its path is ${length} (--max-path-length)`,
        entry.bytes,
      )
      return undefined
    }
    const spool = findSpoolFolder(shown, entry.kind)
    if (!spool && entry.kind === 'folder') return undefined
    const { name, isDuplicate: again } = this.names.claim(shown)
    const notes = present([
      wrongName === undefined ? undefined : wrongName,
      again ? `Another entry of the name ${shown} came before it` : undefined,
    ])
    if (spool) this.addSpooled(entry, spool.folder, name, notes)
    else return this.addFile(entry, name, notes)
    return undefined
  }

  private addSpooled(
    entry: ArchiveEntry,
    folder: string,
    name: string,
    notes: readonly string[],
  ): void {
    const spool =
      this.spools.get(folder) ?? new ArchivedSpool(this.at('spool-folder', folder, 0, folder))
    this.spools.set(folder, spool)
    if (entry.kind !== 'file') return
    spool.add(name.slice(folder.length + 1), entry)
    for (const note of notes) spool.note(note)
    if (entry.isDosTime) spool.note(dosTimesNote(this.reading.utcOffset))
  }

  private addFile(
    entry: ArchiveEntry,
    name: string,
    notes: readonly string[],
  ): Archive | undefined {
    const { kind, bytes, packed, packedBytes, archive, content } = entry
    const problem =
      kind === 'link'
        ? 'a link, which is not followed'
        : kind === 'other'
          ? 'neither a file nor a folder'
          : entry.problem
    const why = problem ?? this.allowance.grantBytes(bytes, packedBytes)
    if (notes.length > 0) this.notes.set(name, notes)
    if (why !== undefined || !packed) {
      this.addUnreadable(name, why ?? 'cannot be opened', bytes, notes)
      return undefined
    }
    const { location } = this.archive
    const { path, trail } = { path: this.path(name), trail: `${this.archive.trail}/${name}` }
    const known = {
      ...defined({ archive, content }),
    }
    return { packed, bytes, location, path, trail, ...known }
  }

  /** What is in an entry; the entry itself where it is no archive. */
  addContents(
    { packed, content, path, bytes }: Archive,
    inside: readonly FoundInput[] | undefined,
  ): void {
    if (inside) {
      for (const one of inside) this.found.push(one)
      return
    }
    const name = path.slice(this.archive.path.length + 1)
    const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')))
    const notes = this.notes.get(name) ?? []
    const more = {
      ...defined({ content, notes: notes.length > 0 ? notes : undefined }),
    }
    this.found.push({ ...this.at('entry', name, bytes, folder), packed, ...more })
  }

  addUnreadable(name: string, problem: string, bytes = 0, notes: readonly string[] = []): void {
    this.found.push({
      ...this.at('unreadable', name, bytes, ''),
      problem,
      ...defined({ notes: notes.length > 0 ? notes : undefined }),
    })
  }

  /** In the order that a folder with the same would have. */
  result(): FoundInput[] {
    const all = [...this.found, ...[...this.spools.values()].map((spool) => spool.result())]
    const keys = new Map(all.map((one) => [one, one.path.replaceAll('/', '\0')]))
    return all.sort((left, right) => ((keys.get(left) ?? '') < (keys.get(right) ?? '') ? -1 : 1))
  }

  private at(kind: FoundInput['kind'], name: string, bytes: number, folder: string): FoundInput {
    const { location, trail } = this.archive
    return { ...folderUser(`${trail}/${folder}`), kind, location, path: this.path(name), bytes }
  }

  private path(name: string): string {
    return name === '' ? this.archive.path : `${this.archive.path}/${name}`
  }
}
