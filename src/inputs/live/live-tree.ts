import { basename, join, resolve, sep } from 'node:path'
import { UsageError } from '../../model/usage-error.ts'
import { folderUser, isSpoolFolder, skipReason, statInput } from '../find-files.ts'
import type { AwakeClock } from './awake-clock.ts'
import type { LiveFile } from './live-file.ts'
import { type FolderHandler, LiveFolder } from './live-folder.ts'
import { SpooledItems, type SpoolListener } from './spooled-items.ts'

interface Place {
  readonly location: string
  /** Inside what is watched. */
  readonly path: string
}

/** A file that is no spooled item. */
export interface FileEntry extends Place {
  readonly kind: 'file'
  readonly user?: string
  readonly file: LiveFile
}

/** What `findFiles` would find now. */
export type LiveEntry =
  | FileEntry
  | { readonly kind: 'spool'; readonly spool: SpooledItems }
  /** `lasting`: it will not get better by itself. */
  | (Place & { readonly kind: 'unreadable'; readonly problem: string; readonly lasting: boolean })

/** Everything below the watched folders, as it was looked at last. */
export class LiveTree {
  private readonly roots: readonly LiveFolder[]
  private known: readonly LiveEntry[] | undefined
  private places = new Map<string, LiveFolder>()

  constructor(roots: readonly string[], clock: AwakeClock, listener: SpoolListener) {
    const forget = () => {
      this.known = undefined
    }
    const plain: FolderHandler = {
      onFileAppeared: forget,
      onFileChanged: forget,
      onFileGone: forget,
      childHandler: (folder) => kindOf(folder),
    }
    const kindOf = (folder: LiveFolder): FolderHandler =>
      isSpoolFolder(folder.location)
        ? new SpooledItems(folder, folderUser(folder.location).user, clock, listener)
        : plain
    this.roots = roots.filter(isOutermost).map((root) => {
      if (!statInput(root).isDirectory())
        throw new UsageError(`Not a folder: ${root}. Name the folder that it lies in.`)
      const location = resolve(root)
      return new LiveFolder(
        location,
        roots.length > 1 ? root : isSpoolFolder(location) ? basename(location) : '',
        kindOf,
      )
    })
  }

  /** Looks at the folders at these places, or at all; with `all`, at every file in them. */
  async scan(parts: Iterable<string> | 'everything', all = false): Promise<void> {
    if (parts === 'everything')
      for (const root of this.roots) await root.scan({ deep: true, subtree: all })
    // One that was looked at may be another folder now.
    else
      for (const place of parts)
        await this.folders()
          .find(({ location }) => location === place)
          ?.scan({ subtree: all })
    this.known = undefined
    this.places = new Map(this.folders().map((folder) => [folder.location, folder]))
  }

  folders(): LiveFolder[] {
    return this.roots.flatMap((root) => [...root.all()])
  }

  folderAt(location: string): LiveFolder | undefined {
    return this.places.get(location)
  }

  /** In the order of `findFiles`. */
  entries(): readonly LiveEntry[] {
    const seen = new Set<string>()
    this.known ??= this.roots
      .flatMap((root) => [...entriesOf(root)])
      .filter((entry) => {
        const { location } = entry.kind === 'spool' ? entry.spool : entry
        return seen.size < seen.add(location).size
      })
    return this.known
  }
}

/** Whether a folder lies in none of the others: what does is watched with those. */
function isOutermost(root: string, index: number, roots: readonly string[]): boolean {
  const location = resolve(root)
  return !roots.some((one, other) => {
    const outer = resolve(one)
    return outer === location
      ? other < index
      : location.startsWith(outer.endsWith(sep) ? outer : outer + sep)
  })
}

function* entriesOf(folder: LiveFolder): Generator<LiveEntry> {
  const { location, path, problem, files, folders, otherEntries: others, handler: kind } = folder
  if (kind instanceof SpooledItems) {
    yield { kind: 'spool', spool: kind }
    return
  }
  if (problem !== undefined)
    yield { kind: 'unreadable', location, path: path || location, problem, lasting: false }
  const owner = folderUser(location)
  const inner = (name: string): Place => ({
    location: join(location, name),
    path: join(path, name),
  })
  for (const name of [...files.keys(), ...folders.keys(), ...others.keys()].sort()) {
    const file = files.get(name)
    const deeper = folders.get(name)
    const isLink = others.get(name)
    if (file) yield { kind: 'file', ...inner(name), ...owner, file }
    else if (deeper) yield* entriesOf(deeper)
    else if (isLink !== undefined)
      yield { kind: 'unreadable', ...inner(name), problem: skipReason(isLink), lasting: true }
  }
}
