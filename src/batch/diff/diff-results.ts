import { compareCases } from '../../diff/compare-cases.ts'
import { FleetChanges } from '../../diff/fleet-changes.ts'
import { fleetDiffHeadline } from '../../diff/fleet-diff-headline.ts'
import { matchCases } from '../../diff/match-cases.ts'
import type { FleetDiff, FleetSide, NotCompared } from '../../model/fleet/fleet-diff.ts'
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
  /** Number of new problems of each severity. */
  readonly appeared: Readonly<Record<Severity, number>>
  /** Number of cases that failed now but not before. They may contain any problem. */
  readonly newlyFailed: number
}

export interface DiffResultsOptions {
  readonly version: string
  /** Whether to compare cases that were analyzed with different rules. */
  readonly allowOtherRules: boolean
  /** Called with the number of bytes that were compared since the last call. */
  onProgress(bytes: number): void
}

/**
 * Compares two results of `batch`, case by case. Keeps only the locations of cases and the changes
 * in memory.
 */
export function diffResults(
  before: string,
  after: string,
  { version, allowOtherRules, onProgress }: DiffResultsOptions,
): ResultsDiff {
  const earlier = locateCases(before)
  const later = locateCases(after)
  const matched = matchCases(
    earlier.cases.map(({ id }) => id),
    later.cases.map(({ id }) => id),
  )
  const changes = new FleetChanges()
  const damage = { before: earlier.damage, after: later.damage }
  let newlyFailed = 0
  const loader = new CaseLoader()
  try {
    for (const [index, afterCase] of later.cases.entries()) {
      const beforeCase = earlier.cases[matched.get(index) ?? -1]
      if (beforeCase === undefined) changes.addUnmatched('after', afterCase.id)
      else {
        const why = comparePair(loader.load(beforeCase), loader.load(afterCase), afterCase, {
          changes,
          damage,
          allowOtherRules,
        })
        if (why !== undefined) changes.addNotCompared({ bundle: afterCase.id, why })
        if (why === 'failed-after') newlyFailed += 1
        onProgress(sizeOf(beforeCase) + sizeOf(afterCase))
      }
    }
  } finally {
    loader.close()
  }
  const matchedBefore = new Set(matched.values())
  for (const [index, { id }] of earlier.cases.entries())
    if (!matchedBefore.has(index)) changes.addUnmatched('before', id)
  const result = changes.result()
  return {
    diff: {
      schemaVersion: 1,
      kind: 'fleet',
      tool: { name: 'spoolscope', version },
      headline: fleetDiffHeadline(result),
      before: sideOf(earlier),
      after: sideOf(later),
      ...result,
    },
    appeared: changes.appeared,
    newlyFailed,
  }
}

interface ComparisonContext {
  readonly changes: FleetChanges
  readonly damage: Readonly<Record<'before' | 'after', DamageList>>
  readonly allowOtherRules: boolean
}

/** Compares a case before and after. Returns why it cannot be compared; else undefined. */
function comparePair(
  before: LoadedCase,
  after: LoadedCase,
  { id }: CaseLocation,
  { changes, damage, allowOtherRules }: ComparisonContext,
): NotCompared['why'] | undefined {
  if (before.status === 'damaged') damage.before.add(before.place, before.reason)
  if (after.status === 'damaged') damage.after.add(after.place, after.reason)
  if (after.status !== 'judged')
    return after.status === 'failed' ? 'failed-after' : 'unreadable-after'
  if (before.status !== 'judged')
    return before.status === 'failed' ? 'failed-before' : 'unreadable-before'
  if (before.ruleSet !== after.ruleSet && !allowOtherRules) return 'other-rules'
  changes.addCompared(id, compareCases(before.report, after.report, ['', '']))
  return undefined
}

/** Bytes of a line; reports do not count for the progress. */
const sizeOf = (location: CaseLocation): number => (location.kind === 'line' ? location.length : 0)

const sideOf = ({ cases, damage }: CaseLocations): FleetSide => ({
  bundles: cases.length,
  judged: cases.filter((location) => location.kind === 'report' || location.status === 'judged')
    .length,
  damaged: damage.total,
  damage: [...damage.first],
})
