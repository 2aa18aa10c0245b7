import {
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { decodeEscaped } from '../model/text/escape-bytes.ts'
import { UsageError } from '../model/usage-error.ts'
import type { PackedBytes } from './archives/packed-bytes.ts'
import { isPlaceholder, KEPT_IN_CLOUD } from './machine/placeholder.ts'
import { describeReadError } from './read-error.ts'

/** A file whose name is not UTF-8 is held in memory. */
const MAX_RAW_NAMED_BYTES = 32 << 20
const NOT_UTF8 = 'its name is not UTF-8: rename it'

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
    // A byte of the name is not UTF-8: no path that is a string leads there.
    if (entry.name.includes('\ufffd')) continue
    const location = join(folder, entry.name)
    const inner = path === '' ? entry.name : join(path, entry.name)
    if (entry.isDirectory()) addFolder(location, inner, found)
    else if (entry.isFile()) found.push({ ...user, ...describeFile(location), path: inner })
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

/**
 * Adds the files whose names are not UTF-8, which exist on Linux only. Their paths are bytes, so they
 * are read here. Their names are shown with `%FF`.
 */
function addRawNames(folder: string, path: string, found: FoundInput[]): void {
  const user = folderUser(folder)
  for (const raw of readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare)) {
    if (!raw.toString('utf8').includes('\ufffd')) continue
    const location = Buffer.concat([Buffer.from(`${folder}/`), raw])
    const name = decodeEscaped(raw)
    const base = { ...user, location: join(folder, name), path: join(path, name) }
    found.push({ ...base, ...readRawFile(location) })
  }
}

function readRawFile(location: Buffer): Pick<FoundInput, 'kind' | 'bytes' | 'problem' | 'content'> {
  const unreadable = (problem: string, bytes = 0) =>
    ({ kind: 'unreadable', bytes, problem }) as const
  try {
    const stats = lstatSync(location)
    const { size } = stats
    if (!stats.isFile() || size > MAX_RAW_NAMED_BYTES) return unreadable(NOT_UTF8, size)
    const content = readFileSync(location)
    return { kind: 'file', bytes: content.length, content }
  } catch (error) {
    return unreadable(describeReadError(error))
  }
}

/** Lists a folder by name. A folder that cannot be listed is added as unreadable. */
function listFolder(folder: string, path: string, found: FoundInput[]): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    if (entries.some(({ name }) => name.includes('\ufffd'))) addRawNames(folder, path, found)
    return entries.sort((left, right) => (left.name < right.name ? -1 : 1))
  } catch (error) {
    const problem = describeReadError(error)
    found.push({ kind: 'unreadable', location: folder, path: path || folder, bytes: 0, problem })
    return []
  }
}

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
