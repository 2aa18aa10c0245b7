import type { FoundInput } from '../../inputs/find-files.ts'
import { defined } from '../../model/defined.ts'
import { type Identity, mergeIdentities } from './input-identity.ts'

/** Inputs that belong together, with what identifies them. */
export interface Collection {
  readonly inputs: readonly FoundInput[]
  /** Inputs that belong to other collections too. They do not count when these are compared. */
  readonly shared?: readonly FoundInput[]
  readonly identity: Identity
  /** The folder of a file that was put there by itself; undefined for a folder as a whole. */
  readonly looseIn?: string
  /**
   * Contents by name: the base name of an input, in lower case and without the mark of a copy →
   * its contents. Two inputs with the same content have the same number.
   */
  readonly contents: ReadonlyMap<string, ReadonlySet<number>>
  /** The names in `contents` that come from a client. */
  readonly clientNames: ReadonlySet<string>
  /** Number of collections in it that were not compared, because there are too many. */
  readonly uncompared?: number
}

export function mergeCollections(collections: readonly Collection[]): Collection {
  const [first, ...others] = collections
  if (first && others.length === 0) return first
  const uncompared = collections.reduce((sum, part) => sum + (part.uncompared ?? 0), 0)
  const contents = new Map<string, Set<number>>()
  for (const collection of collections)
    for (const [name, numbers] of collection.contents)
      contents.set(name, new Set([...(contents.get(name) ?? []), ...numbers]))
  return {
    inputs: collections.flatMap(({ inputs }) => inputs),
    shared: [...new Set(collections.flatMap(({ shared = [] }) => shared))],
    identity: mergeIdentities(collections.map(({ identity }) => identity)),
    contents,
    clientNames: new Set(collections.flatMap(({ clientNames }) => [...clientNames])),
    ...defined({ uncompared: uncompared || undefined }),
  }
}
