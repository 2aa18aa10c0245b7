import { present } from '../model/defined.ts'
import { numberText, plural } from '../model/duration.ts'
import type { FleetDiff } from '../model/fleet-diff.ts'

/**
 * `Of 980 cases compared, 12 got worse, 3 are no longer known, 800 got better, 40 persist. 20 could
 * not be compared.`
 */
export function fleetDiffHeadline({
  cases,
  onlyBefore,
  onlyAfter,
  notCompared,
}: Pick<FleetDiff, 'cases' | 'onlyBefore' | 'onlyAfter' | 'notCompared'>): string {
  const { compared, worse, unknown, better, persisting, quiet } = cases
  const parts = present([
    worse === 0 ? 'none got worse' : `${numberText(worse)} got worse`,
    unknown > 0
      ? `${numberText(unknown)} ${unknown === 1 ? 'is' : 'are'} no longer known`
      : undefined,
    better > 0 ? `${numberText(better)} got better` : undefined,
    persisting > 0
      ? `${numberText(persisting)} ${persisting === 1 ? 'is' : 'are'} flagged as before`
      : undefined,
    quiet > 0 ? `${numberText(quiet)} had nothing flagged either time` : undefined,
  ])
  const [missing, fresh, others] = [onlyBefore, onlyAfter, notCompared].map(
    ({ listed, omitted }) => listed.length + omitted,
  )
  return present([
    compared === 0
      ? 'No case could be compared.'
      : `Of ${plural(compared, 'case')} compared, ${parts.join(', ')}.`,
    others ? `${plural(others, 'case')} could not be compared.` : undefined,
    missing || fresh
      ? `${numberText(missing ?? 0)} only before, ${numberText(fresh ?? 0)} only after.`
      : undefined,
  ]).join(' ')
}
