/** An entry of a `LatestList`. `owner` is the object that refers to it. */
export interface ListEntry<Owner, Value> {
  readonly owner: Owner
  readonly value: Value
}

interface LinkedEntry<Owner, Value> extends ListEntry<Owner, Value> {
  previous: LinkedEntry<Owner, Value> | undefined
  next: LinkedEntry<Owner, Value> | undefined
}

/**
 * A list in the order in which its entries were added. Unlike a Map, it removes its first entry
 * without a search and without looking for the next one.
 */
export class LatestList<Owner, Value> {
  size = 0
  private head: LinkedEntry<Owner, Value> | undefined
  private tail: LinkedEntry<Owner, Value> | undefined

  /** The entry that was added first. Undefined when the list is empty. */
  get first(): ListEntry<Owner, Value> | undefined {
    return this.head
  }

  add(owner: Owner, value: Value): ListEntry<Owner, Value> {
    const entry = { owner, value, previous: this.tail, next: undefined }
    if (this.tail) this.tail.next = entry
    else this.head = entry
    this.tail = entry
    this.size += 1
    return entry
  }

  /** Removes an entry that `add` of this list returned and that is still in it. */
  remove(entry: ListEntry<Owner, Value>): void {
    const linked = entry as LinkedEntry<Owner, Value>
    const { previous, next } = linked
    // An entry that is old memory already would keep all that come after it from being freed.
    linked.previous = undefined
    linked.next = undefined
    if (previous) previous.next = next
    else this.head = next
    if (next) next.previous = previous
    else this.tail = previous
    this.size -= 1
  }

  toArray(): ListEntry<Owner, Value>[] {
    const entries: ListEntry<Owner, Value>[] = []
    for (let entry = this.head; entry; entry = entry.next) entries.push(entry)
    return entries
  }
}
