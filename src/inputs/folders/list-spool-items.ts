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
    for (const file of files) {
      const stats = statFile(file, tally)
      if (!stats) continue
      const times = { written: Math.floor(stats.mtimeMs), created: Math.floor(stats.birthtimeMs) }
      yield { ...times, name: file.path, bytes: stats.size }
    }
    for (const subfolder of subfolders.reverse()) folders.push(subfolder)
  }
}

/** Files and subfolders of a folder, each by name. */
function contentsOf({ location, path }: Place, tally: Tally) {
  const files: Place[] = []
  const subfolders: Place[] = []
  try {
    for (const { name, kind } of listFolder(location)) {
      if (kind !== 'file' && kind !== 'folder') continue
      const inner = join(path, typeof name === 'string' ? name : decodeEscaped(name))
      const list = kind === 'file' ? files : subfolders
      list.push({ location: joinPath(location, name), path: inner })
    }
  } catch (error) {
    const name = path || 'the spool'
    tally.addDamage({ reason: `${name} cannot be listed: ${describeReadError(error)}` })
  }
  return { files: files.sort(byPath), subfolders: subfolders.sort(byPath) }
}

const byPath = (left: Place, right: Place): number => (left.path < right.path ? -1 : 1)

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
