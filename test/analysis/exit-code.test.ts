import { expect, it } from 'vitest'
import { exitCodeOf, explainNothingReadable } from '../../src/analysis/exit-code.ts'
import type { Severity } from '../../src/model/rule.ts'
import { inputReport, report, verdict } from '../support/reports.ts'

const read = [inputReport('a.log')]
const reportWith = (status: 'flagged' | 'crashed' | 'not-checked', severity: Severity) =>
  report({ inputs: read, verdicts: [verdict('a', { status, severity })] })

it('is 1 if something at or above the limit was flagged, or if a rule crashed', () => {
  for (const status of ['flagged', 'crashed'] as const) {
    expect(exitCodeOf(reportWith(status, 'error'), 'error')).toBe(1)
    expect(exitCodeOf(reportWith(status, 'warning'), 'error')).toBe(0)
    expect(exitCodeOf(reportWith(status, 'warning'), 'warning')).toBe(1)
    expect(exitCodeOf(reportWith(status, 'info'), 'warning')).toBe(0)
    expect(exitCodeOf(reportWith(status, 'error'), 'never')).toBe(0)
  }
  expect(exitCodeOf(reportWith('not-checked', 'error'), 'warning')).toBe(0)
})

it('is 2 if nothing was readable, regardless of --fail-on', () => {
  const inputs = [
    inputReport('a', { status: 'empty', records: 0 }),
    inputReport('b.etl', { status: 'binary-trace', records: 0 }),
    inputReport('c', { records: 0, unreadable: 3 }),
  ]
  expect(exitCodeOf(report({ inputs }), 'never')).toBe(2)
  expect(explainNothingReadable(report({ inputs }), ['x'])).toContain(
    '  b.etl (1.0 kB): binary trace without events of any program',
  )
  expect(exitCodeOf(report({ inputs: [...inputs, ...read] }), 'never')).toBe(0)
  expect(explainNothingReadable(report({ inputs: read }), ['x'])).toBeUndefined()
})

it('counts an empty spool as readable', () => {
  const inputs = [
    inputReport('History Spooler', { format: 'history-spooler', records: 0, bytes: 0 }),
  ]
  expect(exitCodeOf(report({ inputs }), 'error')).toBe(0)
})

it('lists the first of many unreadable files', () => {
  const inputs = Array.from({ length: 25 }, (_, at) =>
    inputReport(`${at}.bin`, { status: 'not-recognised', records: 0 }),
  )
  const lines = explainNothingReadable(report({ inputs }), ['x'])
  expect(lines).toHaveLength(12)
  expect(lines?.at(-1)).toContain('… and 15 more')
})
