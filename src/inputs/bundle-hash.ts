import { createHash, type Hash } from 'node:crypto'
import { closeSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isSpool } from './find-files.ts'

const PIECE = 1 << 20

/**
 * SHA-256 of a bundle, lower-case hexadecimal. Of a file it is that of its bytes. Of a folder it is that of its relative names, sorted, each
 * with its content; what lies in a History Spooler is not opened and counts by its size and times, as it is judged by them. Rejects when
 * anything cannot be read.
 */
export async function bundleHash(path: string): Promise<string> {
  const hash = createHash('sha256')
  const stats = statSync(path)
  if (!stats.isDirectory()) await addContent(path, stats.size, hash)
  else for (const file of filesBelow(path, '', isSpool(path))) await addFile(file, hash)
  return hash.digest('hex')
}

interface HashedFile {
  readonly location: string
  /** From the bundle, with slashes on every platform. */
  readonly name: string
  readonly spooled: boolean
}

/** Files by their names, folders that hold nothing too: an empty spool is evidence. */
function* filesBelow(folder: string, prefix: string, spooled: boolean): Generator<HashedFile> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1))
  for (const entry of entries) {
    const location = join(folder, entry.name)
    const name = `${prefix}${entry.name}`
    if (!entry.isDirectory()) yield { location, name, spooled }
    else {
      yield { location, name: `${name}/`, spooled }
      yield* filesBelow(location, `${name}/`, spooled || isSpool(basename(location)))
    }
  }
}

async function addFile({ location, name, spooled }: HashedFile, hash: Hash): Promise<void> {
  // Nothing can be in a name that ends it too early.
  hash.update(`${name}\0`)
  if (name.endsWith('/')) return
  const stats = lstatSync(location)
  if (!stats.isFile()) hash.update('not a file\0')
  else if (spooled) hash.update(`${stats.size} ${Math.floor(stats.mtimeMs)} ${Math.floor(stats.birthtimeMs)}\0`)
  else {
    hash.update(`${stats.size}\0`)
    await addContent(location, stats.size, hash)
  }
}

async function addContent(location: string, size: number, hash: Hash): Promise<void> {
  const piece = new Uint8Array(Math.min(PIECE, size + 1))
  const file = openSync(location, 'r')
  try {
    for (let count = readSync(file, piece); count > 0; count = readSync(file, piece)) {
      hash.update(piece.subarray(0, count))
      if (count === PIECE) await turn() // others get their turn while a large one is read
    }
  } finally {
    closeSync(file)
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
