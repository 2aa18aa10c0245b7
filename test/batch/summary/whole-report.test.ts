import { describe, expect, it } from 'vitest'
import { isWholeReport } from '../../../src/batch/summary/whole-report.ts'
import type { CaseReport } from '../../../src/model/report.ts'
import { htmlReport } from '../../../src/reports/html/html-report.ts'
import { picturedReport } from '../../support/pictured-report.ts'
import { oneCase, report } from '../../support/reports.ts'

type Path = readonly (string | number)[]

/** Every place in a value, the value itself left out. */
function* places(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    yield [...path, key]
    yield* places(inner, [...path, key])
  }
}

function without(value: CaseReport, path: Path, instead: unknown): CaseReport {
  const copy = structuredClone(value)
  let at = copy as unknown as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
  at[path.at(-1) ?? ''] = instead
  return copy
}

describe('isWholeReport', () => {
  const [whole = oneCase()] = picturedReport().cases

  it('takes what this version writes, with and without what only some have', () => {
    expect([isWholeReport(whole), isWholeReport(oneCase())]).toEqual([true, true])
  })

  it('refuses whatever a page cannot be made of: of what it takes, a page can be made', () => {
    let refused = 0
    for (const path of places(whole)) {
      for (const instead of [undefined, null, 7, 'x', [], {}]) {
        const damaged = without(whole, path, instead)
        if (isWholeReport(damaged)) expect(htmlReport({ ...report(), cases: [damaged] }).length).toBeGreaterThan(1000)
        else refused += 1
      }
    }
    expect(refused).toBeGreaterThan(500)
  })
})
