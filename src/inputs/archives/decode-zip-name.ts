import { type Entry, getFileNameLowLevel } from 'yauzl'

const UTF8_FLAG = 0x800
/** Systems that write an entry, by the upper byte of `versionMadeBy`. */
const UNIX = 3
const MACOS = 19

/**
 * Decodes the name of an entry: as UTF-8 where the entry says so, or where it is valid UTF-8 and
 * was written on Unix or macOS; else in code page 437.
 */
export function decodeZipName({
  generalPurposeBitFlag,
  fileNameRaw,
  extraFields,
  versionMadeBy,
}: Entry): string {
  const system = versionMadeBy >> 8
  const isUtf8 = (system === UNIX || system === MACOS) && isValidUtf8(fileNameRaw)
  const flags = isUtf8 ? generalPurposeBitFlag | UTF8_FLAG : generalPurposeBitFlag
  return getFileNameLowLevel(flags, fileNameRaw, extraFields, false)
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
