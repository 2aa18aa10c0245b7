import { formatBytes, formatNumber } from '../../model/duration.ts'
import type { GzipLimits } from './packed-bytes.ts'

/** What an archive may ask of the machine that reads it. */
export interface ArchiveLimits {
  /** That may come out of one entry, and out of all entries of a case. */
  readonly entryBytes: number
  readonly totalBytes: number
  /** How many times its packed size an entry may unpack to. */
  readonly ratio: number
  readonly entries: number
  /** Archives inside archives. */
  readonly nesting: number
  /** Characters of an entry's path. */
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

/** Small text squeezes well: only what comes out beyond this is measured against what went in. */
export const MIN_RATIO_CHECK_BYTES = 16 << 20

/**
 * Of all entries of a case that are kept in memory together, because they cannot be read a second
 * time without all before them.
 */
const MOST_HELD = 64 << 20

/**
 * Of all entries of a case whose content is kept from when they were found, because reading them
 * again takes longer than keeping it.
 */
const MOST_KEPT = 4 << 20

/** What the archives of a case have used of their limits. */
export class ArchiveBudget {
  readonly limits: ArchiveLimits
  private entries = 0
  private bytes = 0
  private heldBytes = 0
  private keptBytes = 0

  constructor(limits: ArchiveLimits) {
    this.limits = limits
  }

  /** Counts an entry; says so when it is one too many. */
  countEntry(): string | undefined {
    this.entries += 1
    const { entries } = this.limits
    return this.entries > entries
      ? `holds more than ${formatNumber(entries)} entries (--max-entries); the rest is not read`
      : undefined
  }

  /**
   * Grants an entry the bytes that will come out of it, or says why not. `packed`: what it takes in
   * the archive, where that is known.
   */
  grantBytes(bytes: number, packed?: number): string | undefined {
    const { entryBytes, totalBytes, ratio } = this.limits
    if (bytes > entryBytes)
      return `unpacks to ${formatBytes(bytes)}, more than ${formatBytes(entryBytes)} (--max-entry-bytes)`
    if (packed !== undefined && bytes > MIN_RATIO_CHECK_BYTES && bytes > packed * ratio)
      return `unpacks to ${formatBytes(bytes)}, more than ${formatNumber(ratio)} times its size (--max-ratio)`
    if (this.bytes + bytes > totalBytes)
      return `would bring what is unpacked to more than ${formatBytes(totalBytes)} (--max-total-bytes)`
    this.bytes += bytes
    return undefined
  }

  /**
   * What may come out of a gzip, which does not say beforehand how much it is: of one entry, or of
   * a whole tar.
   */
  gzipLimits(holds: 'entry' | 'tar'): GzipLimits {
    const { entryBytes, totalBytes, ratio } = this.limits
    const left = Math.max(0, totalBytes - this.bytes)
    return { bytes: holds === 'tar' ? left : Math.min(entryBytes, left), ratio }
  }

  /** Whether there is room for the content of a small entry. */
  reserveContent(bytes: number): boolean {
    if (this.keptBytes + bytes > MOST_KEPT) return false
    this.keptBytes += bytes
    return true
  }

  /** Memory to hold bytes in, while there is room. */
  allocate(bytes: number): Uint8Array | undefined {
    if (this.heldBytes + bytes > MOST_HELD) return undefined
    this.heldBytes += bytes
    return new Uint8Array(new SharedArrayBuffer(bytes))
  }
}
