import type { FoundInput } from '../../inputs/find-files.ts'
import { formatNumber } from '../../model/duration.ts'
import { type Collection, mergeCollections } from './collection.ts'
import { compareCollections } from './compare-collections.ts'
import { nameCollections } from './name-collections.ts'
import { NumberSet } from './number-set.ts'

/** A collection that is a case of its own. */
export interface FoundCollection {
  /** Stable and unique: its folder, or what identifies it. */
  readonly name: string
  readonly inputs: readonly FoundInput[]
}

export interface FoundCollections {
  /** Those that are told apart: a single one if there are too many to compare. */
  readonly collections: readonly FoundCollection[]
  /** Number of collections that do not fit together, or were not compared. */
  readonly count: number
  /** Why they are not one case, as a sentence without its period. */
  readonly why: string
}

/** A folder of the case, or an archive. */
interface Folder {
  readonly folders: Map<string, Folder>
  /** Inputs that lie in it by themselves, each as a collection. */
  readonly loose: Collection[]
  /** Tracing and sip_ folders: one client. */
  readonly client: Collection[]
}

/**
 * Pairs that are compared cost time: more collections than this are one case.
 * Limit: collections that are told apart into cases.
 * Beyond: all of them are one case; if they name several machines or users, the report says so.
 */
const MAX_COMPARED = 1000
/**
 * A report has to stay readable.
 * Limit: reasons listed why a case is split.
 * Beyond: further ones are counted.
 */
const MAX_REASONS = 3

/**
 * Divides the inputs of a case into collections that cannot be of one user’s machine. Returns
 * undefined if all of them can be. Too many to compare stay together as one. Works from the
 * innermost folders outwards: what lies in one folder stays together unless it does not fit
 * together. The result does not depend on names and order.
 */
export function findCollections(inputs: readonly Collection[]): FoundCollections | undefined {
  const root = createFolder()
  for (const input of inputs) addInput(root, input)
  const { owned } = divide(root, true)
  const uncompared = owned[0]?.uncompared
  if (owned.length < 2 && uncompared === undefined) return undefined
  const named = nameCollections(owned)
  return {
    collections: named.map(({ name, collection: { inputs, shared = [] } }) => ({
      name,
      inputs: [...inputs, ...shared],
    })),
    ...(owned.length < 2 && uncompared !== undefined
      ? { count: uncompared, why: UNCOMPARED }
      : { count: owned.length, why: explain(named) }),
  }
}

const createFolder = (): Folder => ({ folders: new Map(), loose: [], client: [] })

function addInput(root: Folder, input: Collection): void {
  const { folder, isClient } = placeOf(input.inputs[0]?.path ?? '')
  let current = root
  for (const name of folder) {
    const next = current.folders.get(name) ?? createFolder()
    current.folders.set(name, next)
    current = next
  }
  if (isClient) current.client.push(input)
  else current.loose.push({ ...input, looseIn: folder.join('/') })
}

/**
 * The folder that an input belongs to. All that one client wrote belongs to the folder that
 * contains its Tracing and sip_ folders.
 */
function placeOf(path: string): { readonly folder: readonly string[]; readonly isClient: boolean } {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.')
  const folder = parts.slice(0, -1)
  const user = parts.findIndex((part) => /^(?:sip_[^@]+@.+|History Spooler)$/i.test(part))
  const tracing = /^Tracing$/i.test(folder.at(-1) ?? '') ? folder.length - 1 : -1
  const end = user >= 0 ? user : tracing
  if (end < 0) return { folder, isClient: false }
  const client = parts.slice(0, end)
  // …/Office/15.0/Lync and …/Office/16.0/Lync are two versions of the client on one machine.
  const isVersioned = /^\d\d\.0$/.test(client.at(-2) ?? '') && /^Lync$/i.test(client.at(-1) ?? '')
  return { folder: isVersioned ? client.slice(0, -2) : client, isClient: true }
}

interface Divided {
  readonly owned: readonly Collection[]
  /** Inputs that do not come from a client, such as administrator output. */
  readonly ownerless: readonly Collection[]
}

/** `isRoot`: a single collection is the case, so that nothing needs to be known about it. */
function divide({ folders, loose, client }: Folder, isRoot = false): Divided {
  const inner = [...folders.values()].map((folder) => divide(folder))
  const parts = client.length > 0 ? [...loose, mergeCollections(client)] : loose
  const ownerless = [
    ...inner.flatMap((divided) => divided.ownerless),
    ...parts.filter((part) => !isOwned(part)),
  ]
  const owned = join([
    ...inner.flatMap((divided) => divided.owned),
    ...mergeNameless(parts.filter(isOwned)),
  ])
  if (owned.length === 0) return { owned, ownerless }
  const [only, second] = owned
  if (isRoot && only && !second && only.uncompared === undefined) return { owned, ownerless: [] }
  if (only && !second) return { owned: [mergeCollections([only, ...ownerless])], ownerless: [] }
  const owners = ownerless.map((input) => ({ input, owners: ownersOf(input, owned) }))
  const withShared = owned.map((collection) => ({
    ...collection,
    shared: [
      ...(collection.shared ?? []),
      ...owners.flatMap(({ input, owners }) => (owners.includes(collection) ? input.inputs : [])),
    ],
  }))
  return { owned: withShared, ownerless: [] }
}

const isOwned = ({ identity }: Collection): boolean => identity.isFromClient

/** Merges the files of one folder that nothing identifies: they cannot be told apart. */
function mergeNameless(parts: readonly Collection[]): readonly Collection[] {
  const isNameless = ({ looseIn, identity }: Collection) =>
    looseIn !== undefined &&
    [
      identity.machines,
      identity.users,
      identity.clientIds,
      identity.builds,
      identity.installedBuilds,
      identity.collected,
    ].every(({ size }) => size === 0)
  const nameless = parts.filter(isNameless)
  const [first] = nameless
  if (first?.looseIn === undefined || nameless.length === 1) return parts
  const merged = { ...mergeCollections(nameless), looseIn: first.looseIn }
  return [...parts.filter((part) => !isNameless(part)), merged]
}

/** The collections of the users that an input names, else all. */
function ownersOf(input: Collection, owned: readonly Collection[]): readonly Collection[] {
  const { namedUsers } = input.identity
  const named = owned.filter(({ identity }) =>
    [...namedUsers].some((user) => identity.users.has(user)),
  )
  return named.length > 0 ? named : owned
}

/** Joins collections that can be of one machine. Those that fit to none or to several stay alone. */
function join(parts: readonly Collection[]): readonly Collection[] {
  if (parts.length < 2) return parts
  if (parts.length > MAX_COMPARED) return [mergeUncompared(parts)]
  const relations = relate(parts)
  if (relations.conflicts.every(({ isEmpty }) => isEmpty)) return [mergeCollections(parts)]
  const groups = findGroups(parts, relations)
  return groups.map((group) => mergeCollections(group.map((index) => parts[index] as Collection)))
}

const UNCOMPARED = `more than ${formatNumber(MAX_COMPARED)} are not compared`

/** Merges parts that are too many to compare. They can be of one machine only if none names two. */
function mergeUncompared(parts: readonly Collection[]): Collection {
  const merged = mergeCollections(parts)
  const { machines, users } = merged.identity
  return machines.size > 1 || users.size > 1 ? { ...merged, uncompared: parts.length } : merged
}

/** How some parts relate, by their indexes. */
interface Relations {
  readonly links: readonly NumberSet[]
  readonly conflicts: readonly NumberSet[]
}

/** All relations. A conflict of users ends where a third part shows both on one machine. */
function relate(parts: readonly Collection[]): Relations {
  const createSets = () => parts.map(() => new NumberSet(parts.length))
  const [links, conflicts, conflictsOfUsers] = [createSets(), createSets(), createSets()]
  const addPair = (sets: readonly NumberSet[], left: number, right: number) => {
    sets[left]?.add(right)
    sets[right]?.add(left)
  }
  for (const [left, part] of parts.entries())
    for (let right = left + 1; right < parts.length; right += 1) {
      const relation = compareCollections(part, parts[right] as Collection)
      if (relation.kind === 'link') addPair(links, left, right)
      else if (relation.kind === 'conflict')
        addPair(relation.isOfUsers ? conflictsOfUsers : conflicts, left, right)
    }
  const allLinks = createSets()
  for (const [left, ofUsers] of conflictsOfUsers.entries())
    for (let right = left + 1; right < parts.length; right += 1) {
      if (links[left]?.has(right)) addPair(allLinks, left, right)
      if (!ofUsers.has(right)) continue
      const hasWitness = links[left]?.intersects(links[right] as NumberSet)
      addPair(hasWitness ? allLinks : conflicts, left, right)
    }
  return { links: allLinks, conflicts }
}

/** Groups of linked parts without a conflict, as indexes. */
function findGroups(
  parts: readonly Collection[],
  { links, conflicts }: Relations,
): readonly (readonly number[])[] {
  const indexes = parts.map((_, index) => index)
  const hasConflict = (group: NumberSet) =>
    indexes.some((index) => group.has(index) && conflicts[index]?.intersects(group))
  // A part that fits to two others which do not fit together belongs to one of them, but to which?
  const isAmbiguous = links.map(hasConflict)
  const groups: number[][] = []
  const grouped = new NumberSet(parts.length)
  for (const start of indexes) {
    if (grouped.has(start)) continue
    const group = [start]
    const members = new NumberSet(parts.length)
    members.add(start)
    grouped.add(start)
    for (const member of group)
      for (const next of indexes) {
        if (isAmbiguous[member] || isAmbiguous[next]) continue
        if (grouped.has(next) || !links[member]?.has(next)) continue
        grouped.add(next)
        members.add(next)
        group.push(next)
      }
    if (hasConflict(members)) for (const member of group) groups.push([member])
    else groups.push(group)
  }
  return groups
}

/** “a” and “b” are from different machines (pc-1, pc-2); “a” and “c” … */
function explain(
  named: readonly { readonly name: string; readonly collection: Collection }[],
): string {
  const reasons: string[] = []
  let conflicts = 0
  for (const [index, left] of named.entries())
    for (const right of named.slice(index + 1)) {
      const relation = compareCollections(left.collection, right.collection)
      if (relation.kind !== 'conflict') continue
      conflicts += 1
      if (reasons.length < MAX_REASONS)
        reasons.push(`“${left.name}” and “${right.name}” ${relation.reason}`)
    }
  const more = conflicts > reasons.length ? [`and ${conflicts - reasons.length} more`] : []
  return [...reasons, ...more].join('; ')
}
