import type { DimensionCount, ValueCount } from '../../model/fleet/fleet-summary.ts'
import type { NameTable } from './fleet-names.ts'
import { topOf } from './top.ts'

/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: values of a fact listed.
 * Beyond: further ones are counted together.
 */
const MAX_VALUES = 1000

/** Counts the cases in which each name of a table occurs. */
export class ValueCounts {
  private readonly names: NameTable
  private readonly cases: Uint32Array
  private readonly affected: Uint32Array
  private unknown = 0

  constructor(names: NameTable) {
    this.names = names
    this.cases = new Uint32Array(names.texts.length)
    this.affected = new Uint32Array(names.texts.length)
  }

  /** Adds a case. `values` are numbers of names; none means that the value is unknown. */
  add(values: readonly number[], affected: boolean): void {
    if (values.length === 0) this.unknown += 1
    for (const value of new Set(values)) {
      this.cases[value] = (this.cases[value] ?? 0) + 1
      if (affected) this.affected[value] = (this.affected[value] ?? 0) + 1
    }
  }

  /** Returns the counts, the names with the most affected cases first. */
  count(): DimensionCount {
    const all = this.names.texts
      .map((value, number) => ({
        value,
        cases: this.cases[number] ?? 0,
        affected: this.affected[number] ?? 0,
      }))
      .filter(({ cases }) => cases > 0)
    const casesOf = ({ cases }: ValueCount) => cases
    const top = topOf(
      all,
      MAX_VALUES,
      casesOf,
      ({ affected }) => affected,
      casesOf,
      ({ value }) => value,
    )
    return {
      distinct: all.length,
      affected: all.filter(({ affected }) => affected > 0).length,
      unknown: this.unknown,
      ...top,
    }
  }
}
