import type { CasesBySum } from '../../model/fleet/fleet-summary.ts'
import type { CompactReport } from './compact-case.ts'
import type { FleetNames } from './fleet-names.ts'

/** Sums up the verdicts of a case. A case without a problem is `open` if a rule was not checked. */
export function caseSumOf(
  { flagged, gaps, crashed }: CompactReport,
  names: FleetNames,
): keyof CasesBySum {
  if (flagged.some(({ rule }) => names.rules[rule]?.severity !== 'info')) return 'affected'
  return gaps.length > 0 || crashed.length > 0 ? 'open' : 'clear'
}
