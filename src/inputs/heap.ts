/** A binary heap: returns its elements in the order of `comesBefore`. */
export class Heap<T> {
  private readonly elements: T[] = []
  private readonly comesBefore: (left: T, right: T) => boolean

  constructor(comesBefore: (left: T, right: T) => boolean) {
    this.comesBefore = comesBefore
  }

  /** The element that `pop` would return. */
  get first(): T | undefined {
    return this.elements[0]
  }

  push(element: T): void {
    const { elements } = this
    let index = elements.length
    for (
      let parent = (index - 1) >> 1;
      index > 0 && this.comesBefore(element, elements[parent] as T);
      parent = (index - 1) >> 1
    ) {
      elements[index] = elements[parent] as T
      index = parent
    }
    elements[index] = element
  }

  pop(): T | undefined {
    const { elements } = this
    const first = elements[0]
    const last = elements.pop()
    if (elements.length > 0 && last !== undefined) this.sink(last)
    return first
  }

  /** Places an element at the top and moves smaller ones up past it. */
  private sink(element: T): void {
    const { elements } = this
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= elements.length) break
      const right = child + 1
      if (right < elements.length && this.comesBefore(elements[right] as T, elements[child] as T))
        child = right
      if (!this.comesBefore(elements[child] as T, element)) break
      elements[index] = elements[child] as T
      index = child
    }
    elements[index] = element
  }
}
