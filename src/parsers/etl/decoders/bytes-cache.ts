/** Bounds the cache: hostile traces could bring a new schema with every event. */
const MAX_ENTRIES = 4096

interface Entry<Value> {
  readonly bytes: Uint8Array
  readonly value: Value
}

/** Caches a value by the bytes from which it was created. */
export class BytesCache<Value> {
  private readonly entries = new Map<number, Entry<Value>[]>()
  private size = 0

  /**
   * Returns the cached value for these bytes, or creates it. `create` gets a copy of the bytes that
   * it may keep.
   */
  get(bytes: Uint8Array, from: number, to: number, create: (own: Uint8Array) => Value): Value {
    const hash = hashOf(bytes, from, to)
    const found = this.entries.get(hash)
    if (found)
      for (const entry of found) if (equals(entry.bytes, bytes, from, to)) return entry.value
    if (this.size >= MAX_ENTRIES) this.clear()
    const own = bytes.slice(from, to)
    const value = create(own)
    const entry = { bytes: own, value }
    const bucket = this.entries.get(hash)
    if (bucket) bucket.push(entry)
    else this.entries.set(hash, [entry])
    this.size += 1
    return value
  }

  private clear(): void {
    this.entries.clear()
    this.size = 0
  }
}

/** FNV-1a hash. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash
}

function equals(own: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (own.length !== to - from) return false
  for (let at = from; at < to; at += 1) if (own[at - from] !== bytes[at]) return false
  return true
}
