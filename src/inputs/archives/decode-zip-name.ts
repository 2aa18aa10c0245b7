import { type Entry, getFileNameLowLevel } from 'yauzl'

const UTF_8 = 0x800
const UNIX = 3
const MACOS = 19

/**
 * An entry's name: UTF-8 where it says so, or where Unix wrote it and it is; else code page 437.
 */
export function decodeZipName({
  generalPurposeBitFlag,
  fileNameRaw,
  extraFields,
  versionMadeBy,
}: Entry): string {
  const host = versionMadeBy >> 8
  const utf8 = (host === UNIX || host === MACOS) && isUtf8(fileNameRaw)
  const flags = utf8 ? generalPurposeBitFlag | UTF_8 : generalPurposeBitFlag
  return getFileNameLowLevel(flags, fileNameRaw, extraFields, false)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
