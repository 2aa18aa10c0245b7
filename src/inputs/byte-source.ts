import { closeSync, openSync, readSync } from 'node:fs'

/** Bytes of one input, read a piece at a time. `read` returns 0 at the end. */
export interface ByteSource {
  read(into: Uint8Array, at: number, length: number): number | Promise<number>
  /** Last `length` bytes, where the input can seek. */
  tail(length: number): Uint8Array
  /** The same where it cannot: by reading all before it, once more. */
  readTail?(length: number): Promise<Uint8Array>
  /** Lets go of what the system has few of; reading goes on where it was. */
  release(): void
  close(): void
}

/**
 * Reads are synchronous and large: an await per piece costs more than it hides from a disk cache.
 */
export function fileSource(location: string, size: number): ByteSource {
  let file: number | undefined = openSync(location, 'r')
  let position = 0
  const opened = () => {
    file ??= openSync(location, 'r')
    return file
  }
  const close = () => {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  return {
    read(into, at, length) {
      const count = readSync(opened(), into, at, length, position)
      position += count
      return count
    },
    tail(length) {
      const wanted = Math.min(length, size)
      const bytes = new Uint8Array(wanted)
      return bytes.subarray(0, readSync(opened(), bytes, 0, wanted, Math.max(0, size - wanted)))
    },
    release: close,
    close,
  }
}

/** What is in memory already. */
export function contentSource(content: Uint8Array): ByteSource {
  let position = 0
  return {
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
  let rest: Uint8Array = new Uint8Array(0)
  return {
    async read(into, at, length) {
      while (rest.length === 0) {
        const next = await chunks.next()
        if (next.done) return 0
        rest = next.value
      }
      const taken = Math.min(length, rest.length)
      into.set(rest.subarray(0, taken), at)
      rest = rest.subarray(taken)
      return taken
    },
    tail: () => new Uint8Array(0),
    release() {},
    close() {},
  }
}

/** Behind what has been read to its end. */
export const emptySource: ByteSource = {
  read: () => 0,
  tail: () => new Uint8Array(0),
  release() {},
  close() {},
}
