import type { ParseSession } from '../model/parser.ts'

const SHORTEST = 64 << 10
const LONGEST = 64 << 20
/** More than this noticed in one stretch is much: the next is the shorter. */
const MUCH = 128

/**
 * Offers a parser what is in memory a stretch at a time, the shorter the more it notices there, so
 * that it can be handed on before the next: what is noticed and dropped at once costs the garbage
 * collector nothing, what outlives a few of its turns is copied each time.
 */
export class AdaptiveChunks implements ParseSession {
  /** Whether more is in memory than was offered. */
  hasUnread = false
  private readonly reading: ParseSession
  private length = SHORTEST

  constructor(reading: ParseSession) {
    this.reading = reading
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    for (;;) {
      const end = Math.min(to, from + this.length)
      this.hasUnread = end < to
      const at = this.reading.read(bytes, from, end, final && !this.hasUnread)
      if (at > from || !this.hasUnread) return at
      this.length *= 2 // a record longer than the stretch
    }
  }

  emitMore(): boolean {
    return this.reading.emitMore?.() ?? false
  }

  /** To be told how much was noticed in a stretch. */
  adapt(count: number): void {
    if (count > MUCH) this.length = Math.max(SHORTEST, this.length / 2)
    else if (count < MUCH / 8 && this.length < LONGEST) this.length *= 2
  }
}
