import type { ArchiveKind } from './archive-kind.ts'
import type { ArchiveLimits } from './archive-limits.ts'
import type { PackedBytes } from './packed-bytes.ts'

export interface ArchiveOptions {
  readonly limits: ArchiveLimits
  /** Minutes east of UTC, for times in local time, as the user gave it. */
  readonly utcOffset?: number
}

export interface ArchiveLocation {
  /** Path on disk of the outermost archive. */
  readonly location: string
  /** Path inside the case, as reports show it. */
  readonly path: string
  /** All folders that contain it, those inside archives included: they name its user. */
  readonly trail: string
}

/** A file inside or outside an archive that may be an archive itself. */
export interface Archive extends ArchiveLocation {
  readonly packed: PackedBytes
  /** All bytes of a small file. */
  readonly content?: Uint8Array
  /** Damage of an archive that can be read nevertheless. */
  readonly damage?: string
  /** Absent for a file that is not an archive. */
  readonly archiveKind?: ArchiveKind
  readonly bytes: number
}
