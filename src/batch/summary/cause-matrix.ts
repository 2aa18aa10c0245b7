import { compareBuilds, parseBuild } from '../../model/build.ts'
import type { CauseMatrix } from '../../model/fleet/fleet-case.ts'
import { causesOf } from './cause-counts.ts'
import type { FleetCollector } from './fleet-collector.ts'
import { topOf } from './top.ts'

/**
 * More columns do not fit a screen.
 * Limit: builds or servers in a matrix of causes.
 * Beyond: further ones are counted together.
 */
const MAX_VALUES = 10
/**
 * More rows do not fit a screen.
 * Limit: causes in a matrix.
 * Beyond: further ones are counted together.
 */
const MAX_CAUSES = 12

interface Row {
  readonly name: string
  cases: number
  /** Number of cases, by number of the other axis. */
  readonly cells: Map<number, number>
}

/** Counts the cases of each cause with each client build, oldest first, or with each server. */
export function causeMatrix(
  { cases: compactCases, names }: FleetCollector,
  dimension: 'build' | 'server',
): CauseMatrix {
  const values = new Map<number, Row>()
  const causes = new Map<number, Row>()
  const table = dimension === 'build' ? names.builds : names.servers
  for (const { judged } of compactCases.values()) {
    const value = judged?.[dimension]
    if (judged === undefined || value === undefined) continue
    rowOf(values, value, table.texts[value] ?? '').cases += 1
    for (const { rule } of causesOf(judged)) {
      const cause = rowOf(causes, rule, names.ruleAt(rule).rule)
      cause.cases += 1
      cause.cells.set(value, (cause.cells.get(value) ?? 0) + 1)
    }
  }
  const topValues = topOf([...values], MAX_VALUES, casesOf, casesOf, nameOf)
  // Builds are in the order of their versions, so that the reader sees where a cause begins or ends.
  const listed = dimension === 'build' ? [...topValues.listed].sort(oldestFirst) : topValues.listed
  const topCauses = topOf([...causes], MAX_CAUSES, casesOf, casesOf, nameOf)
  return {
    values: listed.map(([, { name, cases }]) => ({ value: name, cases })),
    causes: topCauses.listed.map(([, { name, cells }]) => ({
      rule: name,
      cases: listed.map(([value]) => cells.get(value) ?? 0),
    })),
    omittedValues: topValues.others.values,
    omittedCauses: topCauses.others.values,
  }
}

function oldestFirst(
  [, { name: leftName }]: readonly [number, Row],
  [, { name: rightName }]: readonly [number, Row],
): number {
  const [left, right] = [parseBuild(leftName), parseBuild(rightName)]
  if ((left === undefined) !== (right === undefined)) return left ? -1 : 1
  return (left && right && compareBuilds(left, right)) || (leftName < rightName ? -1 : 1)
}

const casesOf = ([, { cases }]: readonly [number, Row]): number => cases
const nameOf = ([, { name }]: readonly [number, Row]): string => name

function rowOf(rows: Map<number, Row>, number: number, name: string): Row {
  const row = rows.get(number) ?? { name, cases: 0, cells: new Map() }
  rows.set(number, row)
  return row
}
