import type { Listed } from '../model/fleet/fleet-diff.ts'

/**
 * Collects the first `limit` items in the given order, and counts the rest. Buffers up to twice the
 * limit between sorts.
 */
export class TopItems<T> {
  private items: T[] = []
  private total = 0
  private readonly limit: number
  private readonly order: (left: T, right: T) => number

  constructor(most: number, order: (left: T, right: T) => number) {
    this.limit = most
    this.order = order
  }

  add(item: T): void {
    this.total += 1
    this.items.push(item)
    if (this.items.length >= 2 * this.limit) this.cut()
  }

  result(): Listed<T> {
    this.cut()
    return { listed: [...this.items], omitted: this.total - this.items.length }
  }

  private cut(): void {
    this.items = this.items.sort(this.order).slice(0, this.limit)
  }
}
