/** Hostile traces could bring a new schema with every event. */
const MOST_ENTRIES = 4096

interface Entry<Value> {
  readonly bytes: Uint8Array
  readonly value: Value
}

/** Remembers what was made of a stretch of bytes, by the bytes themselves. */
export class BytesCache<Value> {
  private readonly entries = new Map<number, Entry<Value>[]>()
  private size = 0

  /** `make` gets a copy, to be kept. */
  get(bytes: Uint8Array, from: number, to: number, make: (own: Uint8Array) => Value): Value {
    const hash = hashOf(bytes, from, to)
    const found = this.entries.get(hash)
    if (found) for (const entry of found) if (same(entry.bytes, bytes, from, to)) return entry.value
    if (this.size >= MOST_ENTRIES) this.clear()
    const own = bytes.slice(from, to)
    const value = make(own)
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

/** FNV-1a. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash
}

function same(own: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (own.length !== to - from) return false
  for (let at = from; at < to; at += 1) if (own[at - from] !== bytes[at]) return false
  return true
}
