/** Returns a key that is equal for the same case before and after. */
type KeyOf = (id: string) => string

/**
 * Matches cases before and after. Returns indexes: after → before. Compares ids, then paths below
 * the common folder, then names. Ignores keys that are not unique.
 */
export function matchCases(
  before: readonly string[],
  after: readonly string[],
): ReadonlyMap<number, number> {
  const matched = new Map<number, number>()
  const matchedBefore = new Set<number>()
  const keyPairs: readonly (readonly [KeyOf, KeyOf])[] = [
    [(id) => id, (id) => id],
    [belowCommonFolder(before), belowCommonFolder(after)],
    [nameOf, nameOf],
  ]
  for (const [keyBefore, keyAfter] of keyPairs) {
    const earlier = uniqueKeys(before, keyBefore, (index) => !matchedBefore.has(index))
    const later = uniqueKeys(after, keyAfter, (index) => !matched.has(index))
    for (const [key, index] of later) {
      const other = earlier.get(key)
      if (index < 0 || other === undefined || other < 0) continue
      matched.set(index, other)
      matchedBefore.add(other)
    }
  }
  return matched
}

/** Index by key, or -1 if the key is not unique. */
function uniqueKeys(
  ids: readonly string[],
  keyOf: KeyOf,
  isFree: (index: number) => boolean,
): ReadonlyMap<string, number> {
  const keys = new Map<string, number>()
  for (const [index, id] of ids.entries()) {
    if (!isFree(index)) continue
    const key = keyOf(id)
    keys.set(key, keys.has(key) ? -1 : index)
  }
  return keys
}

// PC-0142.zip, PC-0142.tar.gz and PC-0142.json match the folder PC-0142.
const FILE_EXTENSIONS = /\.(?:zip|tar|tgz|tar\.gz|gz|json)$/i

const partsOf = (id: string): string[] =>
  id
    .replace(FILE_EXTENSIONS, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.')

const nameOf: KeyOf = (id) => partsOf(id).at(-1) ?? id

function belowCommonFolder(ids: readonly string[]): KeyOf {
  let common: readonly string[] | undefined
  for (const id of ids) {
    const folders = partsOf(id).slice(0, -1)
    const end = common?.findIndex((part, index) => part !== folders[index]) ?? -1
    common = common === undefined ? folders : end < 0 ? common : common.slice(0, end)
  }
  const skipped = common?.length ?? 0
  return (id) => partsOf(id).slice(skipped).join('/')
}
