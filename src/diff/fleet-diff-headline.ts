import { present } from '../model/defined.ts'
import { formatCount, formatNumber } from '../model/duration.ts'
import type { FleetDiff } from '../model/fleet/fleet-diff.ts'

/**
 * `Of 980 cases compared, 12 got worse, 3 are unknown now, 800 got better, 40 are flagged as
 * before. 20 cases could not be compared.`
 */
export function fleetDiffHeadline({
  cases,
  onlyBefore,
  onlyAfter,
  notCompared,
}: Pick<FleetDiff, 'cases' | 'onlyBefore' | 'onlyAfter' | 'notCompared'>): string {
  const { compared, worse, unknown, better, persisting, quiet } = cases
  const parts = present([
    worse === 0 ? 'none got worse' : `${formatNumber(worse)} got worse`,
    unknown > 0
      ? `${formatNumber(unknown)} ${unknown === 1 ? 'is' : 'are'} unknown now`
      : undefined,
    better > 0 ? `${formatNumber(better)} got better` : undefined,
    persisting > 0
      ? `${formatNumber(persisting)} ${persisting === 1 ? 'is' : 'are'} flagged as before`
      : undefined,
    quiet > 0 ? `${formatNumber(quiet)} had no problem before or after` : undefined,
  ])
  const [missing, fresh, others] = [onlyBefore, onlyAfter, notCompared].map(
    ({ listed, omitted }) => listed.length + omitted,
  )
  return present([
    compared === 0
      ? 'No case could be compared.'
      : `Of ${formatCount(compared, 'case')} compared, ${parts.join(', ')}.`,
    others ? `${formatCount(others, 'case')} could not be compared.` : undefined,
    missing || fresh
      ? `${formatNumber(missing ?? 0)} only before, ${formatNumber(fresh ?? 0)} only after.`
      : undefined,
  ]).join(' ')
}
