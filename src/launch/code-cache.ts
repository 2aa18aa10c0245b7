import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Script } from 'node:vm'

/** V8 copies code that does not begin at such an offset. */
const ALIGNMENT = 8
const LENGTH_BYTES = 4
const OWNER_ONLY = 0o700

/** Replaces a file at once, so that another process never reads half of it. */
export type WriteFile = (path: string, bytes: Uint8Array) => void

/** What is kept of a part. */
interface KeptPart {
  /** In UTF-8. */
  readonly source: Buffer
  readonly code: Buffer
}

interface CacheIndex {
  readonly build: string
  /** Each part: its name, and the bytes of its source and code, in the order of the file. */
  readonly parts: readonly (readonly [name: string, sourceBytes: number, codeBytes: number])[]
}

/**
 * The sources of the parts of one command, and their compiled code, which V8 takes instead of
 * compiling them again. They are one file, because opening a hundred takes longer than reading them.
 * The file belongs to one build, one Node.js and one user. A file that does not fit, that another
 * user owns or may write, or that cannot be read is not used. Every failure costs time alone.
 */
export class CodeCache {
  private readonly path: string | undefined
  private readonly build: string
  private readonly kept: ReadonlyMap<string, KeptPart>
  private readonly loaded = new Map<string, { readonly source: string; readonly script: Script }>()
  private isComplete = true

  /** With no path, nothing is read or written. */
  constructor(path: string | undefined, build: string) {
    this.path = path
    this.build = build
    this.kept = path === undefined ? new Map() : readCache(path, build)
  }

  /** The source and the compiled code of a part. Its file need not be read. */
  find(name: string): { readonly source: string; readonly code: Buffer } | undefined {
    const part = this.kept.get(name)
    return part && { source: part.source.toString(), code: part.code }
  }

  add(name: string, source: string, script: Script): void {
    this.loaded.set(name, { source, script })
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
      const parts = new Map(this.kept)
      for (const [name, { source, script }] of this.loaded)
        parts.set(name, { source: Buffer.from(source), code: script.createCachedData() })
      write(this.path, cacheBytes(this.build, parts))
    } catch {
      // The folder of the user may be missing, full or not writable: the next start is slower.
    }
  }
}

function readCache(path: string, build: string): ReadonlyMap<string, KeptPart> {
  const parts = new Map<string, KeptPart>()
  try {
    const bytes = readOwnFile(path)
    const indexEnd = LENGTH_BYTES + bytes.readUInt32LE(0)
    const index = JSON.parse(bytes.toString('latin1', LENGTH_BYTES, indexEnd)) as CacheIndex
    if (index.build !== build) return parts
    let offset = align(indexEnd)
    for (const [name, sourceBytes, codeBytes] of index.parts) {
      const codeStart = align(offset + sourceBytes)
      const codeEnd = codeStart + codeBytes
      if (codeEnd > bytes.length) return new Map()
      parts.set(name, {
        source: bytes.subarray(offset, offset + sourceBytes),
        code: bytes.subarray(codeStart, codeEnd),
      })
      offset = align(codeEnd)
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

function cacheBytes(build: string, parts: ReadonlyMap<string, KeptPart>): Buffer {
  const index: CacheIndex = {
    build,
    parts: [...parts].map(([name, { source, code }]) => [name, source.length, code.length]),
  }
  const text = Buffer.from(JSON.stringify(index), 'latin1')
  const pieces = [...parts.values()].flatMap(({ source, code }) => [source, code])
  const size = pieces.reduce(
    (offset, { length }) => align(offset) + length,
    LENGTH_BYTES + text.length,
  )
  const bytes = Buffer.alloc(size)
  bytes.writeUInt32LE(text.length, 0)
  text.copy(bytes, LENGTH_BYTES)
  let offset = LENGTH_BYTES + text.length
  for (const piece of pieces) {
    offset = align(offset)
    piece.copy(bytes, offset)
    offset += piece.length
  }
  return bytes
}

const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT
