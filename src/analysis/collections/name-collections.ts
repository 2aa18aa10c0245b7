import type { FoundInput } from '../../inputs/find-files.ts'
import type { Collection } from './collection.ts'
import type { Identity } from './input-identity.ts'

interface NamedCollection {
  readonly name: string
  readonly collection: Collection
}

/**
 * Names collections: by the innermost folder that contains all of one and nothing of another, else
 * by its machine or user, else by its first file. Returns them sorted by name.
 */
export function nameCollections(collections: readonly Collection[]): readonly NamedCollection[] {
  const own = collections.map(({ inputs }) => splitPaths(inputs))
  const start = commonFolder(own.flat()).length
  const folders = own.map((paths) => commonFolder(paths).slice(start).join('/'))
  const names = collections.map((collection, index) => {
    const folder = folders[index] ?? ''
    const isApart =
      folder !== '' &&
      folders.every((other, at) => at === index || !`${other}/`.startsWith(`${folder}/`))
    if (isApart) return folder
    const { machines, users } = collection.identity
    const others = collections.filter((other) => other !== collection)
    const isOnly = (text: string, namesOf: (identity: Identity) => ReadonlySet<string>) =>
      text !== '' && others.every(({ identity }) => joinNames(namesOf(identity)) !== text)
    const machine = joinNames(machines)
    if (isOnly(machine, (identity) => identity.machines)) return machine.toUpperCase()
    const user = joinNames(users)
    if (isOnly(user, (identity) => identity.users)) return user
    return (own[index]?.[0] ?? []).slice(start).join('/')
  })
  const used = new Map<string, number>()
  return collections
    .map((collection, index) => ({ name: names[index] ?? '', collection }))
    .sort((left, right) => compareTexts(left.name, right.name))
    .map(({ name, collection }) => {
      const count = (used.get(name) ?? 0) + 1
      used.set(name, count)
      return { name: count === 1 ? name : `${name} (${count})`, collection }
    })
}

/** The paths of inputs as parts, sorted. */
const splitPaths = (inputs: readonly FoundInput[]): readonly (readonly string[])[] =>
  inputs
    .map(({ path }) => path)
    .sort(compareTexts)
    .map((path) => path.split(/[\\/]/).filter((part) => part !== '' && part !== '.'))

/** The folders that all paths begin with. */
function commonFolder(paths: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = paths
  const folder = first.slice(0, -1)
  const end = folder.findIndex((part, index) =>
    paths.some((path) => path.slice(0, -1)[index] !== part),
  )
  return end < 0 ? folder : folder.slice(0, end)
}

const joinNames = (names: ReadonlySet<string>): string => [...names].sort().join('+')

const compareTexts = (left: string, right: string): number =>
  left < right ? -1 : left > right ? 1 : 0
