import { defined, present } from '../../model/defined.ts'
import { numberText } from '../../model/duration.ts'
import { type Found, ownerOf } from '../find-files.ts'
import type { Archive, ArchiveReading, Holder } from './archive.ts'
import type { ArchiveEntry } from './archive-entry.ts'
import type { Allowance } from './limits.ts'
import { Names, safeName, shortName } from './safe-name.ts'
import { dosTimesNote, SpoolInArchive, spoolIn } from './spool-in-archive.ts'

/** Makes inputs of the entries of one archive. */
export class EntriesFound {
  private readonly archive: Holder
  private readonly reading: ArchiveReading
  private readonly allowance: Allowance
  private readonly names = new Names()
  private readonly found: Found[] = []
  private readonly spools = new Map<string, SpoolInArchive>()
  /** What is wrong with names, by path. */
  private readonly notes = new Map<string, readonly string[]>()

  constructor(archive: Holder, reading: ArchiveReading, allowance: Allowance) {
    this.archive = archive
    this.reading = reading
    this.allowance = allowance
  }

  /** Takes in an entry; returns one whose content is to be looked at, or that no more may come. */
  add(entry: ArchiveEntry): Archive | 'enough' | undefined {
    const tooMany = this.allowance.entry()
    if (tooMany !== undefined) {
      this.addUnreadable('', tooMany)
      return 'enough'
    }
    const { shown, problem: wrongName } = safeName(entry.name)
    const { pathLength } = this.reading.limits
    if (shown.length > pathLength) {
      const length = `${numberText(shown.length)} characters long, more than ${numberText(pathLength)}`
      this.addUnreadable(shortName(shown), `its path is ${length} (--max-path-length)`, entry.bytes)
      return undefined
    }
    const spool = spoolIn(shown, entry.kind)
    if (!spool && entry.kind === 'folder') return undefined
    const { name, again } = this.names.own(shown)
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
      this.spools.get(folder) ?? new SpoolInArchive(this.at('spool-folder', folder, 0, folder))
    this.spools.set(folder, spool)
    if (entry.kind !== 'file') return
    spool.add(name.slice(folder.length + 1), entry)
    for (const note of notes) spool.note(note)
    if (entry.dos) spool.note(dosTimesNote(this.reading.utcOffset))
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
    const why = problem ?? this.allowance.grant(bytes, packedBytes)
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
  addInside({ packed, content, path, bytes }: Archive, inside: readonly Found[] | undefined): void {
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
  result(): Found[] {
    const all = [...this.found, ...[...this.spools.values()].map((spool) => spool.result())]
    const keys = new Map(all.map((one) => [one, one.path.replaceAll('/', '\0')]))
    return all.sort((left, right) => ((keys.get(left) ?? '') < (keys.get(right) ?? '') ? -1 : 1))
  }

  private at(kind: Found['kind'], name: string, bytes: number, folder: string): Found {
    const { location, trail } = this.archive
    return { ...ownerOf(`${trail}/${folder}`), kind, location, path: this.path(name), bytes }
  }

  private path(name: string): string {
    return name === '' ? this.archive.path : `${this.archive.path}/${name}`
  }
}
