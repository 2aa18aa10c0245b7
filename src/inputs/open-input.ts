import { packedSource } from './archives/packed-source.ts'
import { type ByteSource, contentSource, fileSource } from './byte-source.ts'
import type { FoundInput } from './find-files.ts'

/**
 * The bytes of what can be read again and again: a file or an entry of an archive. `crowded`: one
 * of many that are open at once.
 */
export const openInput = (
  { location, bytes, content, packed }: FoundInput,
  crowded = false,
): ByteSource =>
  content
    ? contentSource(content)
    : packed
      ? packedSource(packed, crowded)
      : fileSource(location, bytes)
