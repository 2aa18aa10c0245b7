import { formatBytes, formatNumber } from '../../model/duration.ts'
import type { GzipLimits } from './packed-bytes.ts'

/** Limits that protect the machine from hostile archives. */
export interface ArchiveLimits {
  /** Unpacked bytes of one entry. */
  readonly entryBytes: number
  /** Unpacked bytes of all entries of a case. */
  readonly totalBytes: number
  /** Unpacked size of an entry divided by its packed size. */
  readonly ratio: number
  readonly entries: number
  /** Depth of archives inside archives. */
  readonly nesting: number
  /** Characters of the path of an entry. */
  readonly pathLength: number
}

export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  entryBytes: 4e9,
  totalBytes: 16e9,
  ratio: 500,
  entries: 50_000,
  nesting: 1,
  pathLength: 1024,
}

/**
 * The ratio is only checked for larger entries: small texts can compress very well.
 * Limit: unpacked bytes up to which the ratio is not checked.
 * Beyond: the ratio is checked.
 */
export const MIN_RATIO_CHECK_BYTES = 16 << 20

/**
 * Reading them again would mean unpacking everything before them again.
 * Limit: bytes of entries held in memory for a case.
 * Beyond: an entry is unpacked again up to its place; a nested archive is not read.
 */
const MAX_HELD_BYTES = 64 << 20

/**
 * Limit for the small entries of a case whose content is kept, because reading them again takes
 * longer than keeping them.
 */
const MAX_CONTENT_BYTES = 4 << 20

/** Counts what the archives of a case use of their limits. */
export class ArchiveBudget {
  readonly limits: ArchiveLimits
  private entries = 0
  private bytes = 0
  private heldBytes = 0
  private contentBytes = 0

  constructor(limits: ArchiveLimits) {
    this.limits = limits
  }

  /** Counts an entry. Returns a problem when it is one too many. */
  countEntry(): string | undefined {
    this.entries += 1
    const { entries } = this.limits
    return this.entries > entries
      ? `contains more than ${formatNumber(entries)} entries (--max-entries); the rest is not read`
      : undefined
  }

  /**
   * Counts the unpacked bytes of an entry, or returns the problem if they exceed a limit. `packed`
   * is the packed size, where it is known.
   */
  grantBytes(bytes: number, packed?: number): string | undefined {
    const { entryBytes, totalBytes, ratio } = this.limits
    if (bytes > entryBytes)
      return (
        `unpacks to ${formatBytes(bytes)}, more than ` +
        `${formatBytes(entryBytes)} (--max-entry-bytes)`
      )
    if (packed !== undefined && bytes > MIN_RATIO_CHECK_BYTES && bytes > packed * ratio)
      return (
        `unpacks to ${formatBytes(bytes)}, more than ` +
        `${formatNumber(ratio)} times its size (--max-ratio)`
      )
    if (this.bytes + bytes > totalBytes)
      return (
        'would raise the total of unpacked bytes above ' +
        `${formatBytes(totalBytes)} (--max-total-bytes)`
      )
    this.bytes += bytes
    return undefined
  }

  /** Returns the limits for a gzip, which does not state its unpacked size beforehand. */
  gzipLimits(content: 'entry' | 'tar'): GzipLimits {
    const { entryBytes, totalBytes, ratio } = this.limits
    const left = Math.max(0, totalBytes - this.bytes)
    return { bytes: content === 'tar' ? left : Math.min(entryBytes, left), ratio }
  }

  /** Reserves room for the content of a small entry. Returns false when there is none left. */
  reserveContent(bytes: number): boolean {
    if (this.contentBytes + bytes > MAX_CONTENT_BYTES) return false
    this.contentBytes += bytes
    return true
  }

  /** Returns memory to hold bytes in; undefined when none is left. Workers see the same memory. */
  allocate(bytes: number): Uint8Array | undefined {
    if (this.heldBytes + bytes > MAX_HELD_BYTES) return undefined
    this.heldBytes += bytes
    return new Uint8Array(new SharedArrayBuffer(bytes))
  }
}
