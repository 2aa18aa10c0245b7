import type { Packed } from './packed.ts'

/** Milliseconds UTC. */
export interface EntryTimes {
  readonly written?: number
  readonly created?: number
  /** They are a DOS date and time, of 2 s, in local time. */
  readonly dos?: true
}

/** One entry as its archive has it: nothing about it can be trusted. */
export interface ArchiveEntry extends EntryTimes {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly bytes: number
  /** What it takes in the archive, where it is compressed by itself. */
  readonly packedBytes?: number
  readonly packed?: Packed
  /** Its first bytes, or fewer where they cannot be had. */
  readonly start?: Uint8Array
  /** Why it cannot be read. */
  readonly problem?: string
}
