import { lstatSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { Tally } from '../../model/tally.ts'
import { decodeEscaped } from '../../model/text/escape-bytes.ts'
import type { SpoolEntry } from '../find-files.ts'
import { describeReadError } from '../read-error.ts'
import { listFolder } from './list-folder.ts'
import { joinPath, type LocalPath } from './local-path.ts'

interface Place {
  readonly location: LocalPath
  /** Path inside the spool. */
  readonly path: string
}

/**
 * Lists every regular file below a History Spooler, the files of a folder before those of its
 * subfolders. Opens, moves and changes nothing. The tally counts folders and files that cannot be
 * read. Throws the error of the system if the spool itself cannot be listed.
 */
export function listSpoolItems(spool: LocalPath, tally: Tally): Iterable<SpoolEntry> {
  const root = { location: spool, path: '' }
  return itemsBelow(root, contentsOf(root), tally)
}

function* itemsBelow(root: Place, contents: Contents, tally: Tally): Generator<SpoolEntry> {
  const places = [root]
  for (let folder = places.pop(); folder !== undefined; folder = places.pop()) {
    const { files, folders } = folder === root ? contents : contentsOfSubfolder(folder, tally)
    for (const name of files) {
      const file = inside(folder, name)
      const stats = statFile(file, tally)
      if (!stats) continue
      const times = { written: Math.floor(stats.mtimeMs), created: Math.floor(stats.birthtimeMs) }
      yield { ...times, name: file.path, bytes: stats.size }
    }
    for (const name of folders.toReversed()) places.push(inside(folder, name))
  }
}

const shownName = (name: LocalPath): string =>
  typeof name === 'string' ? name : decodeEscaped(name)

const inside = ({ location, path }: Place, name: LocalPath): Place => ({
  location: joinPath(location, name),
  path: join(path, shownName(name)),
})

/** The names in a folder, each list in order. */
interface Contents {
  readonly files: readonly LocalPath[]
  readonly folders: readonly LocalPath[]
}

/** Throws the error of the system if the folder cannot be listed. */
function contentsOf({ location }: Place): Contents {
  const files: LocalPath[] = []
  const folders: LocalPath[] = []
  for (const { name, kind } of listFolder(location))
    if (kind === 'file') files.push(name)
    else if (kind === 'folder') folders.push(name)
  return { files: files.sort(byName), folders: folders.sort(byName) }
}

function contentsOfSubfolder(folder: Place, tally: Tally): Contents {
  try {
    return contentsOf(folder)
  } catch (error) {
    tally.addDamage({ reason: `${folder.path} cannot be listed: ${describeReadError(error)}` })
    return { files: [], folders: [] }
  }
}

const byName = (left: LocalPath, right: LocalPath): number =>
  shownName(left) < shownName(right) ? -1 : 1

/** Returns undefined for a file that was deleted meanwhile: it is not spooled any more. */
function statFile({ location, path }: Place, tally: Tally): Stats | undefined {
  try {
    return lstatSync(location)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      tally.addDamage({ reason: `${path}: ${describeReadError(error)}` })
    return undefined
  }
}
