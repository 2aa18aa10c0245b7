import type { ArchiveKind } from './archive-kind.ts'
import type { ArchiveLimits } from './archive-limits.ts'
import type { PackedBytes } from './packed-bytes.ts'

export interface ArchiveOptions {
  readonly limits: ArchiveLimits
  /** Minutes east of UTC, of times in local time, as the user gave it. */
  readonly utcOffset?: number
}

/** Where an archive lies. */
export interface ArchiveLocation {
  /** Of the outermost archive, on disk. */
  readonly location: string
  /** Inside the case: what reports show. */
  readonly path: string
  /** All folders that it lies in, those in archives as well: they say whose it is. */
  readonly trail: string
}

/** An archive: where it lies and what it is. */
export interface Archive extends ArchiveLocation {
  readonly packed: PackedBytes
  /** All of its bytes, where it is small. */
  readonly content?: Uint8Array
  /** What it is; absent for a file like any other. */
  readonly archive?: ArchiveKind
  readonly bytes: number
}
