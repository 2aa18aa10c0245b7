import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { leastOf } from '../model/numbers/extremes.ts'
import type { SpoolItemObservation } from '../model/observation.ts'
import type { FoundInput } from './find-files.ts'
import { openInput } from './open-input.ts'
import { listSpoolFolderCached } from './spool-folder.ts'

/** Inputs whose first bytes differ are not hashed. Trace files often have the same size. */
const HEAD_BYTES = 4096
const CHUNK_BYTES = 256 << 10
/** Lync-UccApi-0 (2).UccApilog   Lync-UccApi-0 - Copy.UccApilog   Lync-UccApi-0.UccApilog.bak */
const COPY_MARK = / \(\d{1,3}\)| - copy\b|\.bak$/i
// drafts-20160614-1000.txt: the same count at another time is another reading
const TIME_IN_NAME = /20\d\d-?\d\d-?\d\d(?:[T_ -]?\d\d[-.:]?\d\d)?/
const ARCHIVE_NAME = /\.(?:zip|tar|gz|tgz)$/i

/**
 * Finds inputs with the same content as another one: equal files by SHA-256, spools by the names
 * and sizes of their items. Returns the original of each duplicate. Only inputs of equal size are
 * opened, and only those that begin alike are read to their end. An input that cannot be read has
 * no duplicates. Copies for different users are not duplicates.
 */
export async function findDuplicates(
  found: readonly FoundInput[],
): Promise<ReadonlyMap<FoundInput, FoundInput>> {
  const originals = new Map<FoundInput, FoundInput>()
  const add = (group: readonly FoundInput[]) => {
    const [original, ...copies] = [...group].sort(compareOriginality)
    if (original) for (const copy of copies) originals.set(copy, original)
  }
  const files = found.filter(({ kind, bytes }) => isFile(kind) && bytes > 0)
  for (const sameSize of groupsOf(files, ({ bytes }) => bytes))
    for (const sameName of groupsOf(sameSize, userAndName))
      for (const sameHead of await groupsByHash(sameName, HEAD_BYTES))
        for (const same of await groupsByHash(sameHead, Number.POSITIVE_INFINITY)) add(same)
  for (const same of findEqualSpools(found)) add(same)
  return originals
}

/** The user, and all that a parser may read from a path: a time, or the name of a folder. */
function userAndName({ user = '', path }: FoundInput): string {
  const names = path.split(/[\\/]/).filter((name) => !ARCHIVE_NAME.test(name))
  const time = TIME_IN_NAME.exec(names.join('/'))?.[0] ?? ''
  return `${user} ${time} ${/draft/i.test(basename(path))}`
}

const isFile = (kind: FoundInput['kind']): boolean => kind === 'file' || kind === 'entry'

/** Groups of at least two. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string | number): T[][] {
  const groups = new Map<string | number, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups.values()].filter(({ length }) => length > 1)
}

/** Groups the inputs that are equal in their first `maxBytes` bytes. */
async function groupsByHash(
  inputs: readonly FoundInput[],
  maxBytes: number,
): Promise<FoundInput[][]> {
  const hashes = new Map<FoundInput, string>()
  for (const input of inputs) {
    const hash = await hashInput(input, maxBytes)
    if (hash !== undefined) hashes.set(input, hash)
  }
  return groupsOf([...hashes.keys()], (input) => hashes.get(input) ?? '')
}

/** Returns undefined for an input that cannot be read. Reading it as an input reports why. */
async function hashInput(input: FoundInput, maxBytes: number): Promise<string | undefined> {
  const hash = createHash('sha256')
  if (input.content) return hash.update(input.content.subarray(0, maxBytes)).digest('hex')
  let source: ReturnType<typeof openInput> | undefined
  try {
    source = openInput(input)
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, maxBytes, input.bytes + 1))
    let bytesRead = 0
    while (bytesRead < maxBytes) {
      const length = await source.read(chunk, 0, Math.min(chunk.length, maxBytes - bytesRead))
      if (length === 0) break
      hash.update(chunk.subarray(0, length))
      bytesRead += length
    }
    return hash.digest('hex')
  } catch {
    return undefined
  } finally {
    source?.close()
  }
}

/**
 * Orders the inputs of a group so that the original comes first: a file before an entry of an
 * archive, a plain name before one that says that it is a copy.
 */
function compareOriginality(left: FoundInput, right: FoundInput): number {
  const rank = ({ kind, path }: FoundInput) =>
    (kind === 'entry' ? 2 : 0) + (COPY_MARK.test(basename(path)) ? 1 : 0)
  const times = oldestTime(left) - oldestTime(right)
  if (left.kind === 'spool-folder' && times !== 0 && !Number.isNaN(times)) return times
  return (
    rank(left) - rank(right) ||
    left.path.length - right.path.length ||
    (left.path < right.path ? -1 : 1)
  )
}

/** Groups spools of the same user and client version that list the same items. */
function findEqualSpools(found: readonly FoundInput[]): FoundInput[][] {
  const spools = found.filter(({ kind }) => kind === 'spool-folder')
  // A user of Lync 2013 and Skype for Business 2016 has a spool for each.
  const keyOf = ({ user = '', path }: FoundInput) => `${user} ${/[\\/]15\.0[\\/]/.test(path)}`
  return groupsOf(spools, keyOf).flatMap((group) => groupsOf(group, listItems))
}

const listItems = (found: FoundInput): string =>
  spoolItems(found)
    .map(({ name, bytes }) => `${bytes} ${name.replaceAll('\\', '/')}`)
    .sort()
    .join('\n')

const spoolItems = (found: FoundInput): SpoolItemObservation[] =>
  listSpoolFolderCached(found)
    .flat()
    .filter((observation) => observation.kind === 'spool-item')

/** Copying makes times later, never earlier, so the oldest copy has the true ones. */
function oldestTime(found: FoundInput): number {
  if (found.kind !== 'spool-folder') return 0
  const times = spoolItems(found).flatMap(({ written }) => written ?? [])
  return leastOf(times) ?? Number.POSITIVE_INFINITY
}
