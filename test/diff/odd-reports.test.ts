import { expect, it } from 'vitest'
import { parseBatchLine } from '../../src/batch/summary/parse-batch-line.ts'
import { compareCases } from '../../src/diff/compare-cases.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { parseCaseReport } from '../../src/model/report-shape.ts'
import { sampleFleet } from '../support/batch-lines.ts'
import { diffSchemaProblems } from '../support/diff.ts'
import { fleetSchemaProblems, summarizeLines } from '../support/fleet.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { fieldPaths, withReplaced } from '../support/values/replaced-fields.ts'

const ODD_VALUES = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '+012016-01-01T00:00:00Z',
  [],
  {},
]

const toDiff = (before: CaseReport, after: CaseReport): unknown =>
  JSON.parse(
    JSON.stringify({
      schemaVersion: 1,
      kind: 'case',
      tool: { name: 'spoolscope', version: '0.1.0' },
      case: compareCases(before, after, ['0.1.0', '0.1.0']),
    }),
  )

it('gives a comparison that meets its schema for every odd report that is accepted', () => {
  const [whole] = reportWithTimeline().cases
  const problems = new Set<string>()
  let accepted = 0
  for (const path of fieldPaths(whole, [], 'unknown'))
    for (const value of ODD_VALUES) {
      const odd = parseCaseReport(JSON.parse(JSON.stringify(withReplaced(whole, path, value))))
      if (typeof odd === 'string' || whole === undefined) continue
      accepted += 1
      for (const [before, after] of [
        [whole, odd],
        [odd, whole],
      ] as const)
        for (const problem of diffSchemaProblems(toDiff(before, after)))
          problems.add(`${path.join('.')} = ${JSON.stringify(value)}: ${problem}`)
    }
  expect(accepted).toBeGreaterThan(500)
  expect([...problems].slice(0, 20)).toEqual([])
})

it('gives a summary that meets its schema for every odd result that is accepted', () => {
  const lines = sampleFleet()
  const problems = new Set<string>()
  let accepted = 0
  for (const line of lines.slice(0, 4))
    for (const path of fieldPaths(line, [], 'unknown'))
      for (const value of ODD_VALUES) {
        const odd = parseBatchLine(JSON.stringify(withReplaced(line, path, value)))
        if ('problem' in odd) continue
        accepted += 1
        for (const problem of fleetSchemaProblems(summarizeLines([odd])))
          problems.add(`${path.join('.')} = ${JSON.stringify(value)}: ${problem}`)
      }
  expect(accepted).toBeGreaterThan(500)
  expect([...problems].slice(0, 20)).toEqual([])
})
