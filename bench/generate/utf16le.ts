import type { Generate } from './records.ts'

const BYTE_ORDER_MARK = '\ufeff'

/**
 * Converts a text to what PowerShell 5.1 saves: UTF-16LE with a byte order mark, half as many
 * characters in as many bytes.
 */
export const utf16le = (generate: Generate): Generate =>
  function* ({ bytes, seed }) {
    yield Buffer.from(BYTE_ORDER_MARK, 'utf16le')
    for (const piece of generate({ bytes: bytes / 2, seed }))
      yield Buffer.from(piece.toString('latin1'), 'utf16le')
  }
