import type { Stats } from 'node:fs'
import type { EntryKind } from '../inputs/folders/list-folder.ts'
import { joinPath, type LocalPath } from '../inputs/folders/local-path.ts'
import { describeLinkError, describeReadLink, linkTarget } from '../inputs/folders/skipped-entry.ts'
import { describeReadError } from '../inputs/read-error.ts'
import type {
  ListedFile,
  ListedFolder,
  UnreadItem,
} from '../model/collection/collection-manifest.ts'
import { defined } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import { toIsoTime } from '../model/moment.ts'
import type { LocalFiles } from './local-files.ts'
import { toEntryName } from './local-path.ts'

/** A file that was found, before it is read. */
export interface FoundFile {
  readonly location: LocalPath
  /** Path in the bundle. Never the same for two files. */
  readonly path: string
  readonly stats: Stats
  readonly nameBytes?: string
}

/** Contents of one Lync folder. */
export interface Survey {
  /** Files in `Tracing`. */
  readonly logs: readonly FoundFile[]
  /** Files in a History Spooler. */
  readonly spooled: readonly FoundFile[]
  /** Paths of all History Spoolers, even of empty ones. */
  readonly spools: readonly string[]
  /** History Spoolers whose files are not all in `spooled`. */
  readonly partialSpools: readonly string[]
  readonly userFolders: readonly ListedFolder[]
  readonly unread: readonly UnreadItem[]
}

export interface SurveyOptions {
  /** Whether links are followed. They are listed as not read otherwise. */
  readonly followLinks?: boolean
  readonly limits?: SurveyLimits
}

/** Limits that keep a collection bounded, whatever a folder contains. */
export interface SurveyLimits {
  readonly logs: number
  readonly spooled: number
  readonly users: number
  /** Entries of one folder that are looked at. */
  readonly entries: number
  /** Folders inside folders. */
  readonly depth: number
  /** Things that are listed as not read. */
  readonly unread: number
  /** Characters of the paths of all spooled files together: a manifest of more is not read. */
  readonly pathCharacters: number
}

const SURVEY_LIMITS: SurveyLimits = {
  /**
   * The client keeps some dozens.
   * Limit: logs that `collect` takes.
   * Beyond: further ones are listed as not read.
   */
  logs: 5000,
  /**
   * The manifest lists each of them.
   * Limit: spooled items that `collect` lists.
   * Beyond: further ones are counted.
   */
  spooled: 100_000,
  /**
   * A machine has few users.
   * Limit: user folders that `collect` looks at.
   * Beyond: further ones are listed as not read.
   */
  users: 1000,
  /**
   * A folder may have any number of entries.
   * Limit: entries of one folder that `collect` looks at.
   * Beyond: further ones are listed as not read.
   */
  entries: 2_000_000,
  /**
   * The client nests its folders three deep.
   * Limit: depth of folders that `collect` looks at.
   * Beyond: deeper ones are listed as not read.
   */
  depth: 8,
  /**
   * A manifest has to stay readable.
   * Limit: things that `collect` lists as not read.
   * Beyond: further ones are counted.
   */
  unread: 1000,
  /**
   * A larger manifest would not be read.
   * Limit: characters of the paths of all spooled items.
   * Beyond: further items are counted.
   */
  pathCharacters: 6 << 20,
}

/** Of the second path that is shown alike: `a%5Cb.log~2`. */
const FIRST_NUMBER = 2

const TRACING = /^tracing$/i
const USER_FOLDER = /^sip_/i
const HISTORY_SPOOLER = /^history spooler$/i

/**
 * Lists what is collected of a Lync folder: nothing is opened. `path` is the path of the folder in
 * the bundle. Throws the error of the system if the folder cannot be listed.
 */
export function surveyFolder(
  location: string,
  path: string,
  files: LocalFiles,
  options: SurveyOptions = {},
): Survey {
  return new FolderSurvey(files, options).run(location, path)
}

/** Lists the History Spoolers only. */
export function surveySpools(
  location: string,
  path: string,
  files: LocalFiles,
  options: SurveyOptions = {},
): Survey {
  return new FolderSurvey(files, options, false).run(location, path)
}

interface Entry {
  readonly name: string
  /** Of the target, if a link is followed. */
  readonly kind: EntryKind
  /** Real path of the target, if a link is followed. */
  readonly location: LocalPath
  readonly path: string
  readonly stats: Stats | undefined
  readonly nameBytes: string | undefined
  /** The link that was followed to it. */
  readonly link?: LocalPath
  /** Why the link cannot be followed. */
  readonly problem?: string
}

class FolderSurvey {
  private readonly files: LocalFiles
  private readonly limits: SurveyLimits
  private readonly followLinks: boolean
  private readonly wantsLogs: boolean
  private readonly logs: FoundFile[] = []
  private readonly spooled: FoundFile[] = []
  private readonly spools: string[] = []
  private readonly partialSpools = new Set<string>()
  private readonly userFolders: ListedFolder[] = []
  private readonly unread: UnreadItem[] = []
  /** Adds the targets of links, once everything is found that is not behind one. */
  private readonly addTargets: (() => void)[] = []
  /** Real paths of the files and folders that were found, if links are followed. */
  private readonly foundLocations = new Set<string>()
  private omittedCount = 0
  private pathCharacters = 0
  /** Files beyond a limit, by the folder that they are in. */
  private readonly beyondLimit = new Map<string, number>()

  constructor(files: LocalFiles, options: SurveyOptions, wantsLogs = true) {
    this.files = files
    this.followLinks = options.followLinks ?? false
    this.limits = options.limits ?? SURVEY_LIMITS
    this.wantsLogs = wantsLogs
  }

  run(location: string, path: string): Survey {
    const root = this.followLinks ? this.files.realPath(location) : location
    for (const entry of this.entriesOf(root, path)) {
      const { name } = entry
      if (TRACING.test(name)) {
        if (this.wantsLogs) this.afterPlainEntries(entry, () => this.addLogs(entry, 0))
      } else if (USER_FOLDER.test(name)) this.afterPlainEntries(entry, () => this.addUser(entry))
      else if (HISTORY_SPOOLER.test(name)) this.afterPlainEntries(entry, () => this.addSpool(entry))
    }
    // Targets may contain further links, which are added at the end.
    for (const addTarget of this.addTargets) addTarget()
    for (const [folder, count] of this.beyondLimit)
      this.addUnread(folder, `${formatNumber(count)} more files, beyond the limit of a collection`)
    const { logs, spooled, spools, userFolders } = this
    const unread = [...this.unread]
    if (this.omittedCount > 0)
      unread.push({ path, reason: `${formatNumber(this.omittedCount)} more things, not listed` })
    return { logs, spooled, spools, partialSpools: [...this.partialSpools], userFolders, unread }
  }

  /** Adds an entry; the target of a link once all is added that is not behind one. */
  private afterPlainEntries(entry: Entry, add: () => void): void {
    const { link, path, location, problem } = entry
    if (problem !== undefined) this.addUnread(path, problem)
    else if (link === undefined) add()
    else
      this.addTargets.push(() => {
        if (this.foundLocations.has(locationKey(location)))
          this.addUnread(path, describeReadLink(link))
        else add()
      })
  }

  /** Returns false for a file or folder that was found already, on another way. */
  private isNew({ location }: Entry): boolean {
    if (!this.followLinks) return true
    const count = this.foundLocations.size
    return this.foundLocations.add(locationKey(location)).size > count
  }

  private addLogs(folder: Entry, depth: number): void {
    if (!this.isFolder(folder) || !this.isNew(folder)) return
    for (const entry of this.entriesIn(folder))
      this.afterPlainEntries(entry, () => this.addLog(entry, folder, depth))
  }

  private addLog(entry: Entry, folder: Entry, depth: number): void {
    if (entry.kind === 'folder' && depth < this.limits.depth) this.addLogs(entry, depth + 1)
    else if (entry.kind !== 'file') this.addSkipped(entry)
    else if (this.logs.length >= this.limits.logs) this.addBeyondLimit(folder.path)
    else this.addFile(entry, this.logs)
  }

  private addUser(folder: Entry): void {
    if (!this.isFolder(folder) || !this.isNew(folder)) return
    if (this.userFolders.length >= this.limits.users) {
      this.addUnread(folder.path, 'more folders of users than are collected')
      return
    }
    if (folder.stats) this.userFolders.push({ path: folder.path, ...timesOf(folder.stats) })
    for (const entry of this.entriesIn(folder)) {
      if (!HISTORY_SPOOLER.test(entry.name)) continue
      this.afterPlainEntries(entry, () => this.addSpool(entry))
    }
  }

  private addSpool(folder: Entry): void {
    if (!this.isFolder(folder) || !this.isNew(folder)) return
    this.spools.push(folder.path)
    this.addSpooledIn(folder, folder.path, 0)
  }

  private addSpooledIn(folder: Entry, spool: string, depth: number): void {
    for (const entry of this.entriesIn(folder, () => this.partialSpools.add(spool)))
      this.afterPlainEntries(entry, () => this.addSpooled(entry, folder, spool, depth))
  }

  private addSpooled(entry: Entry, folder: Entry, spool: string, depth: number): void {
    if (entry.kind === 'folder' && depth < this.limits.depth) {
      if (this.isNew(entry)) this.addSpooledIn(entry, spool, depth + 1)
      return
    }
    if (entry.kind !== 'file') {
      if (entry.kind === 'folder') this.partialSpools.add(spool)
      this.addSkipped(entry)
      return
    }
    this.pathCharacters += entry.path.length
    const { spooled, limits } = this
    if (spooled.length < limits.spooled && this.pathCharacters <= limits.pathCharacters) {
      if (!this.addFile(entry, spooled)) this.partialSpools.add(spool)
      return
    }
    this.partialSpools.add(spool)
    this.addBeyondLimit(folder.path)
  }

  /** Returns false for a file whose size and times cannot be read. */
  private addFile(entry: Entry, to: FoundFile[]): boolean {
    const { location, path, stats, nameBytes } = entry
    if (!stats) return false
    if (!this.isNew(entry)) return true
    to.push({ location, path, stats, ...defined({ nameBytes }) })
    return true
  }

  private addBeyondLimit(folder: string): void {
    if (this.beyondLimit.size < this.limits.unread)
      this.beyondLimit.set(folder, (this.beyondLimit.get(folder) ?? 0) + 1)
  }

  /** Adds a link or another thing that is not read. */
  private addSkipped({ path, kind, location }: Entry): void {
    const reason =
      kind === 'link'
        ? `a link to ${linkTarget(location)}, which is not followed: pass --follow-links`
        : kind === 'folder'
          ? 'a folder too deep inside others'
          : kind === 'file'
            ? 'a file where a folder was expected'
            : 'neither a file nor a folder'
    this.addUnread(path, reason)
  }

  private isFolder(entry: Entry): boolean {
    if (entry.kind !== 'folder') this.addSkipped(entry)
    return entry.kind === 'folder'
  }

  private addUnread(path: string, reason: string): void {
    if (this.unread.length < this.limits.unread) this.unread.push({ path, reason })
    else this.omittedCount += 1
  }

  /** Calls `onProblem` when not all entries are known. */
  private *entriesIn(
    { location, path }: Entry,
    onProblem: () => void = () => {},
  ): Generator<Entry> {
    try {
      yield* this.entriesOf(location, path, onProblem)
    } catch (error) {
      onProblem()
      this.addUnread(path, describeReadError(error))
    }
  }

  /** In the order of names, as far as the limits go. Deleted entries are left out. */
  private entriesOf(location: LocalPath, path: string, onProblem = () => {}): Entry[] {
    const entries: Entry[] = []
    const paths = new UniquePaths()
    let count = 0
    for (const { name, kind } of this.files.list(location)) {
      count += 1
      if (count > this.limits.entries) {
        onProblem()
        this.addUnread(path, 'has more entries than are looked at')
        break
      }
      // A spool lists files up to its limit, and counts the others without looking at them.
      if (entries.length > this.limits.spooled) {
        onProblem()
        this.addBeyondLimit(path)
        continue
      }
      const entry = this.describe(joinPath(location, name), name, kind, path)
      if (entry === undefined) continue
      entries.push({ ...entry, path: paths.add(entry.path) })
    }
    return entries.sort((left, right) => (left.path < right.path ? -1 : 1))
  }

  private describe(
    location: LocalPath,
    name: LocalPath,
    listedKind: EntryKind,
    folder: string,
  ): Entry | undefined {
    const entryName = toEntryName(name)
    const path = `${folder}/${entryName}`
    const nameBytes = typeof name === 'string' ? undefined : name.toString('hex')
    const base = { name: entryName, location, path, nameBytes }
    try {
      const stats = this.files.stat(location)
      const entry = { ...base, stats, kind: kindOf(stats) }
      return entry.kind === 'link' && this.followLinks ? this.follow(entry) : entry
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      this.addUnread(path, describeReadError(error))
      return { ...base, stats: undefined, kind: listedKind }
    }
  }

  /** Returns the target of a link at its path, or the problem of one that leads nowhere. */
  private follow(entry: Entry): Entry {
    const { location: link } = entry
    try {
      const location = this.files.realPath(link)
      const stats = this.files.stat(location)
      return { ...entry, location, stats, kind: kindOf(stats), link }
    } catch (error) {
      return { ...entry, problem: describeLinkError(error, link) }
    }
  }
}

/** Names that are not UTF-8 are bytes, which no set tells apart. */
const locationKey = (location: LocalPath): string =>
  typeof location === 'string' ? location : `\0${location.toString('latin1')}`

/** Numbers paths that occur again: names with other bytes can be shown alike. */
class UniquePaths {
  private readonly taken = new Set<string>()
  private readonly nextNumbers = new Map<string, number>()

  /** Returns the path, or one with a number that is not taken. */
  add(path: string): string {
    let unique = path
    let number = this.nextNumbers.get(path) ?? FIRST_NUMBER
    while (this.taken.has(unique)) {
      unique = `${path}~${number}`
      number += 1
    }
    if (number > FIRST_NUMBER) this.nextNumbers.set(path, number)
    this.taken.add(unique)
    return unique
  }
}

function kindOf(stats: Stats): EntryKind {
  if (stats.isSymbolicLink()) return 'link'
  if (stats.isFile()) return 'file'
  return stats.isDirectory() ? 'folder' : 'other'
}

/** When a file was created and last written. */
const timesOf = ({ birthtimeMs, mtimeMs }: Stats) => ({
  created: toIsoTime(Math.floor(birthtimeMs)),
  written: toIsoTime(Math.floor(mtimeMs)),
})

/** A file as the manifest lists it when only its size and times are known. */
export const listedFile = ({ path, stats, nameBytes }: FoundFile): ListedFile => ({
  path,
  bytes: stats.size,
  ...timesOf(stats),
  ...defined({ nameBytes }),
})
