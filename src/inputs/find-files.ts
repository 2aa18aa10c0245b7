import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '../model/usage-error.ts'
import type { PackedBytes } from './archives/packed-bytes.ts'

/** A file or History Spooler folder of the case. */
export interface FoundInput {
  /**
   * `entry`: of an archive. `stream`: standard input, or anything else that can be read once only.
   */
  readonly kind: 'file' | 'entry' | 'spool-folder' | 'stream' | 'unreadable'
  /** On disk, of an entry its archive; `-` for standard input. */
  readonly location: string
  /** Inside the case: what reports show. */
  readonly path: string
  readonly bytes: number
  /** Of the `sip_user@domain` folder it lies in, lower case. */
  readonly user?: string
  readonly problem?: string
  /** All of its bytes, where it is small and was read when it was found. */
  readonly content?: Uint8Array
  /** How to get at the bytes of an entry. */
  readonly packed?: PackedBytes
  /** Of a spool in an archive: what it lists. */
  readonly items?: readonly SpoolEntry[]
  /** Said about it in the report. */
  readonly notes?: readonly string[]
}

/** An item of a spool in an archive, times in milliseconds UTC. */
export interface SpoolEntry {
  readonly name: string
  readonly bytes: number
  readonly written?: number
  readonly created?: number
}

/**
 * Why something is not read. Said, never passed over in silence: the log that was meant may be
 * behind it.
 */
export const skipReason = (isLink: boolean): string =>
  isLink ? 'a link, which is not followed: name what it points to' : 'neither a file nor a folder'

/**
 * All that the named paths hold, in a fixed order. A History Spooler is one input and nothing in it
 * is opened. Links below a named folder are listed, not followed. Paths are relative to a single
 * named folder, else as they were named.
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
    // Naming an item of a spool means the spool: what is spooled is never opened.
    if (!stats.isDirectory() && isSpoolFolder(dirname(location)))
      found.push(spoolAt(dirname(location), dirname(path)))
    else if (stats.isDirectory()) walk(location, paths.length === 1 ? '' : path, found)
    else
      found.push({
        ...folderUser(location),
        kind: stats.isFile() ? 'file' : 'stream',
        location,
        path,
        bytes: stats.size,
      })
  }
  return paths.length === 1 ? found : unique(found)
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

export function statInput(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'No such file or folder'
        : `Cannot open (${String((error as Error).message)})`
    throw new UsageError(`${reason}: ${path}. ${adviceOn(path)}`)
  }
}

/** What is mostly wrong with a path that leads nowhere. */
function adviceOn(path: string): string {
  // "C:\PC-0142\" arrives as C:\PC-0142"
  if (path.endsWith('"'))
    return 'In quotes, leave out the backslash at the end: Windows takes \\" for a quote.'
  if (/[*?]/.test(path)) return 'Name the folder instead: not every shell makes names of * and ?.'
  return 'Check the path, or quote it if it has spaces.'
}

function walk(folder: string, path: string, found: FoundInput[]): void {
  const owner = folderUser(folder)
  if (isSpoolFolder(folder)) {
    found.push(spoolAt(folder, path || basename(folder)))
    return
  }
  for (const entry of entriesOf(folder, path, found)) {
    const location = join(folder, entry.name)
    const inner = path === '' ? entry.name : join(path, entry.name)
    if (entry.isDirectory()) walk(location, inner, found)
    else if (entry.isFile())
      found.push({ ...owner, kind: 'file', location, path: inner, bytes: sizeOf(location) })
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

function entriesOf(folder: string, path: string, found: FoundInput[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
      left.name < right.name ? -1 : 1,
    )
  } catch (error) {
    const problem = (error as Error).message
    found.push({ kind: 'unreadable', location: folder, path: path || folder, bytes: 0, problem })
    return []
  }
}

function sizeOf(location: string): number {
  try {
    return lstatSync(location).size
  } catch {
    return 0 // gone since the folder was listed: opening it will say so
  }
}

/**
 * The user of the innermost `sip_user@domain` folder in a path: Microsoft's SipUserAddress folder.
 */
export function folderUser(path: string): { readonly user?: string } {
  const owners = path.match(/(?<=^|[\\/])sip_[^\\/@]+@[^\\/]+/gi)
  const owner = owners?.at(-1)
  return owner === undefined ? {} : { user: owner.slice('sip_'.length).toLowerCase() }
}

/**
 * What was named twice is read once: through a link, and on Windows in another case, it goes by
 * another name.
 */
function unique(found: readonly FoundInput[]): FoundInput[] {
  const seen = new Set<string>()
  return found.filter(({ kind, location }) => {
    const name = kind === 'stream' ? location : trueName(location)
    if (seen.has(name)) return false
    seen.add(name)
    return true
  })
}

function trueName(location: string): string {
  try {
    return realpathSync.native(location)
  } catch {
    return location // gone: opening it will say so
  }
}
