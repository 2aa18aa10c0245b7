/** Name of the manifest in a bundle. */
export const MANIFEST_NAME = 'spoolscope-manifest.json'

/** Name of the manifest of the second look at the spool. */
export const SECOND_LOOK_NAME = 'spool-second-look.json'

/** Version of the manifest, the value of its key `spoolscopeManifest`. */
export const MANIFEST_VERSION = 1

/**
 * The manifest of a collection: what was on the machine, with sizes and UTC times, which copying
 * changes. All times are ISO 8601 in UTC. A manifest that a script writes has the first fields only.
 * The fields are written in this order: `files` is the first list of objects.
 */
export interface CollectionManifest {
  readonly spoolscopeManifest: typeof MANIFEST_VERSION
  /** The clock of the machine when the spool was listed. */
  readonly collectedAt: string
  readonly machine?: string
  readonly timeZone?: MachineTimeZone
  readonly tool?: { readonly name: string; readonly version: string }
  /** When everything had been read. */
  readonly finishedAt?: string
  readonly withMessages?: boolean
  readonly redacted?: boolean
  /**
   * Present in the manifest of a pack, and in the listing of a redacted copy. The spools were listed
   * where they had been copied to. Another listing takes precedence, because copying may have changed
   * the times.
   */
  readonly listsCopies?: true
  /** Every History Spooler, even an empty one. */
  readonly folders: readonly string[]
  /** History Spoolers that `files` does not list completely. */
  readonly partialFolders?: readonly string[]
  readonly files: readonly ListedFile[]
  /** The folders of users, `sip_user@domain`. */
  readonly userFolders?: readonly ListedFolder[]
  /** The collected folders: their paths in the bundle and on the machine. */
  readonly roots?: readonly { readonly path: string; readonly location: string }[]
  /** The installed client. */
  readonly client?: ClientProgram
  /** Files that could not be read, or were left out, and why. */
  readonly unread?: readonly UnreadItem[]
}

/** The manifest of a pack. It was not made on the machine, so it states no time. */
export type PackManifest = Omit<CollectionManifest, 'collectedAt'> & {
  readonly collectedAt?: never
  readonly listsCopies: true
}

export interface MachineTimeZone {
  /** As the system names it, such as `Europe/Berlin`. */
  readonly name: string
  /** Minutes east of UTC at the collection time. */
  readonly utcOffsetMinutes: number
}

/** A program file, and the version that it states. */
export interface ClientProgram {
  readonly path: string
  /** `16.0.6741.2056` */
  readonly version: string
}

/** A folder or file. Paths have slashes. */
export interface ListedFolder {
  readonly path: string
  readonly created?: string
  readonly written?: string
}

/** A file that was seen. With `sha256`, it is in the bundle under its path. */
export interface ListedFile extends ListedFolder {
  /** Size of the file in the bundle, else of the file on the machine. */
  readonly bytes: number
  /** Of the bytes in the bundle, as hexadecimal digits. */
  readonly sha256?: string
  /** Why the file could not be read to its end. */
  readonly incomplete?: string
  /** Anything else that happened while it was read, such as growth. */
  readonly note?: string
  /** The bytes of its name as hexadecimal digits, if they are not UTF-8. */
  readonly nameBytes?: string
}

export interface UnreadItem {
  readonly path: string
  readonly reason: string
}
