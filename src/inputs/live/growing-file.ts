import { type BigIntStats, close, fstat, open, read, readv } from 'node:fs'
import { promisify } from 'node:util'
import type { ByteSource } from '../byte-source.ts'
import { fileId, isNotFound, type LiveFile, statLiveFile, toLiveFile } from './live-file.ts'

const openFile = promisify(open)
export const closeFile = promisify(close)
const readFile = promisify(read)
const readFileInto = promisify(readv)
export const statFile = (descriptor: number): Promise<BigIntStats> =>
  new Promise((resolve, reject) => {
    fstat(descriptor, { bigint: true }, (error, stats) => (error ? reject(error) : resolve(stats)))
  })

/** Bytes at the start of a file, and before the read position, that identify its content. */
const HEAD_BYTES = 4096
const TAIL_BYTES = 64
/** Fewer bytes at the start do not tell two logs apart. */
const MIN_SHARED_BYTES = 64

/**
 * State of the path of a followed file: the same file; the same file, but shorter than the part that
 * was read; another file; no file; a file of which nothing was read, because its beginning was read
 * of another one.
 */
type FileState = 'same' | 'truncated' | 'replaced' | 'missing' | 'copied'

/** A file to read, and how to tell a copy. */
export interface GrowingFileOptions {
  /** Descriptor of the open file, if it is held. */
  readonly descriptor?: number | undefined
  /** Whether a file that begins with these bytes is a copy of what was read. */
  readonly isReadElsewhere?: ((head: Uint8Array) => boolean) | undefined
}

/**
 * A file that is read as it grows.
 *
 * A held file stays open: it can be read to its end wherever it is renamed to, and after it was
 * deleted. Other files are opened for each read only, so that other programs can rename or delete
 * them where the system forbids that for open files. Each time the id and the bytes before the read
 * position prove that it is the same file.
 */
export class GrowingFile implements ByteSource {
  location: string
  id: string
  /** Bytes read so far. */
  position = 0
  /** Reads end at this position. */
  readLimit = 0
  state: FileState = 'same'
  /** Whether it stays open between reads. */
  private held: boolean
  private descriptor: number | undefined
  /** The first bytes that were read. */
  private head = Buffer.alloc(0)
  /** The bytes before the read position. */
  private lastBytes = Buffer.alloc(0)
  private isReadElsewhere: GrowingFileOptions['isReadElsewhere']

  constructor(
    location: string,
    id: string,
    { descriptor, isReadElsewhere }: GrowingFileOptions = {},
  ) {
    this.location = location
    this.id = id
    this.descriptor = descriptor
    this.held = descriptor !== undefined
    this.isReadElsewhere = isReadElsewhere
  }

  get isHeld(): boolean {
    return this.held
  }

  async read(into: Uint8Array, at: number, length: number): Promise<number> {
    const maxLength = Math.min(length, this.readLimit - this.position)
    if (maxLength <= 0) return 0
    this.descriptor ??= await this.open()
    if (this.descriptor === undefined) return 0
    const { lastBytes, position } = this
    const before = Buffer.alloc(lastBytes.length)
    const target = into.subarray(at, at + maxLength)
    // In one call: the file may be truncated and written again between two.
    const { bytesRead } = await readFileInto(
      this.descriptor,
      before.length === 0 ? [target] : [before, target],
      position - before.length,
    )
    if (bytesRead < before.length || !before.equals(lastBytes)) {
      this.state = bytesRead < before.length ? 'truncated' : 'replaced'
      return 0
    }
    const count = bytesRead - before.length
    // The bytes themselves are compared: the file may have changed since it was compared last.
    if (position === 0 && count > 0 && this.isReadElsewhere?.(target.subarray(0, count))) {
      this.state = 'copied'
      return 0
    }
    this.remember(target.subarray(0, count))
    this.position += count
    return count
  }

  private remember(bytes: Uint8Array): void {
    const { position } = this
    if (position < HEAD_BYTES)
      this.head = Buffer.concat([this.head, bytes.subarray(0, HEAD_BYTES - position)])
    this.lastBytes = Buffer.from(
      bytes.length < TAIL_BYTES
        ? Buffer.concat([this.lastBytes, bytes]).subarray(-TAIL_BYTES)
        : bytes.subarray(-TAIL_BYTES),
    )
  }

  /**
   * Reads size and times: of the open file if it is held, else of the file at its path. `links` is
   * the number of its names, 0 when it was deleted. Returns undefined when there is no file.
   */
  async stat(): Promise<{ readonly file: LiveFile; readonly links: number } | undefined> {
    if (this.descriptor !== undefined) {
      const stats = await statFile(this.descriptor)
      return { file: toLiveFile(stats), links: Number(stats.nlink) }
    }
    const file = await statLiveFile(this.location)
    return file === undefined || file === 'not a file' ? undefined : { file, links: 1 }
  }

  /** Opens the file if it is still the same one, and sets the state. */
  private async open(): Promise<number | undefined> {
    const descriptor = await openIfPresent(this.location)
    this.state =
      descriptor === undefined
        ? 'missing'
        : await this.check(descriptor).catch((error) => closeAndThrow(descriptor, error))
    if (this.state === 'same') return descriptor
    if (descriptor !== undefined) await closeFile(descriptor)
    return undefined
  }

  private async check(descriptor: number): Promise<FileState> {
    const stats = await statFile(descriptor)
    const id = fileId(stats)
    const isSameId = id === this.id
    if (!stats.isFile()) return 'replaced'
    if (stats.size < this.position) return isSameId ? 'truncated' : 'replaced'
    if (!(await this.isContinuedBy(descriptor, !isSameId))) return 'replaced'
    this.id = id
    return 'same'
  }

  /**
   * Whether a file starts with what was read of this one. Compares the bytes before the read
   * position, and with `compareHead` the first bytes, but not all between.
   */
  private async isContinuedBy(descriptor: number, compareHead: boolean): Promise<boolean> {
    const { lastBytes, position } = this
    if (!(await hasBytesAt(descriptor, lastBytes, position - lastBytes.length))) return false
    return !compareHead || hasBytesAt(descriptor, this.head, 0)
  }

  /** Whether the file at another path is this one, or a copy with all that was read. */
  async isSameFileAt(location: string, { bytes }: Pick<LiveFile, 'bytes'>): Promise<boolean> {
    if (this.position === 0 || bytes < this.position) return false
    return withFile(location, (descriptor) => this.isContinuedBy(descriptor, true))
  }

  /** Whether the file still starts with what was read of it. */
  async isUnchanged(): Promise<boolean> {
    return this.withOwnFile((descriptor) => this.isContinuedBy(descriptor, true))
  }

  /** Whether an open file of this size has all that was read of this one. */
  async isReadFrom(descriptor: number, bytes: number): Promise<boolean> {
    if (this.position === 0 || bytes < this.position) return false
    return this.isContinuedBy(descriptor, true)
  }

  /**
   * Whether bytes at the start of another file begin as this one does. Of two logs that begin alike,
   * one is a copy of the other, or of a part of it.
   */
  beginsAs(bytes: Uint8Array): boolean {
    if (this.head.length < MIN_SHARED_BYTES || bytes.length === 0) return false
    const length = Math.min(this.head.length, bytes.length)
    return this.head.subarray(0, length).equals(bytes.subarray(0, length))
  }

  /** Whether all that was read of it is known, not only its first bytes. */
  get isKnownWhole(): boolean {
    return this.position <= HEAD_BYTES
  }

  /** Whether this file is what its path or descriptor leads to, with all that was read of it. */
  async isInPlace(): Promise<boolean> {
    if (this.state !== 'same') return false
    const { file, links } = (await this.stat()) ?? {}
    return links !== 0 && file?.id === this.id && (await this.isUnchanged().catch(() => false))
  }

  /**
   * Whether the file at a path is a copy of this one, or the beginning of a copy that is being made.
   * `own` is this file as it was listed last.
   */
  async isCopiedTo(
    location: string,
    { bytes }: Pick<LiveFile, 'bytes'>,
    own: LiveFile,
  ): Promise<boolean> {
    if (this.position === 0 || bytes === 0) return false
    return withFile(location, (copy) => this.isCopiedIn(copy, bytes, own))
  }

  /** The same of an open file of this size. */
  async isCopiedIn(copy: number, bytes: number, own: LiveFile): Promise<boolean> {
    if (this.position === 0 || bytes === 0) return false
    // This file may have been copied and truncated since it was listed.
    if (await this.isReadFrom(copy, bytes)) {
      if (own.bytes < this.position || !(await this.isUnchanged().catch(() => false))) return true
    }
    if (bytes > own.bytes) return false
    const head = this.head.subarray(0, bytes)
    if (!(await hasBytesAt(copy, head, 0))) return false
    const length = Math.min(TAIL_BYTES, bytes)
    return this.withOwnFile(async (file) =>
      hasBytesAt(copy, await readBytes(file, bytes - length, length), bytes - length),
    )
  }

  private withOwnFile(test: (descriptor: number) => Promise<boolean>): Promise<boolean> {
    return this.descriptor === undefined ? withFile(this.location, test) : test(this.descriptor)
  }

  /** The file was found under another path. */
  moveTo(location: string, id: string): void {
    this.location = location
    this.id = id
    this.state = 'same'
  }

  /** Returns the open file, which is no longer held here. */
  takeDescriptor(): number | undefined {
    const { descriptor } = this
    this.descriptor = undefined
    this.held = false
    return descriptor
  }

  /** Holds the open file again. `mayShareHead`: reads it also if it begins as another one. */
  holdAgain(descriptor: number | undefined, mayShareHead: boolean): void {
    this.descriptor = descriptor
    this.held = descriptor !== undefined
    this.state = 'same'
    if (mayShareHead) this.isReadElsewhere = undefined
  }

  /** Reads on in another open file, which has all that was read of this one. */
  async continueIn(location: string, id: string, descriptor: number): Promise<void> {
    await this.letGo()
    this.moveTo(location, id)
    this.descriptor = descriptor
    this.held = true
  }

  /** Closes the file unless it is held. The next read opens it again. */
  async endReads(): Promise<void> {
    if (!this.held) await this.letGo()
  }

  /** Closes the file, and from now on opens it for each read only. */
  async letGo(): Promise<void> {
    const { descriptor } = this
    this.held = false
    this.descriptor = undefined
    if (descriptor !== undefined) await closeFile(descriptor)
  }

  tail(): Uint8Array {
    return this.lastBytes
  }

  /** Does nothing: closing is asynchronous, and `endReads` is awaited after each read. */
  release(): void {}

  close(): void {
    void this.letGo()
  }
}

async function openIfPresent(location: string): Promise<number | undefined> {
  try {
    return await openFile(location, 'r')
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function closeAndThrow(descriptor: number, error: unknown): Promise<never> {
  await closeFile(descriptor)
  throw error
}

/** Opens a file for one test. Returns false where there is no file. */
async function withFile(
  location: string,
  test: (descriptor: number) => Promise<boolean>,
): Promise<boolean> {
  const descriptor = await openIfPresent(location)
  if (descriptor === undefined) return false
  try {
    return await test(descriptor)
  } finally {
    await closeFile(descriptor)
  }
}

/** Returns the first bytes of an open file, by which `beginsAs` compares. */
export const readHead = (descriptor: number): Promise<Buffer> =>
  readBytes(descriptor, 0, HEAD_BYTES)

async function readBytes(descriptor: number, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await readFile(
    descriptor,
    Buffer.alloc(length),
    0,
    length,
    position,
  )
  return buffer.subarray(0, bytesRead)
}

const hasBytesAt = async (
  descriptor: number,
  expected: Uint8Array,
  position: number,
): Promise<boolean> =>
  expected.length === 0 || (await readBytes(descriptor, position, expected.length)).equals(expected)
