import type { BatchLine } from '../../model/batch-line.ts'
import type { LinesRead } from '../../model/fleet-summary.ts'
import { type CompactCase, toCompactCase } from './compact-case.ts'
import { FleetNames } from './fleet-names.ts'

const MAX_LISTED_DAMAGE = 20

/** All that is kept of the lines of results: a note for each bundle, some hundred bytes. */
export class FleetCollector {
  readonly names = new FleetNames()
  readonly cases = new Map<string, CompactCase>()
  private read = 0
  private damaged = 0
  private repeated = 0
  private readonly damage: { readonly place: string; readonly reason: string }[] = []

  /**
   * Whether this line counts, as far as is known by now: a later one about the same bundle may take
   * its place.
   */
  add(line: BatchLine): boolean {
    this.read += 1
    const note = toCompactCase(line, this.names)
    const known = this.cases.get(line.bundle)
    if (known !== undefined) this.repeated += 1
    const counts = known === undefined || note.order > known.order
    if (counts) this.cases.set(line.bundle, note)
    return counts
  }

  /** `place` as editors open it: `results.ndjson:17`. */
  addDamage(place: string, reason: string): void {
    this.damaged += 1
    if (this.damage.length < MAX_LISTED_DAMAGE) this.damage.push({ place, reason })
  }

  lineCounts(): LinesRead {
    return {
      read: this.read,
      damaged: this.damaged,
      repeated: this.repeated,
      damage: [...this.damage],
    }
  }
}
