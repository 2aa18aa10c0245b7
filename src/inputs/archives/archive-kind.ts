/** What spoolscope reads. */
export type ArchiveKind = 'zip' | 'gzip' | 'tar'

/** So many bytes of the beginning tell what it is. */
export const SNIFF_BYTES = 512

const starts = (bytes: Uint8Array, ...sign: readonly number[]): boolean =>
  sign.every((byte, index) => bytes[index] === byte)

/** By content: what a file is named says nothing. */
export function detectArchiveKind(start: Uint8Array): ArchiveKind | undefined {
  // PK\3\4; PK\5\6: an empty zip; PK\7\8: the first part of a split one
  if (
    starts(start, 0x50, 0x4b, 3, 4) ||
    starts(start, 0x50, 0x4b, 5, 6) ||
    starts(start, 0x50, 0x4b, 7, 8)
  )
    return 'zip'
  if (starts(start, 0x1f, 0x8b, 8)) return 'gzip'
  // `ustar` stands behind the first header of every tar since 1988.
  return starts(start.subarray(257), 0x75, 0x73, 0x74, 0x61, 0x72) ? 'tar' : undefined
}

/**
 * Archives that no library reads on Node without a compiler, in a stream and within bounds; and
 * what unpacks them.
 */
const FOREIGN: readonly (readonly [readonly number[], string])[] = [
  [
    [0x4d, 0x53, 0x43, 0x46],
    'a cabinet (.cab): unpack it first, on Windows with expand -F:* <file> <folder>, elsewhere with cabextract',
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

/** How to unpack what has to be unpacked first. */
export const unpackAdvice = (start: Uint8Array): string | undefined => {
  const found = FOREIGN.find(([sign]) => starts(start, ...sign))
  // BZh is text as well: its block follows at once.
  return found?.[1].includes('bzip2') && !starts(start.subarray(4), 0x31, 0x41, 0x59)
    ? undefined
    : found?.[1]
}
