export type Path = readonly (string | number)[]

/**
 * Yields the paths of all fields and elements in a value. `added` is the name of a field that no
 * object has, whose path is yielded for each object too.
 */
export function* fieldPaths(value: unknown, path: Path = [], added?: string): Generator<Path> {
  if (typeof value !== 'object' || value === null) return
  if (added !== undefined) yield [...path, added]
  for (const [key, inner] of Object.entries(value)) {
    yield [...path, key]
    yield* fieldPaths(inner, [...path, key], added)
  }
}

/** Copies only the objects on the path. The copy shares all others with the value. */
export function withReplaced(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement
  const copy = (Array.isArray(value) ? value.slice() : Object.assign({}, value)) as Record<
    string | number,
    unknown
  >
  copy[key] = withReplaced(copy[key], rest, replacement)
  return copy
}
