import { type Dirent, lstatSync, readdirSync, type Stats, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { UsageError } from '../model/usage-error.ts'

/** A file or History Spooler folder of the case. */
export interface Found {
  readonly kind: 'file' | 'spool-folder' | 'unreadable' | 'stdin'
  /** On disk. */
  readonly location: string
  /** Inside the case: what reports show. */
  readonly path: string
  readonly bytes: number
  /** Of the `sip_user@domain` folder it lies in, lower case. */
  readonly user?: string
  readonly problem?: string
}

/**
 * All that the named paths hold, in a fixed order. A History Spooler is one input and nothing in it is opened. Links below a named
 * folder are not followed. Paths are relative to a single named folder, else as they were named.
 */
export function findFiles(paths: readonly string[]): Found[] {
  const found: Found[] = []
  for (const path of paths) {
    if (path === '-') {
      found.push({ kind: 'stdin', location: '-', path: 'standard input', bytes: 0 })
      continue
    }
    const stats = statOf(path)
    if (!stats.isDirectory()) found.push({ ...ownerOf(path), kind: 'file', location: path, path, bytes: stats.size })
    else walk(path, paths.length === 1 ? '' : path, found)
  }
  return unique(found)
}

function statOf(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'No such file or folder'
        : `Cannot open (${String((error as Error).message)})`
    throw new UsageError(`${reason}: ${path}. Check the path, or quote it if it has spaces.`)
  }
}

function walk(folder: string, path: string, found: Found[]): void {
  const owner = ownerOf(folder)
  if (/^history spooler$/i.test(basename(folder))) {
    found.push({ ...owner, kind: 'spool-folder', location: folder, path: path || basename(folder), bytes: 0 })
    return
  }
  for (const entry of entriesOf(folder, path, found)) {
    const location = join(folder, entry.name)
    const inner = path === '' ? entry.name : join(path, entry.name)
    if (entry.isDirectory()) walk(location, inner, found)
    else if (entry.isFile()) found.push({ ...owner, kind: 'file', location, path: inner, bytes: sizeOf(location) })
  }
}

function entriesOf(folder: string, path: string, found: Found[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1))
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

/** The user of the innermost `sip_user@domain` folder in a path: Microsoft's SipUserAddress folder. */
function ownerOf(path: string): { readonly user?: string } {
  const owners = path.match(/(?<=^|[\\/])sip_[^\\/@]+@[^\\/]+/gi)
  const owner = owners?.at(-1)
  return owner === undefined ? {} : { user: owner.slice('sip_'.length).toLowerCase() }
}

function unique(found: readonly Found[]): Found[] {
  const seen = new Set<string>()
  return found.filter(({ location }) => {
    if (seen.has(location)) return false
    seen.add(location)
    return true
  })
}
