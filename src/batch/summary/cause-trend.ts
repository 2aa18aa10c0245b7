import type { CauseTrend } from '../../model/fleet/fleet-case.ts'
import { causesOf } from './cause-counts.ts'
import type { CompactReport } from './compact-case.ts'
import type { FleetCollector } from './fleet-collector.ts'
import { periodsOf } from './periods.ts'
import { topOf } from './top.ts'

/**
 * As many bars as a narrow screen shows apart.
 * Limit: periods of a trend.
 * Beyond: weeks, months or years are shown instead of days.
 */
const MAX_PERIODS = 124
/**
 * More rows do not fit a screen.
 * Limit: causes in a trend.
 * Beyond: further ones are counted together.
 */
const MAX_CAUSES = 10
const DAY = 86_400_000

interface Row {
  readonly rule: string
  total: number
  readonly cases: number[]
}

/** Counts the analyzed cases and their causes by day, or by longer periods. */
export function causeTrend({ cases: compactCases, names }: FleetCollector): CauseTrend {
  const judged = [...compactCases.values()].flatMap(({ judged }) => (judged ? [judged] : []))
  const dated = judged.filter((report): report is Dated => report.asOf !== undefined)
  const periods = periodsOf(
    dated.map(({ asOf }) => asOf),
    MAX_PERIODS,
  )
  const zeros = () => periods.starts.map(() => 0)
  const all = zeros()
  const unexplained = zeros()
  const days = new Set<number>()
  const rows = new Map<number, Row>()
  for (const report of dated) {
    const period = periods.indexOf(report.asOf)
    days.add(Math.floor(report.asOf / DAY))
    increment(all, period)
    if (report.diagnosis?.outcome === 'unexplained') increment(unexplained, period)
    for (const { rule } of causesOf(report)) {
      const row = rows.get(rule) ?? { rule: names.ruleAt(rule).rule, total: 0, cases: zeros() }
      rows.set(rule, row)
      row.total += 1
      increment(row.cases, period)
    }
  }
  const totalOf = ({ total }: Row) => total
  const top = topOf([...rows.values()], MAX_CAUSES, totalOf, totalOf, ({ rule }) => rule)
  return {
    unit: periods.unit,
    unitsPerPeriod: periods.unitsPerPeriod,
    starts: periods.starts,
    cases: all,
    unexplained,
    causes: top.listed.map(({ rule, cases }) => ({ rule, cases })),
    omittedCauses: top.others.values,
    days: days.size,
    unknown: judged.length - dated.length,
  }
}

type Dated = CompactReport & { readonly asOf: number }

function increment(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1
}
