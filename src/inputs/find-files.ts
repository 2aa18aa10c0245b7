import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '../model/usage-error.ts'
import type { PackedBytes } from './archives/packed-bytes.ts'
import { describeReadError } from './read-error.ts'

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
 * Returns why an entry of a folder is not read. This is reported, because the log that the user
 * looks for may be the target of a link.
 */
export const skipReason = (isLink: boolean): string =>
  isLink ? 'a link, which is not followed: pass its target' : 'neither a file nor a folder'

/**
 * Finds all inputs at the given paths, in a fixed order. A History Spooler is one input, and
 * nothing in it is opened. Links below a given folder are listed, not followed. Paths are relative
 * to a single given folder, else as they were given. Throws a `UsageError` for a path that does
 * not exist.
 */
export function findFiles(paths: readonly string[]): FoundInput[] {
  const found: FoundInput[] = []
  for (const path of paths) {
    if (path === '-') {
      found.push({ kind: 'stream', location: '-', path: 'standard input', bytes: 0 })
      continue
    }
    const stats = statInput(path)
    const location = resolve(path)
    // For an item of a spool, the whole spool is read: spooled items are never opened.
    if (!stats.isDirectory() && isSpoolFolder(dirname(location)))
      found.push(spoolAt(dirname(location), dirname(path)))
    else if (stats.isDirectory()) addFolder(location, paths.length === 1 ? '' : path, found)
    else
      found.push({
        ...folderUser(location),
        kind: stats.isFile() ? 'file' : 'stream',
        location,
        path,
        bytes: stats.size,
      })
  }
  return paths.length === 1 ? found : withoutDuplicates(found)
}

export const isSpoolFolder = (folder: string): boolean =>
  /^history spooler$/i.test(basename(folder))

const spoolAt = (location: string, path: string): FoundInput => ({
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

function addFolder(folder: string, path: string, found: FoundInput[]): void {
  const user = folderUser(folder)
  if (isSpoolFolder(folder)) {
    found.push(spoolAt(folder, path || basename(folder)))
    return
  }
  for (const entry of listFolder(folder, path, found)) {
    const location = join(folder, entry.name)
    const inner = path === '' ? entry.name : join(path, entry.name)
    if (entry.isDirectory()) addFolder(location, inner, found)
    else if (entry.isFile())
      found.push({ ...user, kind: 'file', location, path: inner, bytes: sizeOf(location) })
    else
      found.push({
        kind: 'unreadable',
        location,
        path: inner,
        bytes: 0,
        problem: skipReason(entry.isSymbolicLink()),
      })
  }
}

/** Lists a folder by name. A folder that cannot be listed is added as unreadable. */
function listFolder(folder: string, path: string, found: FoundInput[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
      left.name < right.name ? -1 : 1,
    )
  } catch (error) {
    const problem = describeReadError(error)
    found.push({ kind: 'unreadable', location: folder, path: path || folder, bytes: 0, problem })
    return []
  }
}

function sizeOf(location: string): number {
  try {
    return lstatSync(location).size
  } catch {
    return 0 // deleted since the folder was listed: opening it reports that
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
    const name = kind === 'stream' ? location : realPath(location)
    if (names.has(name)) return false
    names.add(name)
    return true
  })
}

function realPath(location: string): string {
  try {
    return realpathSync.native(location)
  } catch {
    return location // deleted: opening it reports that
  }
}
