/**
 * What items are told apart by: the number of their folder's path, and their name in lower case.
 */
interface IndexedItems {
  readonly length: number
  folderPathId(item: number): number
  lowerCaseName(item: number): string
}

/** Finds items by their paths: a hash table in which each takes eight bytes at most. */
export class ItemIndex {
  private readonly items: IndexedItems
  /** Number of an item, plus 1, at the place that its path hashes to, or behind it. */
  private table = new Uint32Array(1 << 12)

  constructor(items: IndexedItems) {
    this.items = items
    let size = this.table.length
    while (2 * items.length > size) size *= 2
    this.rebuild(size)
  }

  find(path: number, lower: string): number | undefined {
    const last = this.table.length - 1
    for (let slot = hashOf(lower) & last; ; slot = (slot + 1) & last) {
      const item = (this.table[slot] as number) - 1
      if (item < 0) return undefined
      if (this.items.folderPathId(item) === path && this.items.lowerCaseName(item) === lower)
        return item
    }
  }

  /** An item that came behind all others and is not among them. */
  add(item: number): void {
    if (2 * this.items.length > this.table.length) this.rebuild(2 * this.table.length)
    else this.insert(item)
  }

  private rebuild(size: number): void {
    this.table = new Uint32Array(size)
    for (let item = 0; item < this.items.length; item += 1) this.insert(item)
  }

  private insert(item: number): void {
    const last = this.table.length - 1
    let slot = hashOf(this.items.lowerCaseName(item)) & last
    while (this.table[slot] !== 0) slot = (slot + 1) & last
    this.table[slot] = item + 1
  }
}

/** FNV-1a, its bits mixed: the names of a spool differ in a few digits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
