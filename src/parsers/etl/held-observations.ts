import type { Observation } from '../../model/observation.ts'

/**
 * Observations that wait, and characters in them: more than that, and the oldest half is told
 * though something older may follow.
 */
const MOST_HELD = 50_000
const MOST_CHARACTERS = 16 << 20
/** How many are told at a time at the end. */
const LOT = 512

const timeOf = ({ at = 0 }: Observation): number => at
const sizeOf = (seen: Observation): number =>
  seen.kind === 'trace' ? seen.event.message.length : 1024

/**
 * Holds observations back to put them in the order of their times: the buffers of a trace are in
 * the order in which processors filled them.
 */
export class HeldObservations {
  private held: Observation[] = []
  private characters = 0
  private sorted = true
  /** Some were told before older ones came. */
  overflowed = false
  private readonly emit: (seen: Observation) => void

  constructor(emit: (seen: Observation) => void) {
    this.emit = emit
  }

  add(seen: Observation): void {
    const last = this.held.at(-1)
    if (last && timeOf(seen) < timeOf(last)) this.sorted = false
    this.held.push(seen)
    this.characters += sizeOf(seen)
    if (this.held.length > MOST_HELD || this.characters > MOST_CHARACTERS) {
      this.overflowed = true
      this.tell(this.held.length >> 1)
    }
  }

  /** Tells what is older than a moment. */
  tellBefore(at: number): void {
    this.sort()
    const end = this.held.findIndex((seen) => timeOf(seen) >= at)
    this.tell(end < 0 ? this.held.length : end)
  }

  /** Tells the next lot; false when none is left. */
  tellLot(): boolean {
    this.tell(Math.min(LOT, this.held.length))
    return this.held.length > 0
  }

  private tell(count: number): void {
    if (count === 0) return
    this.sort()
    const told = this.held.slice(0, count)
    this.held = this.held.slice(count)
    for (const seen of told) {
      this.characters -= sizeOf(seen)
      this.emit(seen)
    }
  }

  /** What has the same time stays in the order in which it came. */
  private sort(): void {
    if (!this.sorted) this.held.sort((left, right) => timeOf(left) - timeOf(right))
    this.sorted = true
  }
}
