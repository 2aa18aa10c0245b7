/** A way to see which case is which: a key that the same case has before and after. */
type KeyOf = (id: string) => string

/**
 * Which case of before is which of after, by index: the same id first; then the same path below the
 * folder that all have in common; then the same name. A key that several cases have says nothing.
 */
export function matchCases(
  before: readonly string[],
  after: readonly string[],
): ReadonlyMap<number, number> {
  const matched = new Map<number, number>()
  const taken = new Set<number>()
  const ways: readonly (readonly [KeyOf, KeyOf])[] = [
    [(id) => id, (id) => id],
    [belowCommonFolder(before), belowCommonFolder(after)],
    [nameOf, nameOf],
  ]
  for (const [keyBefore, keyAfter] of ways) {
    const earlier = uniqueKeys(before, keyBefore, (index) => !taken.has(index))
    const later = uniqueKeys(after, keyAfter, (index) => !matched.has(index))
    for (const [key, index] of later) {
      const other = earlier.get(key)
      if (index < 0 || other === undefined || other < 0) continue
      matched.set(index, other)
      taken.add(other)
    }
  }
  return matched
}

/** Index by key; -1 where several have it. */
function uniqueKeys(
  ids: readonly string[],
  keyOf: KeyOf,
  free: (index: number) => boolean,
): ReadonlyMap<string, number> {
  const keys = new Map<string, number>()
  for (const [index, id] of ids.entries()) {
    if (!free(index)) continue
    const key = keyOf(id)
    keys.set(key, keys.has(key) ? -1 : index)
  }
  return keys
}

// PC-0142.zip  PC-0142.tar.gz  PC-0142.json: sent packed once, and as a folder the other time
const PACKED = /\.(?:zip|tar|tgz|tar\.gz|gz|json)$/i

const partsOf = (id: string): string[] =>
  id
    .replace(PACKED, '')
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
