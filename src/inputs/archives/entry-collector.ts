import { defined, present } from '../../model/defined.ts'
import { formatNumber } from '../../model/duration.ts'
import { type FoundInput, folderUser } from '../find-files.ts'
import type { Archive, ArchiveLocation, ArchiveOptions } from './archive.ts'
import type { ArchiveEntry } from './archive-entry.ts'
import type { ArchiveBudget } from './archive-limits.ts'
import { ArchivedSpool, dosTimesNote, findSpoolFolder } from './archived-spool.ts'
import { sanitizeName, truncateName, UniqueNames } from './sanitize-name.ts'

/** Turns the entries of one archive into inputs. */
export class EntryCollector {
  private readonly archive: ArchiveLocation
  private readonly options: ArchiveOptions
  private readonly budget: ArchiveBudget
  private readonly names = new UniqueNames()
  private readonly found: FoundInput[] = []
  private readonly spools = new Map<string, ArchivedSpool>()
  /** Notes about the names of files, by unique name. */
  private readonly notes = new Map<string, readonly string[]>()

  constructor(archive: ArchiveLocation, options: ArchiveOptions, budget: ArchiveBudget) {
    this.archive = archive
    this.options = options
    this.budget = budget
  }

  /**
   * Adds an entry. Returns a file whose content has to be added with `addContents`, or `enough`
   * when the archive has more entries than allowed.
   */
  add(entry: ArchiveEntry): Archive | 'enough' | undefined {
    const tooMany = this.budget.countEntry()
    if (tooMany !== undefined) {
      this.addUnreadable('', tooMany)
      return 'enough'
    }
    const { displayName, problem } = sanitizeName(entry.name)
    const { pathLength } = this.options.limits
    if (displayName.length > pathLength) {
      const length = formatNumber(displayName.length)
      this.addUnreadable(
        truncateName(displayName),
        `its path is ${length} characters long, more than ${formatNumber(pathLength)} ` +
          '(--max-path-length)',
        entry.bytes,
      )
      return undefined
    }
    const spoolFolder = findSpoolFolder(displayName, entry.kind)
    if (spoolFolder === undefined && entry.kind === 'folder') return undefined
    const { name, isDuplicate } = this.names.claim(displayName)
    const notes = present([
      problem,
      isDuplicate ? `Another entry with the name ${displayName} came before it` : undefined,
    ])
    if (spoolFolder === undefined) return this.addFile(entry, name, notes)
    this.addSpooled(entry, spoolFolder, name, notes)
    return undefined
  }

  private addSpooled(
    entry: ArchiveEntry,
    folder: string,
    name: string,
    notes: readonly string[],
  ): void {
    const spool =
      this.spools.get(folder) ??
      new ArchivedSpool(this.createInput('spool-folder', folder, 0, folder))
    this.spools.set(folder, spool)
    if (entry.kind !== 'file') return
    spool.add(name.slice(folder.length + 1), entry)
    for (const note of notes) spool.addNote(note)
    if (entry.isDosTime) spool.addNote(dosTimesNote(this.options.utcOffset))
  }

  private addFile(
    entry: ArchiveEntry,
    name: string,
    notes: readonly string[],
  ): Archive | undefined {
    const { bytes, packed, packedBytes, archiveKind, content, damage } = entry
    const problem = entryProblem(entry) ?? this.budget.grantBytes(bytes, packedBytes)
    if (notes.length > 0) this.notes.set(name, notes)
    if (problem !== undefined || !packed) {
      this.addUnreadable(name, problem ?? 'cannot be opened', bytes, notes)
      return undefined
    }
    const { location, trail } = this.archive
    return {
      packed,
      bytes,
      location,
      path: this.pathOf(name),
      trail: `${trail}/${name}`,
      ...defined({ archiveKind, content, damage }),
    }
  }

  /** Adds what a file contains, or the file itself if it is not an archive. */
  addContents(file: Archive, contents: readonly FoundInput[] | undefined): void {
    if (contents) {
      for (const input of contents) this.found.push(input)
      return
    }
    const { packed, content, path, bytes, damage } = file
    const name = path.slice(this.archive.path.length + 1)
    const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')))
    this.found.push({
      ...this.createInput('entry', name, bytes, folder),
      packed,
      ...defined({ content, damage, notes: this.notes.get(name) }),
    })
  }

  /** Adds an unreadable entry. An empty name means the archive itself. */
  addUnreadable(name: string, problem: string, bytes = 0, notes: readonly string[] = []): void {
    this.found.push({
      ...this.createInput('unreadable', name, bytes, ''),
      problem,
      ...defined({ notes: notes.length > 0 ? notes : undefined }),
    })
  }

  /** Returns all inputs, in the order that a folder with the same content would have. */
  result(): FoundInput[] {
    const all = [...this.found, ...[...this.spools.values()].map((spool) => spool.result())]
    const keys = new Map(all.map((input) => [input, input.path.replaceAll('/', '\0')]))
    return all.sort((left, right) => ((keys.get(left) ?? '') < (keys.get(right) ?? '') ? -1 : 1))
  }

  private createInput(
    kind: FoundInput['kind'],
    name: string,
    bytes: number,
    folder: string,
  ): FoundInput {
    const { location, trail } = this.archive
    return { ...folderUser(`${trail}/${folder}`), kind, location, path: this.pathOf(name), bytes }
  }

  private pathOf(name: string): string {
    return name === '' ? this.archive.path : `${this.archive.path}/${name}`
  }
}

function entryProblem({ kind, problem }: ArchiveEntry): string | undefined {
  if (kind === 'link') return 'a link, which is not followed'
  return kind === 'other' ? 'neither a file nor a folder' : problem
}
