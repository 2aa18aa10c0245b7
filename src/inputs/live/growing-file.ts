import { type FileHandle, open } from 'node:fs/promises'
import type { ByteSource } from '../byte-source.ts'
import { fileId, isNotFound, type LiveFile } from './live-file.ts'

/** So many bytes at its beginning and before the place read last tell a file from another. */
const HEAD = 256
const TAIL = 64

/**
 * What is found where a file was followed: the file; one that is shorter than what was read of it;
 * another file; none.
 */
type Met = 'itself' | 'shorter' | 'other' | 'none'

/**
 * A file that is read as it grows. It is opened anew each time, so that nobody who renames or
 * deletes it is kept from that, and proves each time that it is the same: by its id, and by the
 * bytes before the place read last.
 */
export class GrowingFile implements ByteSource {
  location: string
  id: string
  /** Bytes read so far. */
  position = 0
  /** No more than so many are read for now. */
  readLimit = 0
  state: Met = 'itself'
  private handle: FileHandle | undefined
  private readonly head = Buffer.alloc(HEAD)
  /** What was read last. */
  private before = Buffer.alloc(0)

  constructor(location: string, id: string) {
    this.location = location
    this.id = id
  }

  async read(into: Uint8Array, at: number, length: number): Promise<number> {
    const most = Math.min(length, this.readLimit - this.position)
    if (most <= 0) return 0
    this.handle ??= await this.open()
    if (!this.handle) return 0
    const { bytesRead } = await this.handle.read(into, at, most, this.position)
    this.remember(into.subarray(at, at + bytesRead))
    this.position += bytesRead
    return bytesRead
  }

  private remember(bytes: Uint8Array): void {
    if (this.position < HEAD) this.head.set(bytes.subarray(0, HEAD - this.position), this.position)
    this.before = Buffer.from(
      bytes.length < TAIL
        ? Buffer.concat([this.before, bytes]).subarray(-TAIL)
        : bytes.subarray(-TAIL),
    )
  }

  private async open(): Promise<FileHandle | undefined> {
    const handle = await openOrNone(this.location)
    this.state = handle ? await this.check(handle).catch((error) => closing(handle, error)) : 'none'
    if (this.state === 'itself') return handle
    await handle?.close()
    return undefined
  }

  private async check(handle: FileHandle): Promise<Met> {
    const stats = await handle.stat({ bigint: true })
    const id = fileId(stats)
    const same = id === this.id
    if (!stats.isFile()) return 'other'
    if (stats.size < this.position) return same ? 'shorter' : 'other'
    if (!(await this.goesOn(handle, !same))) return 'other'
    this.id = id
    return 'itself'
  }

  /**
   * Whether the file begins with what was read of this one, as far as can be told without reading
   * it all.
   */
  private async goesOn(handle: FileHandle, head: boolean): Promise<boolean> {
    const { before, position } = this
    if (!(await holds(handle, before, position - before.length))) return false
    return !head || holds(handle, this.head.subarray(0, position), 0)
  }

  /** Whether a file somewhere else is this one, or a copy of it that has all that was read. */
  async isSameFileAt(location: string, { bytes }: Pick<LiveFile, 'bytes'>): Promise<boolean> {
    if (this.position === 0 || bytes < this.position) return false
    return peek(location, (handle) => this.goesOn(handle, true))
  }

  /**
   * Whether a file is a copy of this one as it is now, or the beginning of one that is being made.
   */
  async isCopiedTo(
    location: string,
    { bytes }: Pick<LiveFile, 'bytes'>,
    own: LiveFile,
  ): Promise<boolean> {
    if (this.position === 0 || bytes === 0) return false
    // It may have been copied and cut since it was looked at last.
    if (await this.isSameFileAt(location, { bytes })) {
      if (!(await this.isSameFileAt(this.location, own).catch(() => false))) return true
    }
    if (bytes > own.bytes) return false
    return peek(location, async (copy) => {
      if (!(await holds(copy, this.head.subarray(0, Math.min(bytes, this.position)), 0)))
        return false
      const length = Math.min(TAIL, bytes)
      return peek(this.location, async (file) =>
        holds(copy, await bytesAt(file, bytes - length, length), bytes - length),
      )
    })
  }

  /** Another name of it was found. */
  moveTo(location: string, id: string): void {
    this.location = location
    this.id = id
    this.state = 'itself'
  }

  /** Lets go of the file until it is read again. */
  async closeHandle(): Promise<void> {
    const { handle } = this
    this.handle = undefined
    await handle?.close()
  }

  /** Only where all is there at once can an end be looked at. */
  tail(): Uint8Array {
    return this.before
  }

  release(): void {}

  close(): void {
    void this.closeHandle()
  }
}

async function openOrNone(location: string): Promise<FileHandle | undefined> {
  try {
    return await open(location, 'r')
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function closing(handle: FileHandle, error: unknown): Promise<never> {
  await handle.close()
  throw error
}

async function peek(
  location: string,
  look: (handle: FileHandle) => Promise<boolean>,
): Promise<boolean> {
  const handle = await openOrNone(location)
  if (!handle) return false
  try {
    return await look(handle)
  } finally {
    await handle.close()
  }
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

const holds = async (
  handle: FileHandle,
  expected: Uint8Array,
  position: number,
): Promise<boolean> =>
  expected.length === 0 || (await bytesAt(handle, position, expected.length)).equals(expected)
