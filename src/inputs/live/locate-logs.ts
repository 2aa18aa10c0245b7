import type { FileEntry } from './live-tree.ts'
import type { LogFollower } from './log-follower.ts'

/** Where the file of a followed log is now. */
export type LogLocation =
  | { readonly is: 'here'; readonly entry: FileEntry }
  | { readonly is: 'moved'; readonly entry: FileEntry }
  /** Its file is not the one any more; what was left of it is nowhere. */
  | { readonly is: 'truncated' | 'replaced'; readonly certain: boolean }
  | { readonly is: 'gone' }

/**
 * Finds each followed log among the files that are there: under its own name; under another, by its
 * id or, where there is none or it was copied and truncated, by what is in it.
 */
export async function locateLogs(
  followers: readonly LogFollower[],
  files: readonly FileEntry[],
): Promise<ReadonlyMap<LogFollower, LogLocation>> {
  const found = new Map<LogFollower, LogLocation>()
  const free = new Map(files.map((entry) => [entry.location, entry]))
  const take = (follower: LogFollower, is: 'here' | 'moved', entry: FileEntry) => {
    free.delete(entry.location)
    found.set(follower, { is, entry })
  }
  for (const follower of followers) {
    const entry = free.get(follower.file.location)
    if (entry && isItself(follower, entry)) take(follower, 'here', entry)
  }
  for (const follower of followers.filter((one) => !found.has(one) && !changedInPlace(one, free))) {
    const { id, position } = follower.file
    const entry = id === '' ? undefined : [...free.values()].find(({ file }) => file.id === id)
    // File systems give the id of a deleted file to the next one.
    if (entry && (position === 0 || (await isThere(follower, entry))))
      take(follower, 'moved', entry)
  }
  for (const follower of followers.filter((one) => !found.has(one))) {
    const own = free.get(follower.file.location)
    if (own && (await isThere(follower, own))) take(follower, 'here', own)
    else {
      const copy = await firstOf(
        [...free.values()],
        async (entry) => entry !== own && (await isThere(follower, entry)),
      )
      if (copy) take(follower, 'moved', copy)
      else found.set(follower, lost(follower, own))
    }
  }
  return found
}

const sameId = ({ file: { id } }: LogFollower, { file }: FileEntry): boolean =>
  id === '' || file.id === '' || file.id === id

const isItself = (follower: LogFollower, entry: FileEntry): boolean =>
  sameId(follower, entry) &&
  entry.file.bytes >= follower.file.position &&
  follower.file.state === 'itself'

/**
 * The file is the same by its id, but not by what is in it: no other name of it is to be looked
 * for.
 */
const changedInPlace = (follower: LogFollower, free: ReadonlyMap<string, FileEntry>): boolean => {
  const own = free.get(follower.file.location)
  return own !== undefined && own.file.id === follower.file.id
}

/** A file that cannot be looked at now is not it for now. */
const isThere = (follower: LogFollower, { location, file }: FileEntry): Promise<boolean> =>
  follower.file.isSameFileAt(location, file).catch(() => false)

function lost(follower: LogFollower, own: FileEntry | undefined): LogLocation {
  if (!own) return { is: 'gone' }
  const certain = sameId(follower, own)
  return {
    is: certain && own.file.bytes < follower.file.position ? 'truncated' : 'replaced',
    certain,
  }
}

async function firstOf<T>(
  all: readonly T[],
  holds: (one: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const one of all) if (await holds(one)) return one
  return undefined
}
