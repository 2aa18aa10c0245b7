/** The key of an item: the number of its folder path, and its name in lower case. */
interface IndexedItems {
  readonly length: number
  folderPathId(item: number): number
  lowerCaseName(item: number): string
}

/**
 * Finds items by folder and name. An open-addressing hash table that needs at most eight bytes per
 * item.
 */
export class ItemIndex {
  private readonly items: IndexedItems
  /** Item number plus 1 in the slot of its hash or the next free slot. 0 marks a free slot. */
  private table = new Uint32Array(1 << 12)

  constructor(items: IndexedItems) {
    this.items = items
    let size = this.table.length
    while (2 * items.length > size) size *= 2
    this.rebuild(size)
  }

  /** The number of the item with this folder path and lower-case name, or undefined. */
  find(path: number, lower: string): number | undefined {
    const mask = this.table.length - 1
    for (let slot = hashOf(lower) & mask; ; slot = (slot + 1) & mask) {
      const item = (this.table[slot] as number) - 1
      if (item < 0) return undefined
      if (this.items.folderPathId(item) === path && this.items.lowerCaseName(item) === lower)
        return item
    }
  }

  /** Adds the item with the highest number. It must not be in the index yet. */
  add(item: number): void {
    if (2 * this.items.length > this.table.length) this.rebuild(2 * this.table.length)
    else this.insert(item)
  }

  private rebuild(size: number): void {
    this.table = new Uint32Array(size)
    for (let item = 0; item < this.items.length; item += 1) this.insert(item)
  }

  private insert(item: number): void {
    const mask = this.table.length - 1
    let slot = hashOf(this.items.lowerCaseName(item)) & mask
    while (this.table[slot] !== 0) slot = (slot + 1) & mask
    this.table[slot] = item + 1
  }
}

/** FNV-1a with a final mix, because the names in a spool differ in few digits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
