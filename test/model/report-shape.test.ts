import { expect, it } from 'vitest'
import type { CaseReport, Report } from '../../src/model/report.ts'
import { parseCaseReport } from '../../src/model/report-shape.ts'
import { reportFormats } from '../../src/reports/report-formats.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { caseReport, report } from '../support/reports.ts'
import { fieldPaths, withReplaced } from '../support/values/replaced-fields.ts'

const [whole = caseReport()] = reportWithTimeline().cases
const time = '2016-06-14T12:00:00.000Z'
const source = { path: 'a.log', line: 1 }

it('accepts what this version writes, with and without optional fields', () => {
  for (const expected of [whole, caseReport()])
    expect(parseCaseReport(structuredClone(expected))).toEqual(expected)
})

it('accepts every stage of a journey and every kind of link', () => {
  const stages = [
    'sent',
    'recipient-offline',
    'spooled',
    'picked-up',
    'ews-answered',
    'gone',
    'stuck',
    'reached',
  ] as const
  const steps = stages.map(
    (stage) =>
      ({ stage, at: time, text: 'x', inferred: true, by: 'time', within: 1, source }) as const,
  )
  const expected = caseReport({ journeys: [{ key: 'a', conversation: 'b', steps }] })
  expect(parseCaseReport(expected)).toEqual(expected)
})

it.each([
  '(<img src=x>) 1 Jan 2016 Z',
  '2016-06-14 12:00Z',
  '2016-13-14T12:00:00Z',
  '2016-06-14T12:00:00',
])('refuses a time written as %j', (text) =>
  expect(parseCaseReport(caseReport({ asOf: { time: text, from: 'x' } }))).toBe(
    'asOf.time is not a time in UTC',
  ),
)

const renderings = [
  ...Object.entries(reportFormats),
  ['full table', (damaged: Report) => reportFormats.table(damaged, { full: true })] as const,
]

it.each(renderings)('refuses everything that would break a report as %s', async (_, format) => {
  let refused = 0
  for (const path of fieldPaths(whole)) {
    for (const replacement of [undefined, null, 7, 'x', [], {}]) {
      const damaged = withReplaced(whole, path, replacement) as CaseReport
      if (typeof parseCaseReport(damaged) === 'string') refused += 1
      else
        expect(
          String((await format({ ...report(), cases: [damaged] }))({ width: 80, color: false }))
            .length,
        ).toBeGreaterThan(100)
    }
  }
  expect(refused).toBeGreaterThan(500)
})
