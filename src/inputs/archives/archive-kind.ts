import { isMail } from './is-mail.ts'

/** The formats with files in them that can be read. */
export type ArchiveKind = 'zip' | 'gzip' | 'tar' | 'mail'

/** Number of first bytes that are enough to detect a format. */
export const SNIFF_BYTES = 512

const startsWith = (bytes: Uint8Array, ...signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte)

/** PK\3\4; PK\5\6: an empty zip; PK\7\8: the first part of a split one */
export const isZip = (start: Uint8Array): boolean =>
  startsWith(start, 0x50, 0x4b, 3, 4) ||
  startsWith(start, 0x50, 0x4b, 5, 6) ||
  startsWith(start, 0x50, 0x4b, 7, 8)

/** Detects the format by content: the name of a file proves nothing. */
export function detectArchiveKind(start: Uint8Array): ArchiveKind | undefined {
  if (isZip(start)) return 'zip'
  if (startsWith(start, 0x1f, 0x8b, 8)) return 'gzip'
  // Every tar since 1988 has `ustar` in its first header.
  if (startsWith(start.subarray(257), 0x75, 0x73, 0x74, 0x61, 0x72)) return 'tar'
  return isMail(start) ? 'mail' : undefined
}

/**
 * Formats that no library for Node reads as a stream, within limits and without native code. With
 * advice how to unpack them.
 */
const UNSUPPORTED_FORMATS: readonly (readonly [signature: readonly number[], advice: string])[] = [
  [
    [0x4d, 0x53, 0x43, 0x46],
    'a cabinet (.cab): unpack it first, on Windows with expand -F:* <file> <folder>, ' +
      'elsewhere with cabextract',
  ],
  [
    [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
    'a 7-Zip archive (.7z): unpack it first, with 7z x <file>, on Windows 11 with tar -xf <file>',
  ],
  [
    [0x52, 0x61, 0x72, 0x21, 0x1a, 7],
    'a RAR archive: unpack it first, with 7z x <file>, on Windows 11 with tar -xf <file>',
  ],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed by xz: unpack it first, with xz -d <file>'],
  [[0x42, 0x5a, 0x68], 'compressed by bzip2: unpack it first, with bzip2 -d <file>'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed by zstd: unpack it first, with zstd -d <file>'],
]

const FIRST_BYTES = new Set(UNSUPPORTED_FORMATS.map(([[first = -1]]) => first))

/** What `unpackAdvice` can say. */
export const unsupportedArchives: readonly string[] = UNSUPPORTED_FORMATS.map(
  ([, advice]) => advice,
)

/** Returns how to unpack a file of an unsupported format; undefined for any other file. */
export function unpackAdvice(start: Uint8Array): string | undefined {
  if (!FIRST_BYTES.has(start[0] ?? -1)) return undefined
  const [, advice] =
    UNSUPPORTED_FORMATS.find(([signature]) => startsWith(start, ...signature)) ?? []
  // A text can start with BZh too. In bzip2 the signature of a block follows.
  const isText = advice?.includes('bzip2') && !startsWith(start.subarray(4), 0x31, 0x41, 0x59)
  return isText ? undefined : advice
}
