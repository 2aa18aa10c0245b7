import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Script } from 'node:vm'

/** V8 copies code that does not begin at such an offset. */
const ALIGNMENT = 8
const LENGTH_BYTES = 4
const OWNER_ONLY = 0o700

/** Replaces a file at once, so that another process never reads half of it. */
export type WriteFile = (path: string, bytes: Uint8Array) => void

/** Bytes of the file that are read first. They contain the index, unless it is very long. */
const START_BYTES = 8 << 10

/** Where the source (in UTF-8) and the code of a part are in the file. */
interface KeptPart {
  readonly sourceStart: number
  readonly sourceBytes: number
  readonly codeStart: number
  readonly codeBytes: number
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
  private readonly kept: KeptParts | undefined
  private readonly loaded = new Map<string, { readonly source: string; readonly script: Script }>()
  private isComplete = true

  /** With no path, nothing is read or written. */
  constructor(path: string | undefined, build: string) {
    this.path = path
    this.build = build
    this.kept = path === undefined ? undefined : KeptParts.open(path, build)
  }

  /**
   * The source and the compiled code of a part. Its file need not be read. The code is valid until
   * the next call.
   */
  find(name: string): { readonly source: string; readonly code: Buffer } | undefined {
    return this.kept?.read(name)
  }

  add(name: string, source: string, script: Script): void {
    this.loaded.set(name, { source, script })
    if (script.cachedDataRejected !== false) this.isComplete = false
  }

  /**
   * Closes the file, and writes it with `write` if it lacked a part that was loaded. Never throws.
   */
  save(write: WriteFile): void {
    try {
      const parts = this.isComplete ? undefined : this.kept?.readAll()
      this.kept?.close()
      if (this.path === undefined || this.isComplete) return
      const folder = dirname(this.path)
      createFolder(dirname(folder))
      createFolder(folder)
      const { uid, mode } = statSync(folder)
      if (!isOwn(uid, mode)) return
      write(this.path, cacheBytes(this.build, new Map([...(parts ?? []), ...this.loadedParts()])))
    } catch {
      // The folder of the user may be missing, full or not writable: the next start is slower.
    }
  }

  private *loadedParts(): Generator<[string, PartBytes]> {
    for (const [name, { source, script }] of this.loaded)
      yield [name, { source: Buffer.from(source), code: script.createCachedData() }]
  }
}

interface PartBytes {
  /** In UTF-8. */
  readonly source: Buffer
  readonly code: Buffer
}

/**
 * The open file of a cache. Parts are read into one buffer in turn: memory that a process uses for
 * the first time costs more than reading.
 */
class KeptParts {
  private readonly file: number
  private parts: ReadonlyMap<string, KeptPart>
  private readonly buffer: Buffer

  private constructor(file: number, parts: ReadonlyMap<string, KeptPart>) {
    this.file = file
    this.parts = parts
    let longest = 0
    for (const { sourceBytes, codeBytes } of parts.values())
      longest = Math.max(longest, sourceBytes, codeBytes)
    this.buffer = Buffer.allocUnsafeSlow(longest)
  }

  /** Returns undefined when there is none yet, or when it may not be used. */
  static open(path: string, build: string): KeptParts | undefined {
    let file: number | undefined
    try {
      file = openSync(path, 'r')
      const { uid, mode, size } = fstatSync(file)
      const parts = isOwn(uid, mode) ? readIndex(file, size, build) : undefined
      if (parts !== undefined) return new KeptParts(file, parts)
    } catch {
      // There is none yet, or it is damaged.
    }
    if (file !== undefined) closeSync(file)
    return undefined
  }

  /** The code is valid until the next call. */
  read(name: string): { readonly source: string; readonly code: Buffer } | undefined {
    const part = this.parts.get(name)
    if (part === undefined) return undefined
    try {
      const source = this.readBytes(part.sourceStart, part.sourceBytes).toString()
      return { source, code: this.readBytes(part.codeStart, part.codeBytes) }
    } catch {
      return undefined // The part is compiled again.
    }
  }

  readAll(): Map<string, PartBytes> {
    const all = new Map<string, PartBytes>()
    for (const [name, { sourceStart, sourceBytes, codeStart, codeBytes }] of this.parts) {
      const source = Buffer.from(this.readBytes(sourceStart, sourceBytes))
      all.set(name, { source, code: Buffer.from(this.readBytes(codeStart, codeBytes)) })
    }
    return all
  }

  /** Later parts are read from their own files. */
  close(): void {
    this.parts = new Map()
    closeSync(this.file)
  }

  private readBytes(start: number, length: number): Buffer {
    return readFully(this.file, this.buffer, start, length)
  }
}

/** Throws when the file is damaged. Returns undefined for that of another build. */
function readIndex(
  file: number,
  size: number,
  build: string,
): ReadonlyMap<string, KeptPart> | undefined {
  const start = readFully(file, Buffer.allocUnsafe(START_BYTES), 0, Math.min(START_BYTES, size))
  const indexEnd = LENGTH_BYTES + start.readUInt32LE(0)
  if (indexEnd > size) throw new Error('The index is longer than the file')
  const bytes =
    indexEnd <= start.length ? start : readFully(file, Buffer.allocUnsafe(indexEnd), 0, indexEnd)
  const index = JSON.parse(bytes.toString('latin1', LENGTH_BYTES, indexEnd)) as CacheIndex
  if (index.build !== build) return undefined
  const parts = new Map<string, KeptPart>()
  let sourceStart = align(indexEnd)
  for (const [name, sourceBytes, codeBytes] of index.parts) {
    const codeStart = align(sourceStart + sourceBytes)
    if (codeStart + codeBytes > size) throw new Error('The file is cut')
    parts.set(name, { sourceStart, sourceBytes, codeStart, codeBytes })
    sourceStart = align(codeStart + codeBytes)
  }
  return parts
}

/** Reads `length` bytes into the beginning of `buffer`. Throws when the file ends before. */
function readFully(file: number, buffer: Buffer, start: number, length: number): Buffer {
  let filled = 0
  while (filled < length) {
    const count = readSync(file, buffer, filled, length - filled, start + filled)
    if (count === 0) throw new Error('The file is cut')
    filled += count
  }
  return buffer.subarray(0, length)
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

function cacheBytes(build: string, parts: ReadonlyMap<string, PartBytes>): Buffer {
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
