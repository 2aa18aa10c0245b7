import type { ParseSession } from '../model/parser.ts'

const MIN_STEP_BYTES = 64 << 10
const MAX_STEP_BYTES = 64 << 20
/** With more observations than this in one step the next step is shorter. */
const MANY_OBSERVATIONS = 128

/**
 * Hands a parser the bytes in memory in steps. The more observations a step gives, the shorter the
 * next one is. Observations that are passed on and dropped at once cost the garbage collector
 * nothing; those that survive some of its runs are copied each time.
 */
export class AdaptiveChunks implements ParseSession {
  /** Whether the last call of `read` left out bytes that are in memory. */
  hasUnread = false
  private readonly session: ParseSession
  private stepBytes = MIN_STEP_BYTES

  constructor(session: ParseSession) {
    this.session = session
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    for (;;) {
      const end = Math.min(to, from + this.stepBytes)
      this.hasUnread = end < to
      const position = this.session.read(bytes, from, end, final && !this.hasUnread)
      if (position > from || !this.hasUnread) return position
      this.stepBytes *= 2 // the record is longer than the step
    }
  }

  emitMore(): boolean {
    return this.session.emitMore?.() ?? false
  }

  /** Sets the length of the next step by the number of observations of the last one. */
  adapt(observationCount: number): void {
    if (observationCount > MANY_OBSERVATIONS)
      this.stepBytes = Math.max(MIN_STEP_BYTES, this.stepBytes / 2)
    else if (observationCount < MANY_OBSERVATIONS / 8 && this.stepBytes < MAX_STEP_BYTES)
      this.stepBytes *= 2
  }
}
