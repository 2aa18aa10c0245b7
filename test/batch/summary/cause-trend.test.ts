import { describe, expect, it } from 'vitest'
import { causeTrend } from '../../../src/batch/summary/cause-trend.ts'
import { FleetCollector } from '../../../src/batch/summary/fleet-collector.ts'
import type { BatchLine } from '../../../src/model/batch-line.ts'
import { flaggedVerdict, judgedBatchLine, unjudgedBatchLine } from '../../support/batch-lines.ts'
import { diagnosedFleet } from '../../support/diagnosed-fleet.ts'

const trendOf = (lines: readonly BatchLine[]) => {
  const fleet = new FleetCollector()
  for (const line of lines) fleet.add(line)
  return causeTrend(fleet)
}

/** A case at each time, with a cause. */
const casesAt = (...times: readonly string[]): BatchLine[] =>
  times.map((time, index) =>
    judgedBatchLine(`PC-${index}`, {
      asOf: { time, from: 'manifest' },
      verdicts: [flaggedVerdict('clock-skew')],
    }),
  )
const starts = (lines: readonly BatchLine[]) =>
  trendOf(lines).starts.map((at) => new Date(at).toISOString())

describe('causeTrend', () => {
  it('counts cases and causes by day in UTC, with the days between', () => {
    const lines = casesAt(
      '2016-06-01T00:00:00.000Z',
      '2016-06-01T23:59:59.999Z',
      '2016-06-04T01:00:00.000+02:00',
    )
    expect(trendOf(lines)).toEqual({
      unit: 'day',
      unitsPerPeriod: 1,
      starts: [Date.UTC(2016, 5, 1), Date.UTC(2016, 5, 2), Date.UTC(2016, 5, 3)],
      cases: [2, 0, 1],
      unexplained: [0, 0, 0],
      causes: [{ rule: 'clock-skew', cases: [2, 0, 1] }],
      omittedCauses: 0,
      days: 2,
      unknown: 0,
    })
  })

  it('counts each cause of a case once, and the cases that no cause explains', () => {
    const lines = diagnosedFleet().map((line, index) => ({
      ...line,
      report: line.report && {
        ...line.report,
        asOf: { time: `2016-06-0${1 + (index % 2)}T12:00:00.000Z`, from: 'manifest' },
      },
    })) as BatchLine[]
    const { cases, causes, unexplained } = trendOf(lines)
    expect([cases, unexplained]).toEqual([
      [3, 3],
      [0, 1],
    ])
    expect(causes[0]).toEqual({ rule: 'ews-request-failing', cases: [1, 2] })
  })

  it('counts cases without a known time apart, and no bundle that was not analyzed', () => {
    const lines = [
      judgedBatchLine('PC-1', { asOf: null }),
      unjudgedBatchLine('PC-2', 'failed', 'Killed'),
    ]
    expect(trendOf(lines)).toMatchObject({ starts: [], cases: [], days: 0, unknown: 1 })
  })

  it('takes weeks, months, years or more where days would be too many', () => {
    const from = '2016-09-20T12:00:00.000Z'
    expect(starts(casesAt(from, '2017-01-21T12:00:00.000Z'))).toHaveLength(124)
    expect(starts(casesAt(from, '2017-01-22T12:00:00.000Z')).slice(0, 2)).toEqual([
      '2016-09-19T00:00:00.000Z',
      '2016-09-26T00:00:00.000Z',
    ])
    expect(starts(casesAt(from, '2020-01-20T12:00:00.000Z'))[4]).toBe('2017-01-01T00:00:00.000Z')
    expect(starts(casesAt(from, '1970-01-01T00:00:00.000Z'))).toHaveLength(47)
    expect(trendOf(casesAt(from, '0001-01-01T00:00:00.000Z'))).toMatchObject({
      unit: 'year',
      unitsPerPeriod: 100,
    })
  })

  it('holds all valid dates', () => {
    const lines = casesAt('-271821-04-20T00:00:00.000Z', '+275760-09-13T00:00:00.000Z')
    expect(starts(lines)[0]).toBe('-271821-04-20T00:00:00.000Z')
    const { cases } = trendOf(lines)
    expect(cases.length).toBeLessThanOrEqual(124)
    expect(cases.reduce((left, right) => left + right, 0)).toBe(2)
    const few = casesAt('-271821-04-20T00:00:00.000Z', '-271821-10-20T00:00:00.000Z')
    expect(starts(few)[0]).toBe('-271821-04-20T00:00:00.000Z')
  })

  it('lists the ten most frequent causes, and counts the others', () => {
    const lines = Array.from({ length: 12 }, (_, number) =>
      judgedBatchLine(`PC-${number}`, {
        verdicts: [flaggedVerdict(`rule-${number}`), flaggedVerdict('rule-11')],
      }),
    )
    const { causes, omittedCauses } = trendOf(lines)
    expect([causes.length, causes[0]?.rule, omittedCauses]).toEqual([10, 'rule-11', 2])
  })

  it('does not depend on the order of lines', () => {
    expect(trendOf([...diagnosedFleet()].reverse())).toEqual(trendOf(diagnosedFleet()))
  })
})
