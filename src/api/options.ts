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
  /** Minutes east of UTC of local times. Default: what the evidence proves, else UTC. */
  readonly utcOffset?: number
  /** Order of dates that leave it open. Default: what the evidence proves, else `mdy`. */
  readonly dateOrder?: DateOrder
  /** Code page of text that is not Unicode, such as `850`. Default: `windows-1252`. */
  readonly codePage?: string
  /** Paths of trace message format files (`.tmf`), or of folders with them. */
  readonly tmf?: readonly string[]
  /** Paths of instrumentation manifests (`.man`), or of folders with them. */
  readonly manifests?: readonly string[]
  /** Whether links below a folder are followed. Default: false; the report lists them. */
  readonly followLinks?: boolean
  /** Maximum number of files. Further ones are counted, and one input says so. Default: 100,000. */
  readonly maxFiles?: number
  /** Limits that protect from hostile archives. Default: those of `docs/limits.md`. */
  readonly archiveLimits?: Partial<ArchiveLimits>
}
