import { DamagedEntryError } from './packed-bytes.ts'

const SPACE = 0x20

/**
 * Parses the records of a pax header, such as `27 path=Lync/Tracing/a.log\n`. The number counts the
 * bytes of the whole record. Throws a `DamagedEntryError` for any other text.
 */
export function parsePaxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < text.length && text[at] !== 0; ) {
    const space = text.indexOf(SPACE, at)
    const length = Number(text.toString('latin1', at, space < 0 ? at : Math.min(space, at + 12)))
    if (!Number.isInteger(length) || length < 4 || at + length > text.length)
      throw new DamagedEntryError('damaged: the properties of an entry cannot be read')
    const record = text.toString('utf8', space + 1, at + length - 1)
    const equals = record.indexOf('=')
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}
