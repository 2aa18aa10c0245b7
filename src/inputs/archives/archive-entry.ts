import { defined } from '../../model/defined.ts'
import { type ArchiveKind, detectArchiveKind, unpackAdvice } from './archive-kind.ts'
import type { PackedBytes } from './packed-bytes.ts'

/** Milliseconds UTC. */
export interface EntryTimes {
  readonly written?: number
  readonly created?: number
  /** The time is a DOS date and time: local time, in steps of 2 s. */
  readonly isDosTime?: true
}

/** One entry as its archive describes it. Nothing in it can be trusted. */
export interface ArchiveEntry extends EntryTimes {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly bytes: number
  /** Compressed size, where the entry is compressed by itself. */
  readonly packedBytes?: number
  readonly packed?: PackedBytes
  /** All bytes of a small entry. */
  readonly content?: Uint8Array
  /** Set for an entry that is an archive itself, if its first bytes can be read. */
  readonly archiveKind?: ArchiveKind
  /** Why it cannot be read. */
  readonly problem?: string
  /** Damage of an entry that can be read nevertheless. */
  readonly damage?: string
}

/** Returns what the first bytes of an entry say about its format. */
export function inspectFirstBytes(
  bytes: Uint8Array,
): Pick<ArchiveEntry, 'archiveKind' | 'problem'> {
  return defined({ archiveKind: detectArchiveKind(bytes), problem: unpackAdvice(bytes) })
}
