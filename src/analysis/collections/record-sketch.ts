/** More records make the comparison of two logs no better. */
const MAX_KEYS = 128
/** Fewer records in common prove nothing. */
const MIN_COMPARED = 2

/**
 * A bounded sample of the records of a log: those with the smallest hashes. Two logs that share
 * records sample the same ones, so samples can be compared in place of the logs.
 */
export class RecordSketch {
  /** Time of the record (milliseconds UTC) by hash. */
  private readonly records = new Map<number, number>()
  private largest = Number.POSITIVE_INFINITY

  /** `at` in milliseconds UTC. Two logs may state other times for a record: only the text counts. */
  add(at: number, text: string): void {
    const hash = hashText(text)
    if (hash >= this.largest) return
    this.records.set(hash, at)
    if (this.records.size >= 2 * MAX_KEYS) this.trim()
  }

  /** Merges the samples of several logs. */
  static merge(sketches: readonly RecordSketch[]): RecordSketch {
    const merged = new RecordSketch()
    for (const sketch of sketches) {
      for (const [hash, at] of sketch.records) merged.records.set(hash, at)
      merged.largest = Math.min(merged.largest, sketch.largest)
    }
    merged.trim()
    return merged
  }

  /**
   * Share of the records between two times (milliseconds UTC) that both logs have: 0 to 1, of the
   * log with fewer records there. Undefined when one of them has too few.
   */
  sharedShare(other: RecordSketch, from: number, to: number): number | undefined {
    this.trim()
    other.trim()
    const limit = Math.min(this.largest, other.largest)
    const mine = this.hashesBetween(from, to, limit)
    const theirs = new Set(other.hashesBetween(from, to, limit))
    const smaller = Math.min(mine.length, theirs.size)
    return smaller < MIN_COMPARED
      ? undefined
      : mine.filter((hash) => theirs.has(hash)).length / smaller
  }

  private hashesBetween(from: number, to: number, limit: number): number[] {
    return [...this.records].flatMap(([hash, at]) =>
      at >= from && at <= to && hash < limit ? hash : [],
    )
  }

  private trim(): void {
    const hashes = [...this.records.keys()].sort((left, right) => left - right)
    for (const hash of hashes.slice(MAX_KEYS)) this.records.delete(hash)
    if (hashes.length > MAX_KEYS) this.largest = Math.min(this.largest, hashes[MAX_KEYS] as number)
    for (const hash of this.records.keys()) if (hash >= this.largest) this.records.delete(hash)
  }
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
