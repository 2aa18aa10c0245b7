import type { Observation } from '../../model/observation.ts'

/**
 * Events are sorted by time, and older ones may follow later in the trace.
 * Limit: events that wait for earlier ones.
 * Beyond: the oldest half is passed on.
 */
const MAX_PENDING = 50_000
/**
 * Few events may have long texts.
 * Limit: characters of events that wait for earlier ones.
 * Beyond: the oldest half is passed on.
 */
const MAX_PENDING_CHARS = 16 << 20
/** Observations emitted per call of `emitBatch`. */
const BATCH_SIZE = 512

const timeOf = ({ at = 0 }: Observation): number => at
const sizeOf = (observation: Observation): number =>
  observation.kind === 'trace' ? observation.event.message.length : 1024

/**
 * Buffers observations to sort them by time. The buffers of a trace are in the order in which
 * processors filled them, not in the order of time.
 */
export class ReorderBuffer {
  private pending: Observation[] = []
  private characters = 0
  private sorted = true
  /** True when a limit was reached, so that the order is incomplete. */
  overflowed = false
  private readonly emit: (observation: Observation) => void

  constructor(emit: (observation: Observation) => void) {
    this.emit = emit
  }

  add(observation: Observation): void {
    const last = this.pending.at(-1)
    if (last && timeOf(observation) < timeOf(last)) this.sorted = false
    this.pending.push(observation)
    this.characters += sizeOf(observation)
    if (this.pending.length > MAX_PENDING || this.characters > MAX_PENDING_CHARS) {
      this.overflowed = true
      this.emitFirst(this.pending.length >> 1)
    }
  }

  /** Emits the observations before the moment `at`. */
  emitBefore(at: number): void {
    this.sort()
    const end = this.pending.findIndex((observation) => timeOf(observation) >= at)
    this.emitFirst(end < 0 ? this.pending.length : end)
  }

  /** Emits the next batch. Returns false when none is left. */
  emitBatch(): boolean {
    this.emitFirst(Math.min(BATCH_SIZE, this.pending.length))
    return this.pending.length > 0
  }

  private emitFirst(count: number): void {
    if (count === 0) return
    this.sort()
    const emitted = this.pending.slice(0, count)
    this.pending = this.pending.slice(count)
    for (const observation of emitted) {
      this.characters -= sizeOf(observation)
      this.emit(observation)
    }
  }

  /** Stable: observations of the same time keep their order of arrival. */
  private sort(): void {
    if (!this.sorted) this.pending.sort((left, right) => timeOf(left) - timeOf(right))
    this.sorted = true
  }
}
