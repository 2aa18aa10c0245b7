import type { ArchiveLimits } from '../inputs/archives/archive-limits.ts'
import type { DateOrder } from '../model/parser.ts'

/** A file in memory. */
export interface NamedBytes {
  /**
   * Its path inside the case, as reports show it: `Tracing/Lync-UccApi-0.UccApilog`. A folder
   * `sip_user@domain` in it names the user. Each input needs another name.
   */
  readonly name: string
  /** The whole content. It is not changed, and must not be changed while it is read. */
  readonly bytes: Uint8Array
}

/**
 * What is read: the path of a file, folder or archive (zip, gzip, tar), or a file or an archive in
 * memory. Standard input is not read.
 */
export type Input = string | NamedBytes

/** How evidence is found and read. All options may be left out. */
export interface ReadingOptions {
  /** Minutes east of UTC of local times. Without it, the evidence decides, else UTC is assumed. */
  readonly utcOffset?: number
  /** Order of day and month where a date leaves it open. */
  readonly dateOrder?: DateOrder
  /** Code page of text that is not Unicode, such as `850` or `windows-1251`: windows-1252. */
  readonly codePage?: string
  /** Paths of trace message format files (`.tmf`), or of folders with them. */
  readonly tmf?: readonly string[]
  /** Paths of instrumentation manifests (`.man`), or of folders with them. */
  readonly manifests?: readonly string[]
  /** Whether links below a folder are followed: no. They are listed as unreadable otherwise. */
  readonly followLinks?: boolean
  /** Most files of a case: 100,000. Further ones are counted, and one input says so. */
  readonly maxFiles?: number
  /** Limits that protect from hostile archives. Those that are left out have their defaults. */
  readonly archiveLimits?: Partial<ArchiveLimits>
}
