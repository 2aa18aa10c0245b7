import { realpathSync } from 'node:fs'
import { basename, join, resolve, sep } from 'node:path'
import { UsageError } from '../../model/usage-error.ts'
import { folderUser, isSpoolFolder, statInput } from '../find-files.ts'
import { KEPT_IN_CLOUD } from '../machine/placeholder.ts'
import type { AwakeClock } from './awake-clock.ts'
import { FollowedLinks } from './followed-links.ts'
import type { LiveFile } from './live-file.ts'
import { type FolderHandler, LiveFolder } from './live-folder.ts'
import { SpooledItems, type SpoolListener } from './spooled-items.ts'

interface EntryLocation {
  readonly location: string
  /** Path inside the watched folder. */
  readonly path: string
}

/** A file that is not a spooled item. */
export interface FileEntry extends EntryLocation {
  readonly kind: 'file'
  readonly user?: string
  readonly file: LiveFile
}

interface UnreadableEntry extends EntryLocation {
  readonly kind: 'unreadable'
  readonly problem: string
  /** The entry is not tried again, such as a link. */
  readonly isPermanent: boolean
}

/** An input that `findFiles` would find now. */
export type LiveEntry =
  | FileEntry
  | UnreadableEntry
  | { readonly kind: 'spool'; readonly spool: SpooledItems }

/** Everything below the watched folders, as it was scanned last. */
export class LiveTree {
  private readonly roots: readonly LiveFolder[]
  private cachedEntries: readonly LiveEntry[] | undefined
  private foldersByLocation = new Map<string, LiveFolder>()

  /** Throws a `UsageError` for a root that is not a folder. */
  constructor(
    roots: readonly string[],
    clock: AwakeClock,
    listener: SpoolListener,
    followLinks = false,
  ) {
    const links = followLinks ? new FollowedLinks() : undefined
    const clearCache = () => {
      this.cachedEntries = undefined
    }
    const plainFolder: FolderHandler = {
      onFileAppeared: clearCache,
      onFileChanged: clearCache,
      onFileGone: clearCache,
      childHandler: (folder) => handlerFor(folder),
    }
    const handlerFor = (folder: LiveFolder): FolderHandler =>
      isSpoolFolder(folder.location)
        ? new SpooledItems(folder, userOf(folder).user, clock, listener)
        : plainFolder
    this.roots = roots.filter(isOutermost).map((root) => {
      if (!statInput(root).isDirectory())
        throw new UsageError(`Not a folder: ${root}. Pass the folder that contains it.`)
      const location = resolve(root)
      const path = roots.length > 1 ? root : isSpoolFolder(location) ? basename(location) : ''
      // Links lead to real paths, by which folders are compared.
      const start = links ? realpathSync(location) : location
      return new LiveFolder(start, path, handlerFor, { links })
    })
  }

  /**
   * Scans what is marked in the folders at these locations, or all folders. With `all`, reads the
   * size and times of every file.
   */
  async scan(locations: Iterable<string> | 'everything', all = false): Promise<void> {
    if (locations === 'everything')
      for (const root of this.roots) await root.scan({ deep: true, all })
    else
      for (const location of locations) {
        // Looked up each time: a scan may have replaced a folder by another of the same name.
        const folder = this.folders().find((candidate) => candidate.location === location)
        await folder?.scanMarked()
      }
    await this.openLinkedFolders()
    this.cachedEntries = undefined
    this.foldersByLocation = new Map(this.folders().map((folder) => [folder.location, folder]))
  }

  /** Opens what links lead to, once everything is found that is not behind one. */
  private async openLinkedFolders(): Promise<void> {
    let known: LiveFolder[]
    let folders = this.folders()
    do {
      known = folders
      for (const folder of known) await folder.openLinkedFolders()
      folders = this.folders()
    } while (folders.length > known.length)
  }

  folders(): LiveFolder[] {
    return this.roots.flatMap((root) => [...root.subtree()])
  }

  folderAt(location: string): LiveFolder | undefined {
    return this.foldersByLocation.get(location)
  }

  /** Returns all inputs in the order of `findFiles`. */
  entries(): readonly LiveEntry[] {
    const locations = new Set<string>()
    this.cachedEntries ??= allEntries(this.roots).filter((entry) => {
      const { location } = entry.kind === 'spool' ? entry.spool : entry
      return locations.size < locations.add(location).size
    })
    return this.cachedEntries
  }
}

/** Whether no other root contains this one: a root is watched with its subfolders. */
function isOutermost(root: string, index: number, roots: readonly string[]): boolean {
  const location = resolve(root)
  return !roots.some((otherRoot, otherIndex) => {
    const outer = resolve(otherRoot)
    return outer === location
      ? otherIndex < index
      : location.startsWith(outer.endsWith(sep) ? outer : outer + sep)
  })
}

/** What is behind a link comes after everything else, as `findFiles` finds it. */
function allEntries(roots: readonly LiveFolder[]): LiveEntry[] {
  const behindLinks: (() => Iterable<LiveEntry>)[] = []
  const entries = roots.flatMap((root) => [...entriesIn(root, behindLinks)])
  for (const next of behindLinks) entries.push(...next())
  return entries
}

/** A link may lead out of the folder of the user. */
const userOf = ({ path, location }: EntryLocation): { readonly user?: string } => ({
  ...folderUser(path),
  ...folderUser(location),
})

function* entriesIn(
  folder: LiveFolder,
  behindLinks: (() => Iterable<LiveEntry>)[],
): Generator<LiveEntry> {
  const { location, path, problem, files, folders, otherEntries, handler } = folder
  if (handler instanceof SpooledItems) {
    yield { kind: 'spool', spool: handler }
    return
  }
  if (problem !== undefined)
    yield { kind: 'unreadable', location, path: path || location, problem, isPermanent: false }
  const user = userOf(folder)
  for (const name of [...files.keys(), ...folders.keys(), ...otherEntries.keys()].sort()) {
    const place = { location: folder.locationOf(name), path: join(path, name) }
    const file = files.get(name)
    const subfolder = folders.get(name)
    const problem = otherEntries.get(name)
    const read = (): Iterable<LiveEntry> => {
      if (subfolder && !file) return entriesIn(subfolder, behindLinks)
      const reason = file?.isKeptInCloud ? KEPT_IN_CLOUD : problem
      if (reason !== undefined)
        return [{ kind: 'unreadable', ...place, problem: reason, isPermanent: true }]
      return file ? [{ kind: 'file', ...place, ...user, file }] : []
    }
    if (folder.linkNames.has(name)) behindLinks.push(read)
    else yield* read()
  }
}
