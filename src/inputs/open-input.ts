import { createReadStream } from 'node:fs'
import { packedSource } from './archives/packed-source.ts'
import {
  type ByteSource,
  contentSource,
  emptySource,
  fileSource,
  streamSource,
} from './byte-source.ts'
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

/** Opens any input. A stream can be read only once. Standard input is empty where none is passed. */
export function openInputOrStream(
  found: FoundInput,
  stdin: NodeJS.ReadableStream | undefined,
): ByteSource {
  if (found.kind !== 'stream') return openInput(found)
  const stream = found.location === '-' ? stdin : createReadStream(found.location)
  return stream ? streamSource(stream) : emptySource
}
