import { compareCases } from '../../diff/compare-cases.ts'
import { FleetChanges } from '../../diff/fleet-changes.ts'
import { fleetDiffHeadline } from '../../diff/fleet-diff-headline.ts'
import { matchCases } from '../../diff/match-cases.ts'
import type { FleetDiff, FleetSide, NotCompared } from '../../model/fleet-diff.ts'
import type { Severity } from '../../model/rule.ts'
import { CaseLoader, type LoadedCase } from './case-loader.ts'
import {
  type CaseLocation,
  type CaseLocations,
  type DamageList,
  locateCases,
} from './locate-cases.ts'

export interface ResultsDiff {
  readonly diff: FleetDiff
  /** How often something of this severity is new. */
  readonly appeared: Readonly<Record<Severity, number>>
  /** Cases that were judged before, and broke their judge now: they may hold anything. */
  readonly newlyFailed: number
}

export interface DiffResultsOptions {
  readonly version: string
  /** Whether cases are compared that were judged with other rules. */
  readonly allowOtherRules: boolean
  /** Told how many bytes have been compared. */
  onProgress(bytes: number): void
}

/**
 * Two results of batches compared, case by case: only where cases lie, and what changed, is held.
 */
export function diffResults(
  before: string,
  after: string,
  { version, allowOtherRules: anyRules, onProgress: progress }: DiffResultsOptions,
): ResultsDiff {
  const [earlier, later] = [locateCases(before), locateCases(after)]
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
      if (other === undefined) changes.addUnmatched('after', place.id)
      else {
        const why = comparePair(loader.load(other), loader.load(place), place, {
          changes,
          damage,
          anyRules,
        })
        if (why !== undefined) changes.addNotCompared({ bundle: place.id, why })
        if (why === 'failed-after') failedAnew += 1
        progress(sizeOf(other) + sizeOf(place))
      }
    }
  } finally {
    loader.close()
  }
  const taken = new Set(matched.values())
  for (const [index, { id }] of earlier.cases.entries())
    if (!taken.has(index)) changes.addUnmatched('before', id)
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
    newlyFailed: failedAnew,
  }
}

interface ComparisonContext {
  readonly changes: FleetChanges
  readonly damage: Readonly<Record<'before' | 'after', DamageList>>
  readonly anyRules: boolean
}

/** Why a pair cannot be compared, or undefined when it was. */
function comparePair(
  before: LoadedCase,
  after: LoadedCase,
  { id }: CaseLocation,
  { changes, damage, anyRules }: ComparisonContext,
): NotCompared['why'] | undefined {
  for (const [side, one] of [['before', before] as const, ['after', after] as const])
    if (one.status === 'damaged') damage[side].add(one.place, one.reason)
  if (after.status !== 'judged')
    return after.status === 'failed' ? 'failed-after' : 'unreadable-after'
  if (before.status !== 'judged')
    return before.status === 'failed' ? 'failed-before' : 'unreadable-before'
  if (before.ruleSet !== after.ruleSet && !anyRules) return 'other-rules'
  changes.addCompared(id, compareCases(before.report, after.report, ['', '']))
  return undefined
}

const sizeOf = (place: CaseLocation): number => (place.kind === 'line' ? place.length : 0)

const sideOf = ({ cases, damage }: CaseLocations): FleetSide => ({
  bundles: cases.length,
  judged: cases.filter((place) => place.kind === 'report' || place.status === 'judged').length,
  damaged: damage.total,
  damage: [...damage.first],
})
