import { defined } from '../../model/defined.ts'
import { type ArchiveKind, detectArchiveKind, unpackAdvice } from './archive-kind.ts'
import type { PackedBytes } from './packed-bytes.ts'

/** Milliseconds UTC. */
export interface EntryTimes {
  readonly written?: number
  readonly created?: number
  /** They are a DOS date and time, of 2 s, in local time. */
  readonly isDosTime?: true
}

/** One entry as its archive has it: nothing about it can be trusted. */
export interface ArchiveEntry extends EntryTimes {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly bytes: number
  /** What it takes in the archive, where it is compressed by itself. */
  readonly packedBytes?: number
  readonly packed?: PackedBytes
  /** All of its bytes, where it is small. */
  readonly content?: Uint8Array
  /** What it is itself, where its first bytes can be had. */
  readonly archive?: ArchiveKind
  /** Why it cannot be read. */
  readonly problem?: string
}

/** What the first bytes of an entry tell. */
export function inspectFirstBytes(start: Uint8Array): Pick<ArchiveEntry, 'archive' | 'problem'> {
  const [archive, problem] = [detectArchiveKind(start), unpackAdvice(start)]
  return {
    ...defined({ archive, problem }),
  }
}
