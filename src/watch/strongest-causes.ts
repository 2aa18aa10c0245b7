import { compareCertainty, type DiagnosedCause } from '../model/diagnosis.ts'
import type { LiveView } from '../model/live-view.ts'

/**
 * Remembers each cause as it was when it was the most certain and explained the most messages. A
 * cause becomes weaker, or goes, when the messages that it explained are gone.
 */
export class StrongestCauses {
  private readonly byKey = new Map<string, LiveView['strongestCauses'][number]>()

  /** `now` in milliseconds UTC. */
  add(causes: readonly DiagnosedCause[], now: number): void {
    for (const cause of causes) {
      const key = JSON.stringify([cause.rule, cause.user])
      const before = this.byKey.get(key)
      if (before === undefined || compareStrength(cause, before.cause) <= 0)
        this.byKey.set(key, { cause, until: now })
    }
  }

  list(): LiveView['strongestCauses'] {
    return [...this.byKey.values()]
  }
}

/** Compares two states of a cause, the stronger first. */
const compareStrength = (left: DiagnosedCause, right: DiagnosedCause): number =>
  compareCertainty(left.certainty, right.certainty) ||
  right.explains.messages - left.explains.messages
