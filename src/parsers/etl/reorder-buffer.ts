import type { Observation } from '../../model/observation.ts'

/**
 * Observations that wait, and characters in them: more than that, and the oldest half is told
 * though something older may follow.
 */
const MAX_PENDING = 50_000
const MAX_PENDING_CHARS = 16 << 20
/** How many are told at a time at the end. */
const BATCH_SIZE = 512

const timeOf = ({ at = 0 }: Observation): number => at
const sizeOf = (seen: Observation): number =>
  seen.kind === 'trace' ? seen.event.message.length : 1024

/**
 * Holds observations back to put them in the order of their times: the buffers of a trace are in
 * the order in which processors filled them.
 */
export class ReorderBuffer {
  private pending: Observation[] = []
  private characters = 0
  private sorted = true
  /** Some were told before older ones came. */
  overflowed = false
  private readonly emit: (seen: Observation) => void

  constructor(emit: (seen: Observation) => void) {
    this.emit = emit
  }

  add(seen: Observation): void {
    const last = this.pending.at(-1)
    if (last && timeOf(seen) < timeOf(last)) this.sorted = false
    this.pending.push(seen)
    this.characters += sizeOf(seen)
    if (this.pending.length > MAX_PENDING || this.characters > MAX_PENDING_CHARS) {
      this.overflowed = true
      this.emitFirst(this.pending.length >> 1)
    }
  }

  /** Tells what is older than a moment. */
  emitBefore(at: number): void {
    this.sort()
    const end = this.pending.findIndex((seen) => timeOf(seen) >= at)
    this.emitFirst(end < 0 ? this.pending.length : end)
  }

  /** Tells the next lot; false when none is left. */
  emitBatch(): boolean {
    this.emitFirst(Math.min(BATCH_SIZE, this.pending.length))
    return this.pending.length > 0
  }

  private emitFirst(count: number): void {
    if (count === 0) return
    this.sort()
    const told = this.pending.slice(0, count)
    this.pending = this.pending.slice(count)
    for (const seen of told) {
      this.characters -= sizeOf(seen)
      this.emit(seen)
    }
  }

  /** What has the same time stays in the order in which it came. */
  private sort(): void {
    if (!this.sorted) this.pending.sort((left, right) => timeOf(left) - timeOf(right))
    this.sorted = true
  }
}
