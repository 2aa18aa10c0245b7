import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Script } from 'node:vm'

/** V8 copies code that does not begin at such an offset. */
const ALIGNMENT = 8
const LENGTH_BYTES = 4
const OWNER_ONLY = 0o700

/** Replaces a file at once, so that another process never reads half of it. */
export type WriteFile = (path: string, bytes: Uint8Array) => void

interface CacheIndex {
  readonly build: string
  /** Name and number of bytes of each part, in the order of the file. */
  readonly parts: readonly (readonly [name: string, length: number])[]
}

/**
 * The compiled code of the parts of one command, which V8 takes instead of compiling them again.
 * The file belongs to one build, one Node.js and one user. A file that does not fit, that another
 * user owns or may write, or that cannot be read is not used. Every failure costs time alone.
 */
export class CodeCache {
  private readonly path: string | undefined
  private readonly build: string
  private readonly cached: ReadonlyMap<string, Buffer>
  private readonly scripts = new Map<string, Script>()
  private isComplete = true

  /** With no path, nothing is read or written. */
  constructor(path: string | undefined, build: string) {
    this.path = path
    this.build = build
    this.cached = path === undefined ? new Map() : readCache(path, build)
  }

  find(name: string): Buffer | undefined {
    return this.cached.get(name)
  }

  add(name: string, script: Script): void {
    this.scripts.set(name, script)
    if (script.cachedDataRejected !== false) this.isComplete = false
  }

  /** Writes the file with `write` if it lacked a part that was loaded. Never throws. */
  save(write: WriteFile): void {
    if (this.path === undefined || this.isComplete) return
    try {
      const folder = dirname(this.path)
      createFolder(dirname(folder))
      createFolder(folder)
      const { uid, mode } = statSync(folder)
      if (!isOwn(uid, mode)) return
      const parts = new Map(this.cached)
      for (const [name, script] of this.scripts) parts.set(name, script.createCachedData())
      write(this.path, cacheBytes(this.build, parts))
    } catch {
      // The folder of the user may be missing, full or not writable: the next start is slower.
    }
  }
}

function readCache(path: string, build: string): ReadonlyMap<string, Buffer> {
  const parts = new Map<string, Buffer>()
  try {
    const bytes = readOwnFile(path)
    const indexEnd = LENGTH_BYTES + bytes.readUInt32LE(0)
    const index = JSON.parse(bytes.toString('latin1', LENGTH_BYTES, indexEnd)) as CacheIndex
    if (index.build !== build) return parts
    let offset = align(indexEnd)
    for (const [name, length] of index.parts) {
      if (offset + length > bytes.length) return new Map()
      parts.set(name, bytes.subarray(offset, offset + length))
      offset = align(offset + length)
    }
    return parts
  } catch {
    return new Map() // There is none yet, or it is damaged.
  }
}

/** Throws for a file that another user owns or may write. */
function readOwnFile(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const { uid, mode } = fstatSync(file)
    if (!isOwn(uid, mode)) throw new Error('The file belongs to another user')
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

/** Not `recursive`: where a file system refuses every folder, such as /proc, that never ends. */
function createFolder(path: string): void {
  try {
    mkdirSync(path, { mode: OWNER_ONLY })
  } catch {
    // It exists, or the file cannot be written either.
  }
}

/** Windows has no such modes: a folder in the profile of a user is that user's own. */
const isOwn = (uid: number, mode: number): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)

function cacheBytes(build: string, parts: ReadonlyMap<string, Buffer>): Buffer {
  const index: CacheIndex = {
    build,
    parts: [...parts].map(([name, { length }]) => [name, length]),
  }
  const text = Buffer.from(JSON.stringify(index), 'latin1')
  const size = [...parts.values()].reduce(
    (offset, { length }) => align(offset) + length,
    LENGTH_BYTES + text.length,
  )
  const bytes = Buffer.alloc(size)
  bytes.writeUInt32LE(text.length, 0)
  text.copy(bytes, LENGTH_BYTES)
  let offset = LENGTH_BYTES + text.length
  for (const part of parts.values()) {
    offset = align(offset)
    part.copy(bytes, offset)
    offset += part.length
  }
  return bytes
}

const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT
