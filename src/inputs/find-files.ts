import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { formatNumber } from '../model/duration.ts'
import { Tally } from '../model/tally.ts'
import { decodeEscaped } from '../model/text/escape-bytes.ts'
import { UsageError } from '../model/usage-error.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../model/verdict-options.ts'
import type { PackedBytes } from './archives/packed-bytes.ts'
import { type FolderEntry, listFolder } from './folders/list-folder.ts'
import { listSpoolItems } from './folders/list-spool-items.ts'
import { joinPath, type LocalPath, withoutLongPrefix } from './folders/local-path.ts'
import {
  describeLinkError,
  describeReadLink,
  LINK_ADVICE,
  skipReason,
} from './folders/skipped-entry.ts'
import { isPlaceholder, KEPT_IN_CLOUD } from './machine/placeholder.ts'
import { describeReadError } from './read-error.ts'

export interface FindOptions {
  /** Whether links below a folder are followed. They are listed otherwise. */
  readonly followLinks?: boolean
  /** Maximum number of inputs. Further ones are counted, and one entry says so. */
  readonly maxFiles?: number
  /** Spools that are found behind that many inputs. */
  readonly maxSpools?: number
}

/**
 * A spool is the evidence that matters most, so it is found even behind a million other files.
 * Limit: spools of a case beyond its other files.
 * Beyond: the spool is not read; the report says so.
 */
const DEFAULT_MAX_SPOOLS = 1000

/**
 * Files whose names are not UTF-8 are held in memory: limit for all of them.
 * Limit: bytes of all files whose names are not UTF-8.
 * Beyond: the file is not read; the report advises to rename it.
 */
const MAX_RAW_NAMED_BYTES = 64 << 20
const NOT_UTF8 = 'its name is not UTF-8, and it is too large to be held in memory: rename it'

/** A file, archive entry or History Spooler folder of the case. */
export interface FoundInput {
  /**
   * `entry`: of an archive. `stream`: standard input, or anything else that can be read only once.
   */
  readonly kind: 'file' | 'entry' | 'spool-folder' | 'stream' | 'unreadable'
  /** Path on disk; for an entry, the path of its archive; `-` for standard input. */
  readonly location: string
  /** Path inside the case, as reports show it. */
  readonly path: string
  readonly bytes: number
  /** User of the `sip_user@domain` folder that contains it, in lower case. */
  readonly user?: string
  /** Why it cannot be read. */
  readonly problem?: string
  /** Damage of an input that can be read nevertheless. */
  readonly damage?: string
  /** All bytes of a small file that was read when it was found. */
  readonly content?: Uint8Array
  /** How to get the bytes of an entry. */
  readonly packed?: PackedBytes
  /** The items of a spool in an archive. */
  readonly items?: readonly SpoolEntry[]
  /** Notes for the report. */
  readonly notes?: readonly string[]
}

/** An item of a spool in an archive. Times in milliseconds UTC. */
export interface SpoolEntry {
  readonly name: string
  readonly bytes: number
  readonly written?: number
  readonly created?: number
}

/**
 * Finds all inputs at the given paths, in a fixed order. A History Spooler is one input, and
 * nothing in it is opened. Links below a given folder are listed, and followed only if the options
 * say so. Paths are relative to a single given folder, else as they were given. Throws a
 * `UsageError` for a path that does not exist.
 */
export function findFiles(paths: readonly string[], options: FindOptions = {}): FoundInput[] {
  const walk = new FolderWalk(options)
  for (const path of paths) {
    if (path === '-') {
      walk.add({ kind: 'stream', location: '-', path: 'standard input', bytes: 0 })
      continue
    }
    const stats = statInput(path)
    const location = resolve(path)
    // For an item of a spool, the whole spool is read: spooled items are never opened.
    if (!stats.isDirectory() && isSpoolFolder(dirname(location)))
      walk.addSpool(spoolAt(dirname(location), dirname(path)))
    else if (stats.isDirectory()) walk.addRoot(location, paths.length === 1 ? '' : path)
    else
      walk.add({
        ...folderUser(location),
        kind: stats.isFile() ? 'file' : 'stream',
        location,
        path,
        bytes: stats.size,
      })
  }
  walk.addTargets()
  const found = walk.results()
  return paths.length === 1 && !options.followLinks ? found : withoutDuplicates(found)
}

export const isSpoolFolder = (folder: string): boolean =>
  /^history spooler$/i.test(basename(folder))

const spoolAt = (location: string, path: string): FoundInput => ({
  // A link may lead out of the folder of the user.
  ...folderUser(path),
  ...folderUser(location),
  kind: 'spool-folder',
  location,
  path,
  bytes: 0,
})

/** Throws a `UsageError` for a path that does not exist or cannot be opened. */
export function statInput(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'No such file or folder'
        : `Cannot open (${String((error as Error).message)})`
    throw new UsageError(`${reason}: ${path}. ${pathAdvice(path)}`)
  }
}

/** Suggests the most likely fix for a path that does not exist. */
function pathAdvice(path: string): string {
  // "C:\PC-0142\" arrives as C:\PC-0142"
  if (path.endsWith('"'))
    return 'Inside quotes, omit the final backslash: Windows takes \\" for a quote.'
  if (/[*?]/.test(path)) return 'Pass the folder instead: not every shell expands * and ?.'
  return 'Check the path, or quote it if it has spaces.'
}

/** Finds the inputs in folders. Memory does not grow with the number of files. */
class FolderWalk {
  readonly found: FoundInput[] = []
  private readonly followLinks: boolean
  private readonly maxFiles: number
  private readonly maxSpools: number
  /** Links to follow, once everything is found that is not behind one. */
  private readonly links: { readonly location: LocalPath; readonly path: string }[] = []
  /** Real paths of the folders that were read, if links are followed. */
  private readonly readFolders = new Set<string>()
  private omittedCount = 0
  private root = ''
  private firstOmitted: { readonly root: string; readonly path: string } | undefined
  private rawBytesLeft = MAX_RAW_NAMED_BYTES

  constructor({
    followLinks = false,
    maxFiles = DEFAULT_VERDICT_OPTIONS['max-files'],
    maxSpools = DEFAULT_MAX_SPOOLS,
  }: FindOptions) {
    this.followLinks = followLinks
    this.maxFiles = maxFiles
    this.maxSpools = maxSpools
  }

  add(input: FoundInput): void {
    if (this.found.length < this.maxFiles) this.found.push(input)
    else this.omit(input.path)
  }

  /** A spool is found even behind a million other files. */
  addSpool(spool: FoundInput): void {
    if (this.found.length < this.maxFiles + this.maxSpools) this.found.push(spool)
    else this.omit(spool.path)
  }

  /** Adds a folder that was given. */
  addRoot(folder: string, path: string): void {
    this.root = folder
    this.addFolder(folder, path)
  }

  private addFolder(folder: LocalPath, path: string): void {
    const shown = shownPath(folder)
    // A link may lead out of the folder of the user.
    const user = { ...folderUser(path), ...folderUser(shown) }
    if (isSpoolFolder(shown)) {
      this.addSpoolFolder(folder, path)
      return
    }
    if (this.followLinks) this.readFolders.add(realPath(shown))
    for (const { name, kind } of this.list(folder, path)) {
      const location = joinPath(folder, name)
      const inner = join(path, typeof name === 'string' ? name : decodeEscaped(name))
      if (kind === 'folder') this.addFolder(location, inner)
      else if (this.found.length >= this.maxFiles) this.omit(inner)
      else if (kind === 'link' && this.followLinks) this.links.push({ location, path: inner })
      else if (kind !== 'file') this.add(unreadable(location, inner, whySkipped(location)))
      else if (typeof location === 'string')
        this.add({ ...user, ...describeFile(location), path: inner })
      else this.add({ ...user, ...this.readRawFile(location, inner) })
    }
  }

  /** Adds the targets of all links. What is not behind a link is found at its own place before. */
  addTargets(): void {
    // Targets may contain further links, which are added at the end.
    for (const { location, path } of this.links)
      if (this.found.length >= this.maxFiles) this.omit(path)
      else this.addTarget(location, path)
  }

  /** Adds the target of a link. Its place on disk is where the link leads to. */
  private addTarget(link: LocalPath, path: string): void {
    let location: string
    let stats: Stats
    try {
      location = realpathSync(link)
      stats = lstatSync(location)
    } catch (error) {
      this.add(unreadable(link, path, describeLinkError(error, link)))
      return
    }
    if (stats.isFile()) this.add({ ...folderUser(path), ...describeFile(location), path })
    else if (!stats.isDirectory())
      this.add(unreadable(link, path, skipReason(stats, location, LINK_ADVICE)))
    else if (this.readFolders.has(location))
      this.add(unreadable(link, path, describeReadLink(link)))
    else this.addFolder(location, path)
  }

  /** What was found; with the number of files beyond the limit, which are not read. */
  results(): FoundInput[] {
    const { found, omittedCount, firstOmitted } = this
    if (firstOmitted === undefined) return found
    const limit = formatNumber(this.maxFiles)
    const problem =
      `${formatNumber(omittedCount)} more ${omittedCount === 1 ? 'file is' : 'files are'} not read: a case has at most ${limit} (--max-files). ` +
      'Pass the folder with the logs of one user'
    const { root, path } = firstOmitted
    return [...found, unreadable(root, path || root, problem)]
  }

  private omit(path: string): void {
    this.firstOmitted ??= { root: this.root, path }
    this.omittedCount += 1
  }

  private addSpoolFolder(folder: LocalPath, path: string): void {
    const shown = path || basename(shownPath(folder))
    if (typeof folder === 'string') {
      this.addSpool(spoolAt(folder, shown))
      return
    }
    const tally = new Tally()
    try {
      this.addSpool({
        ...spoolAt(shownPath(folder), shown),
        items: [...listSpoolItems(folder, tally)],
        notes: tally.damage.map(({ reason }) => reason),
      })
    } catch (error) {
      this.addSpool(unreadable(folder, shown, describeReadError(error)))
    }
  }

  /** Lists a folder by name. A folder that cannot be listed is added as unreadable. */
  private list(folder: LocalPath, path: string): FolderEntry[] {
    const entries: FolderEntry[] = []
    try {
      for (const entry of listFolder(folder))
        if (entries.length < this.maxFiles) entries.push(entry)
        else this.omit(path)
    } catch (error) {
      this.add(unreadable(folder, path || shownPath(folder), describeReadError(error)))
      return []
    }
    return entries.sort((left, right) => compareNames(left.name, right.name))
  }

  /**
   * A name that is not UTF-8 exists on Linux only. No path that is a string leads there, so such a
   * file is read here.
   */
  private readRawFile(location: Buffer, path: string): FoundInput {
    try {
      const { size } = lstatSync(location)
      if (size > this.rawBytesLeft) return unreadable(location, path, NOT_UTF8, size)
      const content = readFileSync(location)
      this.rawBytesLeft -= content.length
      return {
        kind: 'file',
        location: shownPath(location),
        path,
        bytes: content.length,
        content,
      }
    } catch (error) {
      return unreadable(location, path, describeReadError(error))
    }
  }
}

/** Says why an entry that is neither a file nor a folder is not read. */
function whySkipped(location: LocalPath): string {
  try {
    return skipReason(lstatSync(location), location, LINK_ADVICE)
  } catch (error) {
    return describeReadError(error)
  }
}

const unreadable = (location: LocalPath, path: string, problem: string, bytes = 0): FoundInput => ({
  kind: 'unreadable',
  location: shownPath(location),
  path,
  bytes,
  problem,
})

/** Bytes that are not UTF-8 are shown with `%FF`. */
const shownPath = (location: LocalPath): string =>
  typeof location === 'string' ? location : decodeEscaped(location)

const compareNames = (left: LocalPath, right: LocalPath): number =>
  shownPath(left) < shownPath(right) ? -1 : 1

function describeFile(
  location: string,
): Pick<FoundInput, 'kind' | 'location' | 'bytes' | 'problem'> {
  try {
    const stats = lstatSync(location)
    const bytes = stats.size
    return isPlaceholder(stats, process.platform)
      ? { kind: 'unreadable', location, bytes, problem: KEPT_IN_CLOUD }
      : { kind: 'file', location, bytes }
  } catch {
    // Deleted since the folder was listed: opening it reports that.
    return { kind: 'file', location, bytes: 0 }
  }
}

/**
 * Returns the user of the innermost `sip_user@domain` folder of a path, in lower case. Microsoft
 * calls it the SipUserAddress folder.
 */
export function folderUser(path: string): { readonly user?: string } {
  const folders = path.match(/(?<=^|[\\/])sip_[^\\/@]+@[^\\/]+/gi)
  const innermost = folders?.at(-1)
  return innermost === undefined ? {} : { user: innermost.slice('sip_'.length).toLowerCase() }
}

/**
 * Removes inputs that were given twice. Links, and on Windows upper and lower case, can give one
 * file several names.
 */
function withoutDuplicates(found: readonly FoundInput[]): FoundInput[] {
  const names = new Set<string>()
  return found.filter(({ kind, location }) => {
    const isOpened = kind === 'file' || kind === 'spool-folder'
    const name = isOpened ? realPath(location) : location
    if (names.has(name)) return false
    names.add(name)
    return true
  })
}

function realPath(location: string): string {
  try {
    return realpathSync.native(location)
  } catch {
    // Deleted: opening it reports that. Or longer than the system resolves.
    return withoutLongPrefix(location)
  }
}
