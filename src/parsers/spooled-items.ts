import type { SpoolPath } from './spool-path.ts'

/** An item of a History Spooler, times in milliseconds UTC. */
export interface SpooledItem {
  readonly place: SpoolPath
  readonly bytes: number
  readonly line: number
  readonly written?: number
  readonly created?: number
}

const ROWS = 1 << 14

/** So many items, a column for each property: a million of them as objects would take half a gigabyte. */
class Rows {
  readonly folders = new Uint32Array(ROWS)
  readonly lines = new Uint32Array(ROWS)
  readonly bytes = new Float64Array(ROWS)
  readonly written = new Float64Array(ROWS).fill(Number.NaN)
  /** Made when the first is known. */
  created: Float64Array | undefined
  /** Where each name ends in `names`. */
  readonly ends = new Uint32Array(ROWS)
  names = Buffer.alloc(ROWS * 16)

  /** Room for a name of at most so many bytes behind the row before. */
  nameAt(row: number, length: number): number {
    const start = row === 0 ? 0 : (this.ends[row - 1] as number)
    if (start + length > this.names.length) {
      const longer = Buffer.alloc(Math.max(2 * this.names.length, start + length))
      longer.set(this.names)
      this.names = longer
    }
    return start
  }
}

/** Gathers items in little memory, each path once, whatever the case of its letters. */
export class SpooledItems {
  length = 0
  private readonly rows: Rows[] = []
  private readonly folders: Omit<SpoolPath, 'name'>[] = []
  private readonly folderNumbers = new Map<string, number>()
  /** Number of an item, plus 1, at the place that its path hashes to, or behind it. */
  private table = new Uint32Array(1 << 12)

  /** Number of the item at this place: the one there is, or a new one. */
  at({ name, ...folder }: SpoolPath, bytes: number, line: number): number {
    const number = this.folderNumber(folder)
    const slot = this.slotOf(number, name)
    const known = this.table[slot] as number
    if (known > 0) return known - 1
    const item = this.length
    const row = item % ROWS
    if (row === 0) this.rows.push(new Rows())
    const rows = this.rowsOf(item)
    const start = rows.nameAt(row, Buffer.byteLength(name))
    rows.ends[row] = start + rows.names.write(name, start)
    rows.folders[row] = number
    rows.bytes[row] = bytes
    rows.lines[row] = line
    this.length += 1
    this.table[slot] = this.length
    if (2 * this.length > this.table.length) this.enlarge()
    return item
  }

  setWritten(item: number, at: number): void {
    this.rowsOf(item).written[item % ROWS] = at
  }

  setCreated(item: number, at: number): void {
    const rows = this.rowsOf(item)
    rows.created ??= new Float64Array(ROWS).fill(Number.NaN)
    rows.created[item % ROWS] = at
  }

  get(item: number): SpooledItem {
    const rows = this.rowsOf(item)
    const row = item % ROWS
    const known = (name: 'written' | 'created') => {
      const at = rows[name]?.[row] ?? Number.NaN
      return Number.isNaN(at) ? {} : { [name]: at }
    }
    return {
      place: { ...(this.folders[rows.folders[row] as number] as Omit<SpoolPath, 'name'>), name: this.nameOf(item) },
      bytes: rows.bytes[row] as number,
      line: rows.lines[row] as number,
      ...known('written'),
      ...known('created'),
    }
  }

  private rowsOf(item: number): Rows {
    return this.rows[Math.floor(item / ROWS)] as Rows
  }

  private nameOf(item: number): string {
    const { names, ends } = this.rowsOf(item)
    const row = item % ROWS
    return names.toString('utf8', row === 0 ? 0 : ends[row - 1], ends[row])
  }

  private folderNumber(place: Omit<SpoolPath, 'name'>): number {
    let number = this.folderNumbers.get(place.folder)
    if (number === undefined) {
      number = this.folders.push(place) - 1
      this.folderNumbers.set(place.folder, number)
    }
    return number
  }

  /** Where the item of this path stands in the table, or would. */
  private slotOf(folder: number, name: string): number {
    const lower = name.toLowerCase()
    const path = (this.folders[folder]?.folder ?? '').toLowerCase()
    const last = this.table.length - 1
    for (let slot = hashOf(lower) & last; ; slot = (slot + 1) & last) {
      const item = (this.table[slot] as number) - 1
      if (item < 0) return slot
      if (this.nameOf(item).toLowerCase() !== lower) continue
      const other = this.rowsOf(item).folders[item % ROWS] as number
      if (other === folder || this.folders[other]?.folder.toLowerCase() === path) return slot
    }
  }

  private enlarge(): void {
    const larger = new Uint32Array(2 * this.table.length)
    const last = larger.length - 1
    for (let item = 0; item < this.length; item += 1) {
      let slot = hashOf(this.nameOf(item).toLowerCase()) & last
      while (larger[slot] !== 0) slot = (slot + 1) & last
      larger[slot] = item + 1
    }
    this.table = larger
  }
}

/** FNV-1a, its bits mixed: the names of a spool differ in a few digits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
