import type { FileEntry } from './live-tree.ts'
import type { LogFollower } from './log-follower.ts'

/** Where the file of a followed log is now. */
export type LogLocation =
  | { readonly status: 'here'; readonly entry: FileEntry }
  | { readonly status: 'moved'; readonly entry: FileEntry }
  /** Its path has other content now, and the rest of the log is nowhere. */
  | { readonly status: 'truncated' | 'replaced'; readonly isCertain: boolean }
  | { readonly status: 'gone' }

/**
 * Finds each followed log among the files that exist: at its own path; at another path by its file
 * id; or by its content, where there are no ids or where it was copied and truncated.
 */
export async function locateLogs(
  followers: readonly LogFollower[],
  files: readonly FileEntry[],
): Promise<ReadonlyMap<LogFollower, LogLocation>> {
  const located = new Map<LogFollower, LogLocation>()
  const unclaimed = new Map(files.map((entry) => [entry.location, entry]))
  const claim = (follower: LogFollower, status: 'here' | 'moved', entry: FileEntry) => {
    unclaimed.delete(entry.location)
    located.set(follower, { status, entry })
  }
  const isLocated = (follower: LogFollower) => located.has(follower)
  for (const follower of followers) {
    const entry = unclaimed.get(follower.file.location)
    if (entry && isUnchanged(follower, entry)) claim(follower, 'here', entry)
  }
  const possiblyMoved = followers.filter(
    (follower) => !isLocated(follower) && !isChangedInPlace(follower, unclaimed),
  )
  for (const follower of possiblyMoved) {
    const { id, position } = follower.file
    const entry = id === '' ? undefined : [...unclaimed.values()].find(({ file }) => file.id === id)
    // File systems give the id of a deleted file to a new one, so the content is compared too.
    if (entry && (position === 0 || (await hasContentOf(follower, entry))))
      claim(follower, 'moved', entry)
  }
  for (const follower of followers) {
    if (isLocated(follower)) continue
    const own = unclaimed.get(follower.file.location)
    if (own && (await hasContentOf(follower, own))) {
      claim(follower, 'here', own)
      continue
    }
    const others = [...unclaimed.values()].filter((entry) => entry !== own)
    const copy = await findAsync(others, (entry) => hasContentOf(follower, entry))
    if (copy) claim(follower, 'moved', copy)
    else located.set(follower, describeLost(follower, own))
  }
  return located
}

const mayHaveSameId = ({ file: { id } }: LogFollower, { file }: FileEntry): boolean =>
  id === '' || file.id === '' || file.id === id

const isUnchanged = (follower: LogFollower, entry: FileEntry): boolean =>
  mayHaveSameId(follower, entry) &&
  entry.file.bytes >= follower.file.position &&
  follower.file.state === 'same'

/**
 * Whether the path has the same file, by its id, with other content. Then the file has no other
 * path to look for.
 */
const isChangedInPlace = (
  follower: LogFollower,
  unclaimed: ReadonlyMap<string, FileEntry>,
): boolean => {
  const own = unclaimed.get(follower.file.location)
  return own !== undefined && own.file.id === follower.file.id
}

/** A file that cannot be read does not count as a match for now. */
const hasContentOf = (follower: LogFollower, { location, file }: FileEntry): Promise<boolean> =>
  follower.file.isSameFileAt(location, file).catch(() => false)

function describeLost(follower: LogFollower, own: FileEntry | undefined): LogLocation {
  if (!own) return { status: 'gone' }
  const isCertain = mayHaveSameId(follower, own)
  const isShorter = own.file.bytes < follower.file.position
  return { status: isCertain && isShorter ? 'truncated' : 'replaced', isCertain }
}

/** Returns the first item that passes the test. Tests one item at a time. */
async function findAsync<T>(
  items: readonly T[],
  test: (item: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const item of items) if (await test(item)) return item
  return undefined
}
