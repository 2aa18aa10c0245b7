import type { Entry } from 'yauzl'
import { defined } from '../../model/defined.ts'
import { isKnownTime } from '../../model/moment.ts'
import type { EntryTimes } from './archive-entry.ts'

/** Ids of extra fields. */
const UNIX_TIMES = 0x5455
const NTFS_TIMES = 0x000a
/** Milliseconds from 1601 to 1970. */
const FILETIME_EPOCH_MS = 11_644_473_600_000

/**
 * Reads when an entry was written and created: from the fields that have UTC times, else from its
 * DOS time, which is local. `utcOffset` is in minutes east of UTC.
 */
export function readZipTimes(
  entry: Pick<Entry, 'extraFields' | 'lastModFileDate' | 'lastModFileTime'>,
  utcOffset: number,
): EntryTimes {
  const findField = (id: number) => entry.extraFields.find((field) => field.id === id)?.data
  const ntfs = findField(NTFS_TIMES)
  // 4 reserved bytes, then tag 1 with 24 bytes: written, accessed, created
  if (ntfs && ntfs.length >= 32 && ntfs.readUInt16LE(4) === 1 && ntfs.readUInt16LE(6) >= 24)
    return defined({ written: readFileTime(ntfs, 8), created: readFileTime(ntfs, 24) })
  const unix = findField(UNIX_TIMES)
  if (unix && unix.length >= 5 && ((unix[0] ?? 0) & 1) === 1)
    return { written: unix.readInt32LE(1) * 1000 }
  const written = dosTime(entry.lastModFileDate, entry.lastModFileTime)
  return written === undefined ? {} : { written: written - utcOffset * 60_000, isDosTime: true }
}

/** Returns undefined for a time before 1970, which means that there is none, or after the year 9999. */
function readFileTime(bytes: Buffer, at: number): number | undefined {
  const time = Math.floor(Number(bytes.readBigUInt64LE(at)) / 10_000) - FILETIME_EPOCH_MS
  return time > 0 && isKnownTime(time) ? time : undefined
}

/** Converts a DOS date and time as if it were UTC. */
function dosTime(date: number, time: number): number | undefined {
  const month = (date >> 5) & 15
  const day = date & 31
  if (month < 1 || month > 12 || day < 1) return undefined
  return Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2)
}
