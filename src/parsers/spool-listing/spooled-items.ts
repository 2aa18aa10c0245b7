import { Column, ROWS_PER_COLUMN, Sequence } from '../shared/columns.ts'
import { ItemIndex } from '../shared/item-index.ts'
import type { SpoolPath } from './spool-path.ts'

/** An item of a History Spooler, times in milliseconds UTC. */
export interface SpooledItem {
  readonly place: SpoolPath
  readonly bytes: number | undefined
  readonly line: number
  readonly written: number | undefined
  readonly created: number | undefined
}

type SpoolFolder = Omit<SpoolPath, 'name'>

/**
 * Most listings show times to the minute or second, so times are stored in whole seconds if
 * possible.
 */
const SECOND_MS = 1000

/**
 * Stores items in one column per property, because a million objects would take half a gigabyte.
 */
class ItemChunk {
  readonly folders = new Sequence(0)
  readonly lines = new Sequence(1)
  readonly bytes = new Column()
  /** Created when the first time is known. */
  written: Column | undefined
  created: Column | undefined
  /** End of each name in `names`. */
  readonly ends = new Uint32Array(ROWS_PER_COLUMN)
  names = Buffer.alloc(ROWS_PER_COLUMN * 16)

  /** Reserves `length` bytes for a name after the name of the previous row. Returns its start. */
  reserveName(row: number, length: number): number {
    const start = row === 0 ? 0 : (this.ends[row - 1] as number)
    if (start + length > this.names.length) {
      const longer = Buffer.alloc(
        Math.max(this.names.length + (this.names.length >> 1), start + length),
      )
      longer.set(this.names)
      this.names = longer
    }
    return start
  }

  nameOf(row: number): string {
    return this.names.toString('utf8', row === 0 ? 0 : this.ends[row - 1], this.ends[row])
  }
}

/** Collects items in little memory. Each path occurs once, regardless of case. */
export class SpooledItems {
  length = 0
  private readonly chunks: (ItemChunk | undefined)[] = []
  private readonly spoolFolders: SpoolFolder[] = []
  private readonly folderIds = new Map<string, number>()
  /** For each folder, the id of the first folder with the same path, regardless of case. */
  private readonly folderPathIds: number[] = []
  private readonly pathIds = new Map<string, number>()
  /** Folder and lower-case name of the last item. */
  private lastFolder = -1
  private lastName = ''
  /** Created when an item arrives that may be known already. */
  private index: ItemIndex | undefined

  /** Returns the number of the item with this path. Adds the item if it is new. */
  findOrAdd(place: SpoolPath, bytes: number | undefined, line: number): number {
    const { name } = place
    const folder = this.folderIdOf(place)
    const lower = name.toLowerCase()
    if (this.index === undefined && !this.isSurelyNew(folder, lower))
      this.index = new ItemIndex(this)
    this.lastFolder = folder
    this.lastName = lower
    const known = this.index?.find(this.folderPathIds[folder] as number, lower)
    if (known !== undefined) return known
    const item = this.length
    const row = item % ROWS_PER_COLUMN
    if (row === 0) this.chunks.push(new ItemChunk())
    const rows = this.chunkOf(item)
    const start = rows.reserveName(row, Buffer.byteLength(name))
    rows.ends[row] = start + rows.names.write(name, start)
    rows.folders.set(row, folder)
    if (bytes !== undefined) rows.bytes.set(row, bytes)
    rows.lines.set(row, line)
    this.length += 1
    this.index?.add(item)
    return item
  }

  /** Number of folders that contain items. */
  get folderCount(): number {
    return this.spoolFolders.length
  }

  setWritten(item: number, at: number): void {
    const rows = this.chunkOf(item)
    rows.written ??= new Column(SECOND_MS)
    rows.written.set(item % ROWS_PER_COLUMN, at)
  }

  setCreated(item: number, at: number): void {
    const rows = this.chunkOf(item)
    rows.created ??= new Column(SECOND_MS)
    rows.created.set(item % ROWS_PER_COLUMN, at)
  }

  get(item: number): SpooledItem {
    const rows = this.chunkOf(item)
    const row = item % ROWS_PER_COLUMN
    const { folder, user } = this.spoolFolders[rows.folders.get(row)] as SpoolFolder
    const name = rows.nameOf(row)
    return {
      place: user === undefined ? { folder, name } : { folder, name, user },
      bytes: rows.bytes.get(row),
      line: rows.lines.get(row),
      written: rows.written?.get(row),
      created: rows.created?.get(row),
    }
  }

  /** Path id of an item's folder. */
  folderPathId(item: number): number {
    return this.folderPathIds[this.chunkOf(item).folders.get(item % ROWS_PER_COLUMN)] as number
  }

  lowerCaseName(item: number): string {
    return this.chunkOf(item)
      .nameOf(item % ROWS_PER_COLUMN)
      .toLowerCase()
  }

  /** Frees memory. Items before this one must not be requested again. */
  releaseBefore(item: number): void {
    this.chunks.fill(undefined, 0, Math.floor(item / ROWS_PER_COLUMN))
  }

  private folderIdOf(place: SpoolFolder): number {
    let number = this.folderIds.get(place.folder)
    if (number === undefined) {
      number = this.spoolFolders.push(place) - 1
      this.folderIds.set(place.folder, number)
      const lower = place.folder.toLowerCase()
      const path = this.pathIds.get(lower) ?? number
      this.pathIds.set(lower, path)
      this.folderPathIds.push(path)
    }
    return number
  }

  /**
   * Listings show each folder once and names in order. As long as this is true, an item cannot be
   * known already, and no index is needed.
   */
  private isSurelyNew(folder: number, lower: string): boolean {
    return folder === this.lastFolder
      ? lower > this.lastName
      : folder > this.lastFolder && this.folderPathIds[folder] === folder
  }

  private chunkOf(item: number): ItemChunk {
    return this.chunks[Math.floor(item / ROWS_PER_COLUMN)] as ItemChunk
  }
}
