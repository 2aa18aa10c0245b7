import type { Listed } from '../model/fleet-diff.ts'

/** The first of many by an order, and how many there were; holds twice as many as are kept. */
export class TopItems<T> {
  private items: T[] = []
  private total = 0
  private readonly limit: number
  private readonly order: (left: T, right: T) => number

  constructor(most: number, order: (left: T, right: T) => number) {
    this.limit = most
    this.order = order
  }

  add(one: T): void {
    this.total += 1
    this.items.push(one)
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
