import type { ReasonCount, Top } from '../../model/fleet/fleet-summary.ts'
import { topOf } from './top.ts'

/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: reasons of failures listed.
 * Beyond: further ones are counted together.
 */
const MAX_REASONS = 200
const UNKNOWN_REASON = 'no reason given'

/** Counts reasons. Reasons that differ only in names and numbers count as one. */
export class ReasonCounts {
  private readonly reasons = new Map<
    string,
    { reason: string; bundles: number; example: ReasonCount['example'] }
  >()

  add(bundle: string, reason = UNKNOWN_REASON): void {
    const generalized = generalize(reason, bundle)
    const known = this.reasons.get(generalized)
    if (known === undefined)
      this.reasons.set(generalized, {
        reason: generalized,
        bundles: 1,
        example: { bundle, reason },
      })
    else {
      known.bundles += 1
      if (bundle < known.example.bundle) known.example = { bundle, reason }
    }
  }

  /** Returns the most frequent reasons. */
  listed(): Top<ReasonCount> {
    const bundlesOf = ({ bundles }: ReasonCount) => bundles
    return topOf(
      [...this.reasons.values()],
      MAX_REASONS,
      bundlesOf,
      bundlesOf,
      ({ reason }) => reason,
    )
  }
}

/** Removes names and numbers: `The entry “a.txt” has 3 bytes` → `The entry “…” has … bytes`. */
const generalize = (reason: string, bundle: string): string =>
  (bundle === '' ? reason : reason.replaceAll(bundle, '…'))
    .replace(/“[^“”]*”|"[^"]*"|‘[^‘’]*’/g, (quoted) => `${quoted[0]}…${quoted.at(-1)}`)
    .replace(/\b0x[0-9a-f]+\b|\d+(?:[.,:]\d+)*/gi, '…')
