import { compareCases } from '../../diff/compare-cases.ts'
import { FleetChanges } from '../../diff/fleet-changes.ts'
import { fleetDiffHeadline } from '../../diff/fleet-diff-headline.ts'
import { matchCases } from '../../diff/match-cases.ts'
import type { FleetDiff, FleetSide, NotCompared } from '../../model/fleet-diff.ts'
import type { Severity } from '../../model/rule.ts'
import { type CasePlace, type CasePlaces, casePlaces, type DamagedPlaces } from './case-places.ts'
import { CaseLoader, type LoadedCase } from './load-case.ts'

export interface DiffedResults {
  readonly diff: FleetDiff
  /** How often something of this severity is new. */
  readonly appeared: Readonly<Record<Severity, number>>
  /** Cases that were judged before, and broke their judge now: they may hold anything. */
  readonly failedAnew: number
}

export interface DiffOptions {
  readonly version: string
  /** Whether cases are compared that were judged with other rules. */
  readonly anyRules: boolean
  /** Told how many bytes have been compared. */
  progress(bytes: number): void
}

/**
 * Two results of batches compared, case by case: only where cases lie, and what changed, is held.
 */
export function diffResults(
  before: string,
  after: string,
  { version, anyRules, progress }: DiffOptions,
): DiffedResults {
  const [earlier, later] = [casePlaces(before), casePlaces(after)]
  const matched = matchCases(
    earlier.cases.map(({ id }) => id),
    later.cases.map(({ id }) => id),
  )
  const changes = new FleetChanges()
  const damage = { before: earlier.damage, after: later.damage }
  let failedAnew = 0
  const loader = new CaseLoader()
  try {
    for (const [index, place] of later.cases.entries()) {
      const other = earlier.cases[matched.get(index) ?? -1]
      if (other === undefined) changes.only('after', place.id)
      else {
        const why = comparePair(loader.load(other), loader.load(place), place, {
          changes,
          damage,
          anyRules,
        })
        if (why !== undefined) changes.cannotCompare({ bundle: place.id, why })
        if (why === 'failed-after') failedAnew += 1
        progress(bytesOf(other) + bytesOf(place))
      }
    }
  } finally {
    loader.close()
  }
  const taken = new Set(matched.values())
  for (const [index, { id }] of earlier.cases.entries())
    if (!taken.has(index)) changes.only('before', id)
  const counted = changes.result()
  return {
    diff: {
      schemaVersion: 1,
      kind: 'fleet',
      tool: { name: 'spoolscope', version },
      headline: fleetDiffHeadline(counted),
      before: sideOf(earlier),
      after: sideOf(later),
      ...counted,
    },
    appeared: changes.appeared,
    failedAnew,
  }
}

interface Comparing {
  readonly changes: FleetChanges
  readonly damage: Readonly<Record<'before' | 'after', DamagedPlaces>>
  readonly anyRules: boolean
}

/** Why a pair cannot be compared, or undefined when it was. */
function comparePair(
  before: LoadedCase,
  after: LoadedCase,
  { id }: CasePlace,
  { changes, damage, anyRules }: Comparing,
): NotCompared['why'] | undefined {
  for (const [side, one] of [['before', before] as const, ['after', after] as const])
    if (one.status === 'damaged') damage[side].add(one.place, one.reason)
  if (after.status !== 'judged')
    return after.status === 'failed' ? 'failed-after' : 'unreadable-after'
  if (before.status !== 'judged')
    return before.status === 'failed' ? 'failed-before' : 'unreadable-before'
  if (before.ruleSet !== after.ruleSet && !anyRules) return 'other-rules'
  changes.compared(id, compareCases(before.report, after.report, ['', '']))
  return undefined
}

const bytesOf = (place: CasePlace): number => (place.kind === 'line' ? place.length : 0)

const sideOf = ({ cases, damage }: CasePlaces): FleetSide => ({
  bundles: cases.length,
  judged: cases.filter((place) => place.kind === 'report' || place.status === 'judged').length,
  damaged: damage.total,
  damage: [...damage.first],
})
