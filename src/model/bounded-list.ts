/** Keeps the latest `limit` items, and counts all that were added. */
export class BoundedList<T> {
  private readonly limit: number
  private items: T[] = []
  count = 0

  constructor(most: number) {
    this.limit = most
  }

  add(item: T): void {
    this.count += 1
    this.items.push(item)
    if (this.items.length >= 2 * this.limit) this.items = this.items.slice(-this.limit)
  }

  get last(): T | undefined {
    return this.items.at(-1)
  }

  /** Removes the latest item, and does not count it. */
  removeLast(): void {
    if (this.items.pop() !== undefined) this.count -= 1
  }

  toArray(): readonly T[] {
    return this.items.slice(-this.limit)
  }
}
