import { type FileHandle, open } from 'node:fs/promises'
import type { ByteSource } from '../byte-source.ts'
import { fileId, isNotFound, type LiveFile } from './live-file.ts'

/** Bytes at the start of a file, and before the read position, that identify its content. */
const HEAD_BYTES = 256
const TAIL_BYTES = 64

/**
 * State of the path of a followed file: the same file; the same file, but shorter than the part that
 * was read; another file; no file.
 */
type FileState = 'same' | 'truncated' | 'replaced' | 'missing'

/**
 * A file that is read as it grows. It is opened for each read only, so that other programs can
 * rename or delete it. Each time its id and the bytes before the read position prove that it is
 * the same file.
 */
export class GrowingFile implements ByteSource {
  location: string
  id: string
  /** Bytes read so far. */
  position = 0
  /** Reads end at this position. */
  readLimit = 0
  state: FileState = 'same'
  private handle: FileHandle | undefined
  private readonly head = Buffer.alloc(HEAD_BYTES)
  /** The bytes before the read position. */
  private lastBytes = Buffer.alloc(0)

  constructor(location: string, id: string) {
    this.location = location
    this.id = id
  }

  async read(into: Uint8Array, at: number, length: number): Promise<number> {
    const maxLength = Math.min(length, this.readLimit - this.position)
    if (maxLength <= 0) return 0
    this.handle ??= await this.open()
    if (!this.handle) return 0
    const { bytesRead } = await this.handle.read(into, at, maxLength, this.position)
    this.remember(into.subarray(at, at + bytesRead))
    this.position += bytesRead
    return bytesRead
  }

  private remember(bytes: Uint8Array): void {
    const { position } = this
    if (position < HEAD_BYTES) this.head.set(bytes.subarray(0, HEAD_BYTES - position), position)
    this.lastBytes = Buffer.from(
      bytes.length < TAIL_BYTES
        ? Buffer.concat([this.lastBytes, bytes]).subarray(-TAIL_BYTES)
        : bytes.subarray(-TAIL_BYTES),
    )
  }

  /** Opens the file if it is still the same one, and sets the state. */
  private async open(): Promise<FileHandle | undefined> {
    const handle = await openIfPresent(this.location)
    this.state = handle
      ? await this.check(handle).catch((error) => closeAndThrow(handle, error))
      : 'missing'
    if (this.state === 'same') return handle
    await handle?.close()
    return undefined
  }

  private async check(handle: FileHandle): Promise<FileState> {
    const stats = await handle.stat({ bigint: true })
    const id = fileId(stats)
    const isSameId = id === this.id
    if (!stats.isFile()) return 'replaced'
    if (stats.size < this.position) return isSameId ? 'truncated' : 'replaced'
    if (!(await this.isContinuedBy(handle, !isSameId))) return 'replaced'
    this.id = id
    return 'same'
  }

  /**
   * Whether a file starts with what was read of this one. Compares the bytes before the read
   * position, and with `compareHead` the first bytes, but not all between.
   */
  private async isContinuedBy(handle: FileHandle, compareHead: boolean): Promise<boolean> {
    const { lastBytes, position } = this
    if (!(await hasBytesAt(handle, lastBytes, position - lastBytes.length))) return false
    return !compareHead || hasBytesAt(handle, this.head.subarray(0, position), 0)
  }

  /** Whether the file at another path is this one, or a copy with all that was read. */
  async isSameFileAt(location: string, { bytes }: Pick<LiveFile, 'bytes'>): Promise<boolean> {
    if (this.position === 0 || bytes < this.position) return false
    return withFile(location, (handle) => this.isContinuedBy(handle, true))
  }

  /**
   * Whether a file is a copy of this one, or the beginning of a copy that is being made. `own` is
   * this file as it was listed last.
   */
  async isCopiedTo(
    location: string,
    { bytes }: Pick<LiveFile, 'bytes'>,
    own: LiveFile,
  ): Promise<boolean> {
    if (this.position === 0 || bytes === 0) return false
    // This file may have been copied and truncated since it was listed.
    if (await this.isSameFileAt(location, { bytes })) {
      if (!(await this.isSameFileAt(this.location, own).catch(() => false))) return true
    }
    if (bytes > own.bytes) return false
    return withFile(location, async (copy) => {
      const head = this.head.subarray(0, Math.min(bytes, this.position))
      if (!(await hasBytesAt(copy, head, 0))) return false
      const length = Math.min(TAIL_BYTES, bytes)
      return withFile(this.location, async (file) =>
        hasBytesAt(copy, await readBytes(file, bytes - length, length), bytes - length),
      )
    })
  }

  /** The file was found under another path. */
  moveTo(location: string, id: string): void {
    this.location = location
    this.id = id
    this.state = 'same'
  }

  /** Closes the file. The next read opens it again. */
  async closeHandle(): Promise<void> {
    const { handle } = this
    this.handle = undefined
    await handle?.close()
  }

  tail(): Uint8Array {
    return this.lastBytes
  }

  /** Does nothing: closing is asynchronous, and `closeHandle` is awaited after each read. */
  release(): void {}

  close(): void {
    void this.closeHandle()
  }
}

async function openIfPresent(location: string): Promise<FileHandle | undefined> {
  try {
    return await open(location, 'r')
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function closeAndThrow(handle: FileHandle, error: unknown): Promise<never> {
  await handle.close()
  throw error
}

/** Opens a file for one test. Returns false where there is no file. */
async function withFile(
  location: string,
  test: (handle: FileHandle) => Promise<boolean>,
): Promise<boolean> {
  const handle = await openIfPresent(location)
  if (!handle) return false
  try {
    return await test(handle)
  } finally {
    await handle.close()
  }
}

async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

const hasBytesAt = async (
  handle: FileHandle,
  expected: Uint8Array,
  position: number,
): Promise<boolean> =>
  expected.length === 0 || (await readBytes(handle, position, expected.length)).equals(expected)
