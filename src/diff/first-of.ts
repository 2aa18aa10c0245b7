import type { Listed } from '../model/fleet-diff.ts'

/** The first of many by an order, and how many there were; holds twice as many as are kept. */
export class FirstOf<T> {
  private kept: T[] = []
  private total = 0
  private readonly most: number
  private readonly order: (left: T, right: T) => number

  constructor(most: number, order: (left: T, right: T) => number) {
    this.most = most
    this.order = order
  }

  add(one: T): void {
    this.total += 1
    this.kept.push(one)
    if (this.kept.length >= 2 * this.most) this.cut()
  }

  result(): Listed<T> {
    this.cut()
    return { listed: [...this.kept], omitted: this.total - this.kept.length }
  }

  private cut(): void {
    this.kept = this.kept.sort(this.order).slice(0, this.most)
  }
}
