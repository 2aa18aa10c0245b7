/**
 * Zero dates of FILETIME (1601), Unix (1970) and DOS (1980) mean that a file system or archive
 * keeps no such time.
 */
const EARLIEST_REAL_TIME = Date.UTC(1990, 0, 1)

interface FileTimes {
  readonly created?: number | undefined
  readonly written?: number | undefined
}

/**
 * Since when a spooled item waits: the earliest of the times known. A creation time later than the
 * last write is that of a copy; taking the earliest leaves it out.
 */
export function waitingSince({ created, written }: FileTimes): number | undefined {
  const known = [created, written].filter(
    (time) => time !== undefined && time >= EARLIEST_REAL_TIME,
  ) as number[]
  return known.length > 0 ? Math.min(...known) : undefined
}
