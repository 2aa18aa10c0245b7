import { expect, it } from 'vitest'
import { reportFormats } from '../../src/commands/report-formats.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { parseCaseReport } from '../../src/model/report-shape.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { caseReport, report } from '../support/reports.ts'

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

const [whole = caseReport()] = reportWithTimeline().cases
const time = '2016-06-14T12:00:00.000Z'
const source = { path: 'a.log', line: 1 }

it('takes what this version writes, with and without what only some have', () => {
  for (const one of [whole, caseReport()])
    expect(parseCaseReport(structuredClone(one))).toEqual(one)
})

it('takes every stage of a journey, and all that joins steps', () => {
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
  const one = caseReport({ journeys: [{ key: 'a', conversation: 'b', steps }] })
  expect(parseCaseReport(one)).toEqual(one)
})

it.each([
  '(<img src=x>) 1 Jan 2016 Z',
  '2016-06-14 12:00Z',
  '2016-13-14T12:00:00Z',
  '2016-06-14T12:00:00',
])('takes no time that is written as %j', (text) =>
  expect(parseCaseReport(caseReport({ asOf: { time: text, from: 'x' } }))).toBe(
    'asOf.time is not a time in UTC',
  ),
)

it.each(Object.entries(reportFormats))(
  'refuses whatever breaks a report as %s',
  async (_, format) => {
    let refused = 0
    for (const path of places(whole)) {
      for (const instead of [undefined, null, 7, 'x', [], {}]) {
        const damaged = without(whole, path, instead)
        if (typeof parseCaseReport(damaged) === 'string') refused += 1
        else
          expect(
            (await format({ ...report(), cases: [damaged] }))({ width: 80, color: false }).length,
          ).toBeGreaterThan(100)
      }
    }
    expect(refused).toBeGreaterThan(500)
  },
)
