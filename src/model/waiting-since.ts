import { leastOf } from './numbers/extremes.ts'

/**
 * Earlier times are zero values of FILETIME (1601), Unix (1970) or DOS (1980): the file system or
 * archive has no such time.
 */
const EARLIEST_REAL_TIME = Date.UTC(1990, 0, 1)

interface FileTimes {
  readonly created?: number | undefined
  readonly written?: number | undefined
}

/**
 * Time since when a spooled item waits, milliseconds UTC: the earlier of creation and last write.
 * (Copying a file gives it a later creation time.) Undefined when neither is known.
 */
export function waitingSince({ created, written }: FileTimes): number | undefined {
  const known = [created, written].filter(
    (time) => time !== undefined && time >= EARLIEST_REAL_TIME,
  ) as number[]
  return leastOf(known)
}
