/**
 * The latest of what is told one by one, in bounded memory; how many there were in all is counted.
 */
export class BoundedList<T> {
  private readonly limit: number
  private items: T[] = []
  count = 0

  constructor(most: number) {
    this.limit = most
  }

  add(one: T): void {
    this.count += 1
    this.items.push(one)
    if (this.items.length >= 2 * this.limit) this.items = this.items.slice(-this.limit)
  }

  get last(): T | undefined {
    return this.items.at(-1)
  }

  /** As if the last had not been told. */
  removeLast(): void {
    if (this.items.pop() !== undefined) this.count -= 1
  }

  toArray(): readonly T[] {
    return this.items.slice(-this.limit)
  }
}
