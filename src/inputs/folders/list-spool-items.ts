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
 * Yields every regular file below a History Spooler, the files of a folder before those of its
 * subfolders. Opens, moves and changes nothing. The tally counts folders and files that cannot be
 * read.
 */
export function* listSpoolItems(spool: LocalPath, tally: Tally): Generator<SpoolEntry> {
  const folders: Place[] = [{ location: spool, path: '' }]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { files, subfolders } = contentsOf(folder, tally)
    for (const name of files) {
      const file = inside(folder, name)
      const stats = statFile(file, tally)
      if (!stats) continue
      const times = { written: Math.floor(stats.mtimeMs), created: Math.floor(stats.birthtimeMs) }
      yield { ...times, name: file.path, bytes: stats.size }
    }
    for (const name of subfolders.reverse()) folders.push(inside(folder, name))
  }
}

const shownName = (name: LocalPath): string =>
  typeof name === 'string' ? name : decodeEscaped(name)

const inside = ({ location, path }: Place, name: LocalPath): Place => ({
  location: joinPath(location, name),
  path: join(path, shownName(name)),
})

/** The names of the files and subfolders of a folder, each in order. */
function contentsOf({ location, path }: Place, tally: Tally) {
  const files: LocalPath[] = []
  const subfolders: LocalPath[] = []
  try {
    for (const { name, kind } of listFolder(location))
      if (kind === 'file') files.push(name)
      else if (kind === 'folder') subfolders.push(name)
  } catch (error) {
    const reason = describeReadError(error)
    tally.addDamage({ reason: `${path || 'the spool'} cannot be listed: ${reason}` })
  }
  return { files: files.sort(byName), subfolders: subfolders.sort(byName) }
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
