import type { FoundInput } from '../../inputs/find-files.ts'
import type { Observation } from '../../model/observation.ts'
import type { Collection } from './collection.ts'
import { InputIdentity } from './input-identity.ts'

// lync-uccapi-0 (2).uccapilog   lync-uccapi-0 - copy.uccapilog
const COPY_MARK = / \(\d{1,3}\)(?=\.[^.]*$|$)| - copy(?: \(\d{1,3}\))?/
/** Content number of all inputs without a byte. */
const NO_CONTENT = -1

/** Collects what identifies each input of a case, while the case is read. */
export class IdentityCollector {
  private readonly found: readonly FoundInput[]
  private readonly originals: ReadonlyMap<FoundInput, FoundInput>
  private readonly identities = new Map<FoundInput, InputIdentity>()
  private readonly byPath = new Map<string, InputIdentity>()
  private readonly hasSeveralFolders: boolean

  /** `originals` has the input that is read in place of each duplicate. */
  constructor(
    found: readonly FoundInput[],
    originals: ReadonlyMap<FoundInput, FoundInput> = new Map(),
  ) {
    this.found = found
    this.originals = originals
    for (const input of found) {
      if (originals.has(input)) continue
      const identity = new InputIdentity()
      if (input.user !== undefined) identity.users.add(input.user)
      this.identities.set(input, identity)
      this.byPath.set(input.path, identity)
    }
    this.hasSeveralFolders = new Set(found.map(({ path }) => folderOf(path))).size > 1
  }

  observe(observation: Observation): void {
    const { path } = observation.source
    const identity =
      this.byPath.get(path) ??
      (observation.kind === 'spool-item' ? this.byPath.get(observation.folder) : undefined)
    identity?.observe(observation, this.hasSeveralFolders)
  }

  /** Each input by itself, duplicates included. */
  result(): Collection[] {
    const numbers = new Map(this.found.map((input, index) => [input, index]))
    return this.found.map((input): Collection => {
      const original = this.originals.get(input) ?? input
      const identity = this.identities.get(original) ?? new InputIdentity()
      const isEmpty = input.kind === 'file' && input.bytes === 0
      const content = isEmpty ? NO_CONTENT : (numbers.get(original) ?? NO_CONTENT)
      const name = contentName(input)
      return {
        inputs: [input],
        identity,
        contents: new Map([[name, new Set([content])]]),
        clientNames: new Set(identity.isFromClient ? [name] : []),
      }
    })
  }
}

const partsOf = (path: string): string[] => path.split(/[\\/]/)

const folderOf = (path: string): string => partsOf(path).slice(0, -1).join('/')

function contentName({ path, kind, user = '' }: FoundInput): string {
  const name = (partsOf(path).at(-1) ?? '').toLowerCase()
  return kind === 'spool-folder' ? `${name} ${user}`.trimEnd() : name.replace(COPY_MARK, '')
}
