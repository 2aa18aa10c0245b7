/**
 * The latest of what is told one by one, in bounded memory; how many there were in all is counted.
 */
export class Latest<T> {
  private readonly most: number
  private kept: T[] = []
  count = 0

  constructor(most: number) {
    this.most = most
  }

  add(one: T): void {
    this.count += 1
    this.kept.push(one)
    if (this.kept.length >= 2 * this.most) this.kept = this.kept.slice(-this.most)
  }

  get last(): T | undefined {
    return this.kept.at(-1)
  }

  /** As if the last had not been told. */
  drop(): void {
    if (this.kept.pop() !== undefined) this.count -= 1
  }

  list(): readonly T[] {
    return this.kept.slice(-this.most)
  }
}
