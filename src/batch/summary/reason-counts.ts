import type { ReasonCount, Top } from '../../model/fleet-summary.ts'
import { topOf } from './top.ts'

const MAX_REASONS = 200
const UNKNOWN_REASON = 'no reason is given'

/** Reasons, those together that differ in nothing but names and numbers. */
export class ReasonCounts {
  private readonly reasons = new Map<
    string,
    { reason: string; bundles: number; example: ReasonCount['example'] }
  >()

  add(bundle: string, reason = UNKNOWN_REASON): void {
    const general = generalize(reason, bundle)
    const known = this.reasons.get(general)
    if (known === undefined)
      this.reasons.set(general, { reason: general, bundles: 1, example: { bundle, reason } })
    else {
      known.bundles += 1
      if (bundle < known.example.bundle) known.example = { bundle, reason }
    }
  }

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

/** `The entry “a/b.txt” has 3,000 bytes` → `The entry “…” has … bytes`. */
const generalize = (reason: string, bundle: string): string =>
  (bundle === '' ? reason : reason.replaceAll(bundle, '…'))
    .replace(/“[^”]*”|"[^"]*"|‘[^’]*’/g, (quoted) => `${quoted[0]}…${quoted.at(-1)}`)
    .replace(/\b0x[0-9a-f]+\b|\d+(?:[.,:]\d+)*/gi, '…')
