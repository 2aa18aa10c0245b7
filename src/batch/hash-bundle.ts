import { createHash, hash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { type FoundInput, findFiles } from '../inputs/find-files.ts'
import { listSpoolFolderCached } from '../inputs/spool-folder.ts'
import { waitingSince } from '../model/waiting-since.ts'

const readBuffer = new Uint8Array(256 << 10)

/**
 * SHA-256 of the evidence in a bundle, in lower-case hexadecimal. For a file: of its bytes. For a
 * folder: of the names and contents of its files. Spooled items are not opened: their names, sizes
 * and times are hashed. The same content has the same hash at any path. `files` are those of the
 * bundle, where they are known already. Throws when the bundle itself cannot be read.
 */
export async function hashBundle(path: string, files?: readonly FoundInput[]): Promise<string> {
  const isFolder = statSync(path).isDirectory()
  const found = files ?? findFiles([path])
  if (!isFolder) return hashFile(path, found[0]?.content)
  const entries = found.map((file) => `${JSON.stringify(entryFields(file))}\n`)
  return hash('sha256', entries.join(''), 'hex')
}

function entryFields(found: FoundInput): readonly unknown[] {
  const name = found.path.replaceAll('\\', '/')
  if (found.kind === 'spool-folder') return [found.kind, name, ...spoolItemFields(found)]
  if (found.kind !== 'file') return [found.kind, name, found.problem]
  try {
    return [found.kind, name, hashFile(found.location, found.content)]
  } catch (error) {
    return [found.kind, name, 'unreadable', (error as NodeJS.ErrnoException).code]
  }
}

/** Name, size and waiting time of each spooled item, but not when it was copied. */
function spoolItemFields(found: FoundInput): readonly unknown[] {
  return listSpoolFolderCached(found)
    .flat()
    .flatMap((item) =>
      item.kind === 'spool-item'
        ? [[item.name.replaceAll('\\', '/'), item.bytes, waitingSince(item)]]
        : [],
    )
}

function hashFile(path: string, content?: Uint8Array): string {
  if (content) return hash('sha256', content, 'hex')
  const whole = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const length = readSync(file, readBuffer, 0, readBuffer.length, null)
      if (length === 0) return whole.digest('hex')
      whole.update(readBuffer.subarray(0, length))
    }
  } finally {
    closeSync(file)
  }
}
