import { createReadStream } from 'node:fs'
import { packedSource } from './archives/packed-source.ts'
import { type ByteSource, contentSource, fileSource, streamSource } from './byte-source.ts'
import type { FoundInput } from './find-files.ts'

/**
 * Opens a file or an entry of an archive. Each call starts at the first byte. `manyOpen` says that
 * many inputs are open at the same time, so that each should use little memory.
 */
export const openInput = (
  { location, bytes, content, packed }: FoundInput,
  manyOpen = false,
): ByteSource =>
  content
    ? contentSource(content)
    : packed
      ? packedSource(packed, manyOpen)
      : fileSource(location, bytes)

/** For inputs that standard input is not among: opening its stream takes Node a millisecond. */
export const UNUSED_STDIN = {} as NodeJS.ReadableStream

/** Opens any input. A stream can be read only once. */
export function openInputOrStream(found: FoundInput, stdin: NodeJS.ReadableStream): ByteSource {
  if (found.kind !== 'stream') return openInput(found)
  return streamSource(found.location === '-' ? stdin : createReadStream(found.location))
}
