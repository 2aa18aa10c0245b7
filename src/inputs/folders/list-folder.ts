import { type Dirent, opendirSync, readdirSync, statSync } from 'node:fs'
import { type LocalPath, toName } from './local-path.ts'

/** Entries that are asked for at once. */
const BUFFER_ENTRIES = 256
/**
 * Up to this size that the system states for a folder itself, its entries are read at once, which
 * takes half the time. Where the size does not grow with the entries, only memory is lost.
 */
const SMALL_FOLDER_BYTES = 4096

export type EntryKind = 'file' | 'folder' | 'link' | 'other'

export interface FolderEntry {
  readonly name: LocalPath
  readonly kind: EntryKind
}

/** The encoding of names: on Linux they are bytes. The types know no choice of encodings. */
const ENCODING = (process.platform === 'win32' ? 'utf8' : 'buffer') as 'utf8'

/**
 * Lists a folder in the order of the system, a large one without holding all of it. Throws the error
 * of the system.
 */
export function* listFolder(folder: LocalPath): Generator<FolderEntry> {
  if (isSmall(folder)) {
    const entries = readdirSync(folder, { encoding: ENCODING, withFileTypes: true })
    for (const entry of entries) yield toFolderEntry(entry)
    return
  }
  const entries = opendirSync(folder as string, { encoding: ENCODING, bufferSize: BUFFER_ENTRIES })
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync())
      yield toFolderEntry(entry)
  } finally {
    entries.closeSync()
  }
}

/** Windows states no size of a folder. */
function isSmall(folder: LocalPath): boolean {
  const { size } = statSync(folder)
  return size > 0 && size <= SMALL_FOLDER_BYTES
}

function toFolderEntry(entry: Dirent): FolderEntry {
  const raw = entry.name as string | Buffer
  return { name: typeof raw === 'string' ? raw : toName(raw), kind: kindOf(entry) }
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFile()) return 'file'
  return entry.isDirectory() ? 'folder' : 'other'
}
