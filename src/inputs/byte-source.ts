import { closeSync, openSync, readSync } from 'node:fs'

/** The bytes of one input, read from start to end. */
export interface ByteSource {
  /** Reads at most `length` bytes into `into` at `at`. Returns their number, 0 at the end. */
  read(into: Uint8Array, at: number, length: number): number | Promise<number>
  /** All bytes, where they are in memory. Nobody may change them. */
  readonly content?: Uint8Array
  /** Returns the last `length` bytes; none where the input cannot be read from its end. */
  tail(length: number): Uint8Array
  /** Returns the last `length` bytes by reading all before them once more. */
  readTail?(length: number): Promise<Uint8Array>
  /** Frees memory and file handle. The next `read` goes on where the last one ended. */
  release(): void
  close(): void
}

/** Reads synchronously: an `await` per chunk costs more than it hides from the disk cache. */
export function fileSource(location: string, size: number): ByteSource {
  let file: number | undefined = openSync(location, 'r')
  let position = 0
  const open = () => {
    file ??= openSync(location, 'r')
    return file
  }
  const close = () => {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  return {
    read(into, at, length) {
      const count = readSync(open(), into, at, length, position)
      position += count
      return count
    },
    tail(length) {
      const wanted = Math.min(length, size)
      const bytes = new Uint8Array(wanted)
      return bytes.subarray(0, readSync(open(), bytes, 0, wanted, Math.max(0, size - wanted)))
    },
    release: close,
    close,
  }
}

/** A source of bytes that are in memory already. */
export function contentSource(content: Uint8Array): ByteSource {
  let position = 0
  return {
    content,
    read(into, at, length) {
      const part = content.subarray(position, position + length)
      into.set(part, at)
      position += part.length
      return part.length
    },
    tail: (length) => content.slice(Math.max(0, content.length - length)),
    release() {},
    close() {},
  }
}

export function streamSource(stream: NodeJS.ReadableStream): ByteSource {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let chunk: Uint8Array = new Uint8Array(0)
  return {
    async read(into, at, length) {
      while (chunk.length === 0) {
        const next = await chunks.next()
        if (next.done) return 0
        chunk = next.value
      }
      const taken = Math.min(length, chunk.length)
      into.set(chunk.subarray(0, taken), at)
      chunk = chunk.subarray(taken)
      return taken
    },
    tail: () => new Uint8Array(0),
    release() {},
    close() {},
  }
}

/** A source without bytes: the remainder of an input that was read to its end. */
export const emptySource: ByteSource = {
  read: () => 0,
  tail: () => new Uint8Array(0),
  release() {},
  close() {},
}
