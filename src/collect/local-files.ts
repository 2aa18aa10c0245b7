import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs'
import { type FolderEntry, listFolder } from '../inputs/folders/list-folder.ts'
import { type LocalPath, toName } from '../inputs/folders/local-path.ts'

/** How the collector reads this machine. It never writes. Errors are those of the system. */
export interface LocalFiles {
  /** Lists a folder in the order of the system, without holding all of it. */
  list(folder: LocalPath): Iterable<FolderEntry>
  /** Does not follow a link. */
  stat(path: LocalPath): Stats
  /** The path of a file or folder without links. */
  realPath(path: LocalPath): LocalPath
  /** Opens a file for shared reading. Fails for a link and for anything that is not a file. */
  open(path: LocalPath): number
  statOpen(file: number): Stats
  read(file: number, into: Uint8Array, position: number): number
  close(file: number): void
}

/** A pipe would block at `open`, and a link could lead out of the folder. */
const SAFE_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
/** Leaves the time of the last access as it is. Only the owner of a file may ask for this. */
const NO_ACCESS_TIME = constants.O_NOATIME ?? 0

export const localFiles: LocalFiles = {
  list: listFolder,
  stat: (path) => lstatSync(path),
  realPath: (path) =>
    process.platform === 'win32'
      ? realpathSync(path)
      : toName(realpathSync(path, { encoding: 'buffer' })),
  open(path) {
    const file = openQuietly(path)
    if (fstatSync(file).isFile()) return file
    closeSync(file)
    throw Object.assign(new Error('neither a file nor a folder'), { code: 'ENOTFILE' })
  },
  statOpen: (file) => fstatSync(file),
  read: (file, into, position) => readSync(file, into, 0, into.length, position),
  close: (file) => closeSync(file),
}

function openQuietly(path: LocalPath): number {
  if (NO_ACCESS_TIME !== 0)
    try {
      return openSync(path, SAFE_FLAGS | NO_ACCESS_TIME)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
    }
  return openSync(path, SAFE_FLAGS)
}
