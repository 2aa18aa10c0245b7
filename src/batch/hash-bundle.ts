import { createHash, hash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { type FoundInput, findFiles } from '../inputs/find-files.ts'
import { listSpoolFolderCached } from '../inputs/spool-folder.ts'
import { waitingSince } from '../model/waiting-since.ts'

const readBuffer = new Uint8Array(256 << 10)

/**
 * SHA-256 of what is read of a bundle: of the bytes of a file; of a folder, of the names and
 * contents of its files, and of the names, sizes and times in its spools, in which nothing is
 * opened. The same content anywhere has the same hash. Throws when the bundle itself cannot be
 * read. What is found in it may be given where it is known.
 */
export async function hashBundle(path: string, files?: readonly FoundInput[]): Promise<string> {
  const isFolder = statSync(path).isDirectory()
  const found = files ?? findFiles([path])
  if (!isFolder) return hashFile(path, found[0]?.content)
  return hash('sha256', found.map((one) => `${JSON.stringify(entryFields(one))}\n`).join(''), 'hex')
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

/** What is judged of a spooled item. When a copy of it was made is not. */
function spoolItemFields(found: FoundInput): readonly unknown[] {
  return listSpoolFolderCached(found)
    .flat()
    .flatMap((seen) =>
      seen.kind === 'spool-item'
        ? [[seen.name.replaceAll('\\', '/'), seen.bytes, waitingSince(seen)]]
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
