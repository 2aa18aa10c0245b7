import type { BatchLine } from '../../model/batch-line.ts'
import type { LinesRead } from '../../model/fleet/fleet-summary.ts'
import { type CompactCase, toCompactCase } from './compact-case.ts'
import { FleetNames } from './fleet-names.ts'

/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: damaged lines that are listed.
 * Beyond: further ones are counted.
 */
const MAX_LISTED_DAMAGE = 20

/** Collects the lines of results. Keeps some hundred bytes for each bundle. */
export class FleetCollector {
  readonly names = new FleetNames()
  readonly cases = new Map<string, CompactCase>()
  private read = 0
  private damaged = 0
  private repeated = 0
  private readonly damage: { readonly place: string; readonly reason: string }[] = []

  /**
   * Adds a line. Returns whether it counts: it does not if a better line of the same bundle was
   * added before. A later line may still replace it.
   */
  add(line: BatchLine): boolean {
    this.read += 1
    const compactCase = toCompactCase(line, this.names)
    const known = this.cases.get(line.bundle)
    if (known !== undefined) this.repeated += 1
    const counts = known === undefined || compactCase.order > known.order
    if (counts) this.cases.set(line.bundle, compactCase)
    return counts
  }

  /** Counts a damaged line. `place` is in a form that editors open: `results.ndjson:17`. */
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
