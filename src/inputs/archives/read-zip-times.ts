import type { Entry } from 'yauzl'
import type { EntryTimes } from './archive-entry.ts'

const UNIX_TIMES = 0x5455
const NTFS_TIMES = 0x000a
/** From 1601 to 1970, milliseconds. */
const FILETIME_EPOCH = 11_644_473_600_000

/**
 * When an entry was written and made: from the fields that say it in UTC, else from its DOS time,
 * read as of `utcOffset` minutes.
 */
export function readZipTimes(
  entry: Pick<Entry, 'extraFields' | 'lastModFileDate' | 'lastModFileTime'>,
  utcOffset: number,
): EntryTimes {
  const field = (wanted: number) => entry.extraFields.find(({ id }) => id === wanted)?.data
  const ntfs = field(NTFS_TIMES)
  // 4 reserved, tag 1 of 24 bytes: written, accessed, created
  if (ntfs && ntfs.length >= 32 && ntfs.readUInt16LE(4) === 1 && ntfs.readUInt16LE(6) >= 24)
    return { ...timeOf('written', fileTime(ntfs, 8)), ...timeOf('created', fileTime(ntfs, 24)) }
  const unix = field(UNIX_TIMES)
  if (unix && unix.length >= 5 && ((unix[0] ?? 0) & 1) === 1)
    return { written: unix.readInt32LE(1) * 1000 }
  const written = dosTime(entry.lastModFileDate, entry.lastModFileTime)
  return written === undefined ? {} : { written: written - utcOffset * 60_000, isDosTime: true }
}

const timeOf = (name: 'written' | 'created', at: number): EntryTimes =>
  at > 0 ? { [name]: at } : {}

const fileTime = (bytes: Buffer, at: number): number =>
  Math.floor(Number(bytes.readBigUInt64LE(at)) / 10_000) - FILETIME_EPOCH

/** As if it were UTC. */
function dosTime(date: number, time: number): number | undefined {
  const month = (date >> 5) & 15
  const day = date & 31
  if (month < 1 || month > 12 || day < 1) return undefined
  return Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2)
}
