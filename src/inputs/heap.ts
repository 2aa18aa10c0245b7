/** Gives what it holds in order, the first first: a binary heap. */
export class Heap<T> {
  private readonly held: T[] = []
  private readonly before: (left: T, right: T) => boolean

  constructor(before: (left: T, right: T) => boolean) {
    this.before = before
  }

  get first(): T | undefined {
    return this.held[0]
  }

  push(one: T): void {
    const { held } = this
    let at = held.length
    for (
      let parent = (at - 1) >> 1;
      at > 0 && this.before(one, held[parent] as T);
      parent = (at - 1) >> 1
    ) {
      held[at] = held[parent] as T
      at = parent
    }
    held[at] = one
  }

  pop(): T | undefined {
    const { held } = this
    const first = held[0]
    const last = held.pop()
    if (held.length > 0 && last !== undefined) this.sink(last)
    return first
  }

  /** Puts one in at the top and moves smaller ones up past it. */
  private sink(one: T): void {
    const { held } = this
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= held.length) break
      if (child + 1 < held.length && this.before(held[child + 1] as T, held[child] as T)) child += 1
      if (!this.before(held[child] as T, one)) break
      held[at] = held[child] as T
      at = child
    }
    held[at] = one
  }
}
