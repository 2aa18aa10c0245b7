import { Column, ROWS, Sequence } from '../shared/columns.ts'
import { ItemNumbers } from '../shared/item-numbers.ts'
import type { SpoolPath } from './spool-path.ts'

/** An item of a History Spooler, times in milliseconds UTC. */
export interface SpooledItem {
  readonly place: SpoolPath
  readonly bytes: number
  readonly line: number
  readonly written: number | undefined
  readonly created: number | undefined
}

type SpoolFolder = Omit<SpoolPath, 'name'>

/** Most folders show times to the minute or second. */
const SECOND = 1000

/**
 * So many items, a column for each property: a million of them as objects would take half a
 * gigabyte.
 */
class Rows {
  readonly folders = new Sequence(0)
  readonly lines = new Sequence(1)
  readonly bytes = new Column()
  /** Made when the first is known. */
  written: Column | undefined
  created: Column | undefined
  /** Where each name ends in `names`. */
  readonly ends = new Uint32Array(ROWS)
  names = Buffer.alloc(ROWS * 16)

  /** Room for a name of at most so many bytes behind the row before. */
  nameAt(row: number, length: number): number {
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

/** Gathers items in little memory, each path once, whatever the case of its letters. */
export class SpooledItems {
  length = 0
  private readonly rows: (Rows | undefined)[] = []
  private readonly places: SpoolFolder[] = []
  private readonly folderNumbers = new Map<string, number>()
  /**
   * For each folder the number of the first one of the same path, whatever the case of its letters.
   */
  private readonly paths: number[] = []
  private readonly pathNumbers = new Map<string, number>()
  /** Folder and lower-case name of the item that came last. */
  private lastFolder = -1
  private lastName = ''
  /** Made when an item comes that could be there already. */
  private numbers: ItemNumbers | undefined

  /** Number of the item at this place: the one there is, or a new one. */
  at(place: SpoolPath, bytes: number, line: number): number {
    const { name } = place
    const folder = this.folderNumber(place)
    const lower = name.toLowerCase()
    if (this.numbers === undefined && !this.isSurelyNew(folder, lower))
      this.numbers = new ItemNumbers(this)
    this.lastFolder = folder
    this.lastName = lower
    const known = this.numbers?.find(this.paths[folder] as number, lower)
    if (known !== undefined) return known
    const item = this.length
    const row = item % ROWS
    if (row === 0) this.rows.push(new Rows())
    const rows = this.rowsOf(item)
    const start = rows.nameAt(row, Buffer.byteLength(name))
    rows.ends[row] = start + rows.names.write(name, start)
    rows.folders.set(row, folder)
    rows.bytes.set(row, bytes)
    rows.lines.set(row, line)
    this.length += 1
    this.numbers?.add(item)
    return item
  }

  /** How many folders the items lie in. */
  get folders(): number {
    return this.places.length
  }

  setWritten(item: number, at: number): void {
    const rows = this.rowsOf(item)
    rows.written ??= new Column(SECOND)
    rows.written.set(item % ROWS, at)
  }

  setCreated(item: number, at: number): void {
    const rows = this.rowsOf(item)
    rows.created ??= new Column(SECOND)
    rows.created.set(item % ROWS, at)
  }

  get(item: number): SpooledItem {
    const rows = this.rowsOf(item)
    const row = item % ROWS
    const { folder, user } = this.places[rows.folders.get(row)] as SpoolFolder
    const name = rows.nameOf(row)
    return {
      place: user === undefined ? { folder, name } : { folder, name, user },
      bytes: rows.bytes.get(row) ?? 0,
      line: rows.lines.get(row),
      written: rows.written?.get(row),
      created: rows.created?.get(row),
    }
  }

  /** Of an item, the number of its path's folder. */
  pathOf(item: number): number {
    return this.paths[this.rowsOf(item).folders.get(item % ROWS)] as number
  }

  lowerNameOf(item: number): string {
    return this.rowsOf(item)
      .nameOf(item % ROWS)
      .toLowerCase()
  }

  /** Items before this one are not asked for again. */
  letGoBefore(item: number): void {
    this.rows.fill(undefined, 0, Math.floor(item / ROWS))
  }

  private folderNumber(place: SpoolFolder): number {
    let number = this.folderNumbers.get(place.folder)
    if (number === undefined) {
      number = this.places.push(place) - 1
      this.folderNumbers.set(place.folder, number)
      const lower = place.folder.toLowerCase()
      const path = this.pathNumbers.get(lower) ?? number
      this.pathNumbers.set(lower, path)
      this.paths.push(path)
    }
    return number
  }

  /**
   * A listing shows each folder once, in the order of names: as long as that is so, no item can be
   * there already, and none has to be looked for.
   */
  private isSurelyNew(folder: number, lower: string): boolean {
    return folder === this.lastFolder
      ? lower > this.lastName
      : folder > this.lastFolder && this.paths[folder] === folder
  }

  private rowsOf(item: number): Rows {
    return this.rows[Math.floor(item / ROWS)] as Rows
  }
}
