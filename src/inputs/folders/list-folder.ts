import { type Dirent, opendirSync } from 'node:fs'
import { type LocalPath, toName } from './local-path.ts'

/** Entries that are asked for at once. */
const BUFFER_ENTRIES = 256

export type EntryKind = 'file' | 'folder' | 'link' | 'other'

export interface FolderEntry {
  readonly name: LocalPath
  readonly kind: EntryKind
}

/**
 * Lists a folder in the order of the system, without holding all of it. Throws the error of the
 * system.
 */
export function* listFolder(folder: LocalPath): Generator<FolderEntry> {
  const isWindows = process.platform === 'win32'
  const entries = opendirSync(folder as string, {
    encoding: (isWindows ? 'utf8' : 'buffer') as 'utf8',
    bufferSize: BUFFER_ENTRIES,
  })
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      const raw = entry.name as string | Buffer
      yield { name: typeof raw === 'string' ? raw : toName(raw), kind: kindOf(entry) }
    }
  } finally {
    entries.closeSync()
  }
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFile()) return 'file'
  return entry.isDirectory() ? 'folder' : 'other'
}
